//! `init` without a key, and with one that another program made.

use super::playground::{Folder, byline, key, run};

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

#[test]
fn a_public_key_file_without_a_name_or_of_another_key_names_nobody() {
    let folder = Folder::new();
    folder.put("desk.pem", std::fs::read(key("harbour-author")).unwrap());
    let exported = |name: &str| {
        let path = key(name);
        let run = folder.run(["key", "export", path.to_str().unwrap(), "--format", "pem"]);
        run.assert_status(0);
        run.stdout
    };
    let of_another = format!("{} Somebody else\n", super::playground::did("harbour-editor"));
    for (nth, public) in [exported("harbour-author"), of_another].iter().enumerate() {
        folder.put("desk.pem.pub", public);
        let repository = format!("newsroom-{nth}");
        let run = folder.run(["init", &repository, "--key", "desk.pem"]);
        run.assert_status(0);
        let list = folder.unsigned(&format!("{repository}/trust/1.json"));
        assert_eq!(list["signers"][0]["name"], "Owner", "{run:#?}");
    }
}
