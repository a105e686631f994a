//! What a cell says, in the canonical text of its field: phones however they are written, ages and dates of birth as an age class, dates as people write them here, words of the three languages.

use crate::model::{
    AgeClass, Day, PartialDate,
    fold::fold,
    member::{Field, MOST, Wrong},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

/// Words by which the values of closed fields are known, in whatever language: by field and folded word, the canonical text.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(HashMap<Field, HashMap<String, String>>);

impl Vocabulary {
    /// `words`: a field, the canonical text, and a word for it.
    pub fn new(words: impl IntoIterator<Item = (Field, String, String)>) -> Self {
        let mut all = HashMap::<Field, HashMap<String, String>>::new();
        for (field, key, word) in words {
            all.entry(field).or_default().insert(bare(field, &word), key);
        }
        Self(all)
    }

    fn find(&self, field: Field, text: &str) -> Option<&String> {
        self.0.get(&field)?.get(&bare(field, text))
    }

    fn knows(&self, field: Field) -> bool {
        self.0.contains_key(&field)
    }
}

/// Folded.
static COMMON: LazyLock<[String; 5]> = LazyLock::new(|| ["ауданы", "аудан", "район", "р-н", "district"].map(fold));

/// Without the word "district", which some write and some do not.
fn bare(field: Field, text: &str) -> String {
    let folded = fold(text);
    if field != Field::District {
        return folded;
    }
    // "Абайский" and "Абай", "Каратауский" and "Қаратау" are listed by the hub in each language; only the common noun goes.
    folded.split(' ').filter(|word| !COMMON.iter().any(|noun| noun == word)).collect::<Vec<_>>().join(" ")
}

/// What a cell says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Value(String),
    Entries(BTreeSet<String>),
}

/// `Ok(None)`: nothing. `today`: what ages are reckoned from.
pub fn read(field: Field, text: &str, words: &Vocabulary, today: Day) -> Result<Option<Said>, Wrong> {
    let text = unguarded(text);
    if text.trim().is_empty() || matches!(text.trim(), "-" | "–" | "—") {
        return Ok(None);
    }
    if field.is_set() {
        return entries(field, text, words);
    }
    let text = match field {
        Field::Standing => words.find(field, text).cloned().ok_or(Wrong::Unknown)?,
        Field::AgeClass => match words.find(field, text) {
            Some(key) => key.clone(),
            None => age_class(text, today)?.key().to_owned(),
        },
        Field::District if words.knows(field) => words.find(field, text).cloned().ok_or(Wrong::Unknown)?,
        Field::Since | Field::Consent => date(text).ok_or(Wrong::NoDate)?.to_string(),
        Field::Name | Field::Guardian => unmixed(text).unwrap_or_else(|| text.to_owned()),
        _ => text.to_owned(),
    };
    Ok(field.canonical(&text)?.map(Said::Value))
}

/// A cell of a set: entries with commas, semicolons or line breaks between them. A note is a sentence, with commas of its own: a line each.
fn entries(field: Field, text: &str, words: &Vocabulary) -> Result<Option<Said>, Wrong> {
    let mut all = BTreeSet::new();
    if field == Field::Organisations {
        return organisations(text, words);
    }
    let between: &[char] = if field == Field::Notes { &['\n'] } else { &[',', ';', '\n', '|'] };
    for part in text.split(between).map(str::trim).filter(|part| !part.is_empty()) {
        let part = match field {
            Field::Directions => words.find(field, part).cloned().ok_or(Wrong::Unknown)?,
            _ => part.to_owned(),
        };
        all.extend(field.canonical(&part)?);
    }
    Ok((!all.is_empty()).then_some(Said::Entries(all)))
}

/// Parts of which a name with commas in it may be made. No organisation has more, and a cell of commas costs no more than others.
const RUN: usize = 8;

/// By name in any language, or by id. A name may have a comma in it: the longest run of parts that is a name counts.
fn organisations(text: &str, words: &Vocabulary) -> Result<Option<Said>, Wrong> {
    let parts: Vec<&str> = text.split_inclusive([',', ';', '\n', '|']).collect();
    if parts.len() > MOST * RUN {
        return Err(Wrong::TooMany);
    }
    let (mut all, mut at) = (BTreeSet::new(), 0);
    while at < parts.len() {
        let bare = |to: usize| parts[at..to].concat().trim().trim_end_matches([',', ';', '|']).trim().to_owned();
        if bare(at + 1).is_empty() {
            at += 1;
            continue;
        }
        let known = |to: usize| words.find(Field::Organisations, &bare(to)).map(|id| (id.clone(), to));
        let (id, to) = (at + 1..=parts.len().min(at + RUN)).rev().find_map(known).ok_or(Wrong::Unknown)?;
        all.insert(id);
        at = to;
    }
    Ok((!all.is_empty()).then_some(Said::Entries(all)))
}

/// Spreadsheets, and our own export, put an apostrophe before what would else be taken for a formula.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t']) => rest,
        _ => text,
    }
}

/// Years of age, a year or a date of birth.
fn age_class(text: &str, today: Day) -> Result<AgeClass, Wrong> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim();
    // "15", "15 лет", "15 жас"; not "15.03.2010".
    let years = digits.parse::<i16>().ok().filter(|years| *years < 120 && !rest.starts_with(['.', '/', '-']));
    let years = match years {
        Some(years) => years,
        None => {
            let born = date(text).ok_or(Wrong::NoDate)?;
            // Of whom only the year is known, the younger: a minor must not be taken for an adult.
            let passed = (born.month.unwrap_or(12), born.day.unwrap_or(31)) <= (today.month(), today.day());
            today.year() - born.year - i16::from(!passed)
        }
    };
    match years {
        0..14 => Ok(AgeClass::Under14),
        14..18 => Ok(AgeClass::From14To17),
        18..120 => Ok(AgeClass::Adult),
        _ => Err(Wrong::NoDate),
    }
}

/// As [`PartialDate::written`], with what spreadsheets and people put after it: a time of day, "г." or "ж.".
fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim().trim_end_matches(['г', 'ж', '.']).trim();
    let text = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    PartialDate::written(text)
}

/// Latin letters that look like Cyrillic ones.
const ALIKE: [(char, char); 23] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'һ'),
    ('i', 'і'),
    ('k', 'к'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
];

/// A text in which letters of the other script stood in Cyrillic words ("Aйгүл" with a Latin A), put right; `None`: there were none, or no Cyrillic letter looks like them.
pub fn unmixed(text: &str) -> Option<String> {
    let alike = |c: char| ALIKE.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic);
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52f}');
    let mut changed = false;
    let words = text.split(' ').map(|word| {
        let mixed = word.chars().any(is_cyrillic) && word.chars().any(|c| c.is_ascii_alphabetic());
        if mixed && word.chars().filter(char::is_ascii_alphabetic).all(|c| alike(c).is_some()) {
            changed = true;
            word.chars().map(|c| alike(c).unwrap_or(c)).collect()
        } else {
            word.to_owned()
        }
    });
    let words = words.collect::<Vec<String>>().join(" ");
    changed.then_some(words)
}
