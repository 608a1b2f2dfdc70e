//! Languages by the tags that the web uses, so that a misspelt one is found before it is signed.

use unicode_script::{Script, UnicodeScript};

use crate::record::Lang;

/// The two-letter codes of ISO 639-1, with the English names of the languages.
const LANGUAGES: &[(&str, &str)] = &[
    ("aa", "Afar"),
    ("ab", "Abkhazian"),
    ("ae", "Avestan"),
    ("af", "Afrikaans"),
    ("ak", "Akan"),
    ("am", "Amharic"),
    ("an", "Aragonese"),
    ("ar", "Arabic"),
    ("as", "Assamese"),
    ("av", "Avaric"),
    ("ay", "Aymara"),
    ("az", "Azerbaijani"),
    ("ba", "Bashkir"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("bi", "Bislama"),
    ("bm", "Bambara"),
    ("bn", "Bengali"),
    ("bo", "Tibetan"),
    ("br", "Breton"),
    ("bs", "Bosnian"),
    ("ca", "Catalan"),
    ("ce", "Chechen"),
    ("ch", "Chamorro"),
    ("co", "Corsican"),
    ("cr", "Cree"),
    ("cs", "Czech"),
    ("cu", "Church Slavonic"),
    ("cv", "Chuvash"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("dv", "Divehi"),
    ("dz", "Dzongkha"),
    ("ee", "Ewe"),
    ("el", "Greek"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("fa", "Persian"),
    ("ff", "Fulah"),
    ("fi", "Finnish"),
    ("fj", "Fijian"),
    ("fo", "Faroese"),
    ("fr", "French"),
    ("fy", "Western Frisian"),
    ("ga", "Irish"),
    ("gd", "Scottish Gaelic"),
    ("gl", "Galician"),
    ("gn", "Guarani"),
    ("gu", "Gujarati"),
    ("gv", "Manx"),
    ("ha", "Hausa"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("ho", "Hiri Motu"),
    ("hr", "Croatian"),
    ("ht", "Haitian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("hz", "Herero"),
    ("ia", "Interlingua"),
    ("id", "Indonesian"),
    ("ie", "Interlingue"),
    ("ig", "Igbo"),
    ("ii", "Sichuan Yi"),
    ("ik", "Inupiaq"),
    ("io", "Ido"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("iu", "Inuktitut"),
    ("ja", "Japanese"),
    ("jv", "Javanese"),
    ("ka", "Georgian"),
    ("kg", "Kongo"),
    ("ki", "Kikuyu"),
    ("kj", "Kuanyama"),
    ("kk", "Kazakh"),
    ("kl", "Greenlandic"),
    ("km", "Khmer"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("kr", "Kanuri"),
    ("ks", "Kashmiri"),
    ("ku", "Kurdish"),
    ("kv", "Komi"),
    ("kw", "Cornish"),
    ("ky", "Kyrgyz"),
    ("la", "Latin"),
    ("lb", "Luxembourgish"),
    ("lg", "Ganda"),
    ("li", "Limburgish"),
    ("ln", "Lingala"),
    ("lo", "Lao"),
    ("lt", "Lithuanian"),
    ("lu", "Luba-Katanga"),
    ("lv", "Latvian"),
    ("mg", "Malagasy"),
    ("mh", "Marshallese"),
    ("mi", "Maori"),
    ("mk", "Macedonian"),
    ("ml", "Malayalam"),
    ("mn", "Mongolian"),
    ("mr", "Marathi"),
    ("ms", "Malay"),
    ("mt", "Maltese"),
    ("my", "Burmese"),
    ("na", "Nauru"),
    ("nb", "Norwegian Bokmål"),
    ("nd", "North Ndebele"),
    ("ne", "Nepali"),
    ("ng", "Ndonga"),
    ("nl", "Dutch"),
    ("nn", "Norwegian Nynorsk"),
    ("no", "Norwegian"),
    ("nr", "South Ndebele"),
    ("nv", "Navajo"),
    ("ny", "Chichewa"),
    ("oc", "Occitan"),
    ("oj", "Ojibwa"),
    ("om", "Oromo"),
    ("or", "Oriya"),
    ("os", "Ossetian"),
    ("pa", "Punjabi"),
    ("pi", "Pali"),
    ("pl", "Polish"),
    ("ps", "Pashto"),
    ("pt", "Portuguese"),
    ("qu", "Quechua"),
    ("rm", "Romansh"),
    ("rn", "Rundi"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("rw", "Kinyarwanda"),
    ("sa", "Sanskrit"),
    ("sc", "Sardinian"),
    ("sd", "Sindhi"),
    ("se", "Northern Sami"),
    ("sg", "Sango"),
    ("sh", "Serbo-Croatian"),
    ("si", "Sinhala"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sm", "Samoan"),
    ("sn", "Shona"),
    ("so", "Somali"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("ss", "Swati"),
    ("st", "Southern Sotho"),
    ("su", "Sundanese"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("tg", "Tajik"),
    ("th", "Thai"),
    ("ti", "Tigrinya"),
    ("tk", "Turkmen"),
    ("tl", "Tagalog"),
    ("tn", "Tswana"),
    ("to", "Tonga"),
    ("tr", "Turkish"),
    ("ts", "Tsonga"),
    ("tt", "Tatar"),
    ("tw", "Twi"),
    ("ty", "Tahitian"),
    ("ug", "Uyghur"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("uz", "Uzbek"),
    ("ve", "Venda"),
    ("vi", "Vietnamese"),
    ("vo", "Volapük"),
    ("wa", "Walloon"),
    ("wo", "Wolof"),
    ("xh", "Xhosa"),
    ("yi", "Yiddish"),
    ("yo", "Yoruba"),
    ("za", "Zhuang"),
    ("zh", "Chinese"),
    ("zu", "Zulu"),
];

/// The language of a statement of which nothing else is said.
pub(super) const DEFAULT_LANG: &str = "en";

/// Whether a text has letters, and none of them is Latin.
pub(super) fn is_in_other_script(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|letter| letter.script() != Script::Latin)
}

/// Codes of countries that are taken for languages, and the language that is meant.
const COUNTRIES: &[(&str, &str)] = &[
    ("at", "de"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("gr", "el"),
    ("il", "he"),
    ("in", "hi"),
    ("ir", "fa"),
    ("jp", "ja"),
    ("kp", "ko"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

/// Whether a tag has the form of a language tag and begins with a language that is known, with what to write instead.
///
/// Two letters must be a code of ISO 639-1. Three letters are taken as they are: there are some 8,000 of those codes,
/// for small languages. No language has a longer code.
pub(super) fn check_language(tag: &str) -> Result<(), String> {
    let tag = tag.trim();
    let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
    let is_known = match primary.len() {
        2 => name_of(&primary).is_some(),
        3 => true,
        _ => false,
    };
    if is_known && Lang::parse(tag).is_some() {
        return Ok(());
    }
    let form = "write a language as the web does: en, el, ar, zh-Hant";
    Err(match meant(tag, &primary) {
        Some((code, name)) => format!("no language has this code; did you mean {code} ({name})?"),
        None if Lang::parse(tag).is_none() => form.to_owned(),
        None => format!("no language has this code; {form}"),
    })
}

fn name_of(code: &str) -> Option<&'static str> {
    let found = LANGUAGES.iter().find(|(known, _)| *known == code);
    found.map(|(_, name)| *name)
}

/// The language that is meant by its name, the beginning of it, or a country.
fn meant(tag: &str, primary: &str) -> Option<(&'static str, &'static str)> {
    // With fewer letters too many names begin.
    const FEWEST: usize = 4;
    let name = tag.to_lowercase();
    let by_name = LANGUAGES.iter().find(|(_, known)| {
        let known = known.to_lowercase();
        known == name || (name.chars().count() >= FEWEST && known.starts_with(&name))
    });
    let by_country = || {
        let (_, code) = COUNTRIES.iter().find(|(country, _)| *country == primary)?;
        LANGUAGES.iter().find(|(known, _)| known == code)
    };
    by_name.or_else(by_country).copied()
}

#[cfg(test)]
mod tests {
    use super::{COUNTRIES, check_language, is_in_other_script, name_of};

    #[test]
    fn a_text_is_in_another_script_if_none_of_its_letters_is_latin() {
        for text in [
            "\u{41c}\u{43e}\u{441}\u{442} 2",
            "\u{3b1}.",
            "\u{627}",
            "\u{4e2d}",
            "\u{ac00}",
        ] {
            assert!(is_in_other_script(text), "{text}");
        }
        for text in [
            "",
            "2026",
            "The \u{41c}",
            "\u{c9}t\u{e9}",
            "\u{111}\u{1ea1}i",
            "\u{ff21}",
        ] {
            assert!(!is_in_other_script(text), "{text}");
        }
    }

    #[test]
    fn known_languages_are_taken_and_others_refused_with_what_was_meant() {
        for tag in ["en", "el", "EN", "zh-Hant", "pt-BR", "gsw", " de "] {
            assert_eq!(check_language(tag), Ok(()), "{tag}");
        }
        for (tag, told) in [
            ("enel", "no language has this code; write a language"),
            ("xx", "no language has this code"),
            ("greek", "did you mean el (Greek)?"),
            ("Engl", "did you mean en (English)?"),
            ("jp", "did you mean ja (Japanese)?"),
            ("e", "write a language"),
            ("", "write a language"),
            ("en_GB", "write a language"),
        ] {
            let refused = check_language(tag).err().unwrap_or_default();
            assert!(refused.contains(told), "{tag}: {refused}");
        }
    }

    #[test]
    fn countries_lead_to_languages_that_are_known_and_are_none_themselves() {
        for (country, code) in COUNTRIES {
            assert!(name_of(code).is_some(), "{code}");
            assert!(name_of(country).is_none(), "{country}");
        }
    }
}
