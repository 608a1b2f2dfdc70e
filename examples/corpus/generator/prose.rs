//! Sentences from the words, so that a claim's texts speak of the same place and the same thing.

use super::random::Random;
use super::words::{ACTS, BODIES, FAMILIES, GIVEN, PLACES, SEASONS, SENTENCES, THINGS};

/// What one claim is about.
pub struct Scene {
    place: &'static str,
    body: &'static str,
    thing: &'static str,
    person: String,
}

const STATEMENTS: [&str; 8] = [
    "{body} decided that {thing} at {place} {act} {season}.",
    "{thing} at {place} {act} {season}, according to papers that {body} has not published.",
    "{person} pressed {body} to agree that {thing} {act} {season}.",
    "{body} was told in writing that {thing} at {place} {act} {season}.",
    "{number} households in {place} will pay for it if {thing} {act} {season}.",
    "In {place}, {thing} {act} {season}; {body} denies that this was its own proposal.",
    "{body} and {person} agreed in {season} that {thing} {act} {season}.",
    "{place} is to receive {number} million for {thing}, which {act} {season}.",
];

impl Scene {
    /// A place, a body, a thing and a person.
    pub fn new(random: &mut Random) -> Self {
        Self {
            place: random.pick(&PLACES),
            body: random.pick(&BODIES),
            thing: random.pick(&THINGS),
            person: person(random),
        }
    }

    /// The place as it stands in an id.
    pub fn place_slug(&self) -> String {
        slug(self.place)
    }

    /// One sentence that says what is claimed, at times with a second one.
    pub fn statement(&self, random: &mut Random) -> String {
        let statement = random.pick(&STATEMENTS);
        let mut text = self.fill(statement, random);
        if random.percent(30) {
            text.push(' ');
            text.push_str(&self.sentence(random));
        }
        text
    }

    /// One sentence.
    pub fn sentence(&self, random: &mut Random) -> String {
        let sentence = random.pick(&SENTENCES);
        self.fill(sentence, random)
    }

    /// A template with words in place of its slots, beginning with a capital.
    pub fn fill(&self, template: &str, random: &mut Random) -> String {
        let mut text = self.fill_phrase(template, random);
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        text
    }

    /// The same, with the first letter as it comes.
    pub fn fill_phrase(&self, template: &str, random: &mut Random) -> String {
        let mut text = String::with_capacity(2 * template.len());
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            text.push_str(before);
            let (slot, behind) = behind.split_once('}').unwrap_or((behind, ""));
            match slot {
                "place" => text.push_str(self.place),
                "body" => text.push_str(self.body),
                "thing" => text.push_str(self.thing),
                "person" => text.push_str(&self.person),
                "act" => text.push_str(random.pick(&ACTS)),
                "season" => text.push_str(random.pick(&SEASONS)),
                _ => text.push_str(&random.between(4, 970).to_string()),
            }
            rest = behind;
        }
        text.push_str(rest);
        text
    }
}

/// The name of somebody invented.
pub fn person(random: &mut Random) -> String {
    format!("{} {}", random.pick(&GIVEN), random.pick(&FAMILIES))
}

/// A name as it stands in an id: lower-case ASCII letters, digits and hyphens.
pub fn slug(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|character| match character {
            'a'..='z' | '0'..='9' => character,
            'á' | 'å' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ö' | 'ø' => 'o',
            'ú' | 'ü' => 'u',
            _ => '-',
        })
        .collect()
}
