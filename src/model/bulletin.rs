//! What campaigns and news have in common: both are published by those who plan, read by everybody, and held to the same few rules. What is wrong is named by a JSON pointer into the record, so that
//! a form and a 422 speak of the same place.

use super::{OrganisationId, Source, Texts};

/// Longest texts, in characters per language.
pub const LONGEST_TITLE: usize = 150;
pub const LONGEST_LINE: usize = 60;
pub const LONGEST_SUMMARY: usize = 1_000;
pub const LONGEST_TEXT: usize = 5_000;

/// Records of a kind that a hub keeps: a list comes as one page.
pub const MOST: usize = 500;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is written in any language.
    Missing,
    /// At most so many characters.
    TooLong(usize),
    /// No whole number, or one that nobody counts to.
    NoNumber,
    /// A target of nothing.
    Zero,
    /// A number of nobody knows what.
    NoUnit,
    /// No date, or one that no calendar has.
    NoDate,
    /// A number without the date on which it was true.
    NoAsOf,
    /// It ends before it begins.
    EndsFirst,
    /// Nobody knows it yet.
    Future,
    /// No address of a page.
    NoLink,
    /// An address without the name of who published it.
    NoPublisher,
    /// Nobody's, or another organisation's, by somebody who publishes for their own.
    NotYours,
}

/// By JSON pointer, in the order of the form.
pub type Faults = Vec<(String, Fault)>;

impl Fault {
    /// English, for developers; people read the catalogue's sentence.
    pub fn detail(self) -> String {
        match self {
            Self::Missing => "is missing".to_owned(),
            Self::TooLong(most) => format!("has more than {most} characters"),
            Self::NoNumber => "is no whole number that anybody counts to".to_owned(),
            Self::Zero => "is nothing".to_owned(),
            Self::NoUnit => "is missing: a number of what?".to_owned(),
            Self::NoDate => "is no date".to_owned(),
            Self::NoAsOf => "is missing: when was the number true?".to_owned(),
            Self::EndsFirst => "is before the beginning".to_owned(),
            Self::Future => "is in the future".to_owned(),
            Self::NoLink => "is no http or https address".to_owned(),
            Self::NoPublisher => "is missing: whose page is it?".to_owned(),
            Self::NotYours => "is none of one's own organisations".to_owned(),
        }
    }
}

/// Each language of a text, by its own pointer.
pub fn check_texts(pointer: &str, texts: Option<&Texts>, most: usize, faults: &mut Faults) {
    for lang in super::Lang::ALL {
        let long = texts.and_then(|texts| texts.get(lang)).is_some_and(|text| text.chars().count() > most);
        if long {
            faults.push((format!("{pointer}/{}", lang.code()), Fault::TooLong(most)));
        }
    }
}

pub fn check_source(source: Option<&Source>, faults: &mut Faults) {
    let Some(source) = source else { return };
    if source.publisher.trim().is_empty() {
        faults.push(("/source/publisher".to_owned(), Fault::NoPublisher));
    } else if source.publisher.chars().count() > LONGEST_TITLE {
        faults.push(("/source/publisher".to_owned(), Fault::TooLong(LONGEST_TITLE)));
    }
}

/// `own`: for which organisations alone somebody publishes; `None`: for all.
pub fn check_whose(pointer: &str, organisation: &str, own: Option<&[OrganisationId]>, faults: &mut Faults) {
    if own.is_some_and(|own| own.iter().all(|one| one.as_str() != organisation)) {
        faults.push((pointer.to_owned(), Fault::NotYours));
    }
}
