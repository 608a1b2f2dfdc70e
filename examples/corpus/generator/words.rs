//! The words that invented news is made of. Every name is invented.

/// Topics, as claims write them.
pub const TOPICS: [&str; 24] = [
    "harbour-expansion",
    "ferry-fares",
    "rail-strike",
    "water-quality",
    "school-closures",
    "hospital-merger",
    "energy-prices",
    "wind-farm",
    "data-centre",
    "housing-levy",
    "fishing-quota",
    "grain-exports",
    "border-crossing",
    "court-reform",
    "campaign-funds",
    "bank-rescue",
    "chip-plant",
    "battery-recycling",
    "vaccine-supply",
    "flood-defence",
    "airport-noise",
    "pension-fund",
    "land-registry",
    "police-archive",
];

/// Towns and regions.
pub const PLACES: [&str; 24] = [
    "Orlinde",
    "Veskmoor",
    "Port Calder",
    "Nordhalm",
    "Saint-Aubrac",
    "Kestrelford",
    "Grauwald",
    "Lower Tamsin",
    "Élisey",
    "Brackwater",
    "Hollmünde",
    "Castelverde",
    "Ostmark Bay",
    "Mirandel",
    "Thornby",
    "Åskila",
    "Penhallow",
    "Dravik",
    "Quillan Heights",
    "Sundmark",
    "Marrow Island",
    "Eastfold",
    "Vallorne",
    "Tessaly",
];

/// Family names.
pub const FAMILIES: [&str; 24] = [
    "Abernathy",
    "Brandvold",
    "Calloway",
    "Dragomir",
    "Engström",
    "Farrokh",
    "Gallimore",
    "Hásek",
    "Ingleby",
    "Jarosz",
    "Kovalenko",
    "Lindqvist",
    "Moreau",
    "Nakagawa",
    "Okonjo",
    "Petrakis",
    "Quirke",
    "Rasmusdatter",
    "Sørbye",
    "Tanaka",
    "Uzelac",
    "Voss",
    "Whitlock",
    "Zielinski",
];

/// Given names.
pub const GIVEN: [&str; 16] = [
    "Ada", "Bastien", "Carla", "Dmitri", "Elin", "Farah", "Goran", "Hana", "Ivo", "Júlia", "Kwame", "Lotte",
    "Matteo", "Nadia", "Oskar", "Priya",
];

/// Bodies that decide things; `of` and a place follow some of them.
pub const BODIES: [&str; 20] = [
    "the port authority",
    "the transport ministry",
    "the regional council",
    "the water board",
    "the energy regulator",
    "the central bank",
    "the health service",
    "the school inspectorate",
    "the fisheries agency",
    "the audit office",
    "the competition authority",
    "the interior ministry",
    "the planning commission",
    "the public prosecutor",
    "the land registry",
    "the railway operator",
    "the hospital trust",
    "the pension fund",
    "the grid operator",
    "the airport company",
];

/// Things that are decided about.
pub const THINGS: [&str; 24] = [
    "the second container terminal",
    "the night ferry",
    "the signalling contract",
    "the new filter plant",
    "the merger of four schools",
    "the maternity ward",
    "the price cap for households",
    "the offshore cable",
    "the cooling-water permit",
    "the vacant-property levy",
    "the herring quota",
    "the grain terminal",
    "the bridge crossing",
    "the appointment of two judges",
    "the donation register",
    "the guarantee for savers",
    "the subsidy for the wafer line",
    "the lithium recycling pilot",
    "the cold-storage depot",
    "the eastern dyke",
    "the third runway",
    "the fund's property portfolio",
    "the digital land register",
    "the archive of the secret police",
];

/// What is done to them.
pub const ACTS: [&str; 20] = [
    "will be postponed until",
    "was approved in a closed session in",
    "will cost twice the published estimate by",
    "is to be sold before",
    "was dropped without a vote in",
    "will be put to a referendum in",
    "is to be paid from the reserve in",
    "was assessed on figures from",
    "will be reviewed again in",
    "is to be handed to a private operator in",
    "was signed off by one official in",
    "will be cut by a third before",
    "was moved to another budget in",
    "is to open in part in",
    "was known to be unsafe since",
    "will be financed by a loan in",
    "was offered to a single bidder in",
    "is under a confidential review since",
    "was promised to two districts in",
    "will be closed for repairs in",
];

/// When.
pub const SEASONS: [&str; 12] = [
    "January",
    "the spring",
    "the second quarter",
    "June",
    "the summer recess",
    "early autumn",
    "October",
    "the fourth quarter",
    "November",
    "the coming year",
    "the next session",
    "the end of the year",
];

/// How reports describe unnamed people, never only as "a source", and how many they say there are; 0 where they give no
/// number.
pub const DESCRIPTIONS: [(&str, u32); 16] = [
    ("an official who attended the meeting on {place}", 1),
    ("a person who has read the draft decision of {body}", 1),
    ("two people with direct knowledge of the talks about {thing}", 2),
    (
        "an employee of {body} who asked not to be named because staff may not speak to the press",
        1,
    ),
    ("a member of the supervisory board", 1),
    ("people familiar with the accounts of {body}", 0),
    ("an engineer who worked on {thing}", 1),
    ("a lawyer for one of the bidders", 1),
    ("a person briefed on the position of {body}", 1),
    ("a councillor from {place} who was in the room", 1),
    ("a former manager of {body}", 1),
    ("three residents of {place} who received the letter", 3),
    ("an adviser to {body} who helped to prepare the paper", 1),
    ("diplomats who took part in the negotiations at {place}", 0),
    ("a trade-union negotiator", 1),
    ("an auditor who examined the books of {body}", 1),
];

/// In which capacity named people speak.
pub const ROLES: [&str; 12] = [
    "spokesperson of {body}",
    "mayor of {place}",
    "head of planning at {body}",
    "chair of the works council",
    "member of parliament for {place}",
    "professor of public finance at the university of {place}",
    "chief executive of the operator",
    "deputy director of {body}",
    "lawyer of the complainants",
    "harbour master of {place}",
    "secretary of the union",
    "former head of {body}",
];

/// Titles of papers.
pub const TITLES: [&str; 10] = [
    "Minutes of the closed session of {body}, item {number}",
    "Draft decision on {thing}, version {number}",
    "Annual accounts of {body}, annex {number}",
    "Letter of {body} to the council of {place}",
    "Tender {number}: {thing}",
    "Environmental report on {thing} at {place}",
    "Decree no. {number} concerning {thing}",
    "Internal memo: risks of {thing}",
    "Register of interests, {place}, entry {number}",
    "Inspection record {number}, {place}",
];

/// Sentences that quotes and notes are made of.
pub const SENTENCES: [&str; 28] = [
    "We were told that {thing} {act} {season}, and nobody in the room objected.",
    "There is no decision yet, and there will be none before {season}.",
    "The figures for {place} do not add up, and {body} knows it.",
    "It was {person} who asked for the paper to be withdrawn.",
    "Of the {number} objections, not one was answered in writing.",
    "This has nothing to do with {thing}; it is about money.",
    "{body} has had the report on its desk since {season}.",
    "Everyone at {place} has seen the cracks.",
    "The contract names {number} million, the budget names less than half of it.",
    "Nobody has asked the people of {place}.",
    "I have said from the beginning that {thing} {act} {season}.",
    "We do not comment on what is said in meetings that are not public.",
    "That is simply wrong, and {body} will say so in court if it must.",
    "The letter is dated {season}; it arrived {number} days later.",
    "If {thing} goes, the rest of {place} goes with it.",
    "A second reading was not on the agenda, and the minutes do not mention one.",
    "It would be \"irresponsible\" to go ahead, the paper says on page {number}.",
    "Under the draft, {thing} {act} {season}.",
    "{person} left the meeting early and has not spoken about it since.",
    "The vote was {number} to 3, with two abstentions.",
    "What was agreed in {season} no longer holds.",
    "The measurement was taken at {place}, below the old bridge, on a calm day.",
    "An earlier version of the page gave another number and was changed without a remark.",
    "Call-back to {body} on the same day; the spokesperson confirmed the wording.",
    "The photograph shows {place} from the east; the crane was put up in {season}.",
    "The agency's own text names {person}, the site's version does not.",
    "Read in full; the passage on {thing} is on page {number}.",
    "The caption says \"{place}\", but the road sign in the picture names another town.",
];

/// Quotes in other languages and scripts: language tag and words.
pub const FOREIGN: [(&str, &str); 14] = [
    (
        "de",
        "Über die Höhe der Bürgschaft wurde nicht abgestimmt, das können wir ausschließen.",
    ),
    (
        "de",
        "Die Prüfung läuft noch; vor dem Frühjahr rechnen wir mit keinem Ergebnis.",
    ),
    (
        "fr",
        "La décision a été prise à huis clos, sans que le conseil régional soit consulté.",
    ),
    (
        "fr",
        "Nous n’avons reçu aucun courrier à ce sujet, ni avant ni après la réunion.",
    ),
    (
        "es",
        "El informe llegó tarde y nadie lo había leído cuando empezó la votación.",
    ),
    (
        "pl",
        "Umowa została podpisana, zanim radni zobaczyli ostateczną wersję.",
    ),
    (
        "cs",
        "Žádné rozhodnutí zatím nepadlo a do konce roku ani nepadne.",
    ),
    ("el", "Η απόφαση ελήφθη χωρίς ψηφοφορία και χωρίς πρακτικά."),
    ("uk", "Рішення ухвалили без голосування, протоколу немає."),
    ("ar", "لم يصدر أي قرار حتى الآن، ولن يصدر قبل نهاية العام."),
    ("ja", "会議では費用の総額について説明がなかったと出席者は述べた。"),
    ("zh-Hans", "与会者表示，会议没有讨论费用总额，也没有进行表决。"),
    ("ko", "회의에서 총비용에 대한 설명은 없었다고 참석자는 말했다."),
    ("hi", "बैठक में कुल लागत पर कोई चर्चा नहीं हुई, ऐसा उपस्थित लोगों ने बताया।"),
];

/// First parts of the names of outlets.
pub const OUTLET_FIRST: [&str; 18] = [
    "Orlinde",
    "Veskmoor",
    "Calder",
    "Nordhalm",
    "Kestrel",
    "Grauwald",
    "Tamsin",
    "Brackwater",
    "Mirandel",
    "Thornby",
    "Penhallow",
    "Dravik",
    "Sundmark",
    "Eastfold",
    "Vallorne",
    "Tessaly",
    "Northern",
    "Coastal",
];

/// Second parts of the names of outlets.
pub const OUTLET_SECOND: [&str; 10] = [
    "Courier",
    "Ledger",
    "Herald",
    "Gazette",
    "Tribune",
    "Observer",
    "Dispatch",
    "Chronicle",
    "Post",
    "Radio",
];
