//! `init` without a key.

use super::playground::{Folder, byline, run};

#[test]
fn a_repository_that_gets_no_key_leaves_no_folder_behind() {
    let (folder, config) = (Folder::new(), Folder::new());
    folder.put("mine/note.txt", "mine");
    let init = |path: &str| {
        let mut command = byline();
        command
            .args(["init", path, "--name", "News desk"])
            .current_dir(folder.path())
            .env("XDG_CONFIG_HOME", config.path())
            .env("HOME", config.path());
        run(&mut command).assert_clean();
    };
    init("new/desk");
    assert_eq!(folder.names("."), ["mine"]);
    init("mine/desk");
    assert_eq!(folder.names("mine"), ["note.txt"]);
    init("mine");
    assert_eq!(folder.names("mine"), ["note.txt"]);
    assert_eq!(folder.names("."), ["mine"]);
}
