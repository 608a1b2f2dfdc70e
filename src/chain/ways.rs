//! Ways through a story: from what is held down to origins.

use super::story::Story;

/// Which links some held link leads to, itself among them, without those that are `gone`, which is empty or as long as
/// the story. Nothing leads through what was withdrawn.
pub fn reached(story: &Story, gone: &[bool]) -> Vec<bool> {
    let links = story.links();
    let is_open = |at: usize| !links[at].withdrawn && !gone.get(at).copied().unwrap_or(false);
    let mut reached: Vec<bool> = (0..links.len()).map(|at| links[at].held && is_open(at)).collect();
    let mut waiting: Vec<usize> = (0..links.len()).filter(|&at| reached[at]).collect();
    while let Some(at) = waiting.pop() {
        for cited in story.cites(at).iter().map(|&cited| cited as usize) {
            if is_open(cited) && !reached[cited] {
                reached[cited] = true;
                waiting.push(cited);
            }
        }
    }
    reached
}

/// Which links lie on a way from a held link to one of `ends`.
pub fn on_ways(story: &Story, ends: &[bool]) -> Vec<bool> {
    let reached = reached(story, &[]);
    let mut citing: Vec<Vec<usize>> = vec![Vec::new(); reached.len()];
    for at in (0..reached.len()).filter(|&at| reached[at]) {
        for &cited in story.cites(at) {
            citing[cited as usize].push(at);
        }
    }
    let mut on_way: Vec<bool> = reached
        .iter()
        .zip(ends)
        .map(|(reached, is_end)| *reached && *is_end)
        .collect();
    let mut waiting: Vec<usize> = (0..on_way.len()).filter(|&at| on_way[at]).collect();
    while let Some(at) = waiting.pop() {
        for &above in &citing[at] {
            if !on_way[above] {
                on_way[above] = true;
                waiting.push(above);
            }
        }
    }
    on_way
}
