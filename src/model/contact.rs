//! Phones and e-mail addresses, folded to one spelling.
//!
//! Phones: +7 and ten digits. Kazakhstan's begin with 0, 6 or 7 after +7 (mobile 70x, 747, 77x; Shymkent landline 7252). People write
//! 8 7xx, 7 7xx, +7 (7xx); all become E.164, and a foreign number is accepted when it comes with its plus (or 00).

use super::parsed::parsed;
use super::texts::plain;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A phone number in E.164: `+` and 8 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Phone(Box<str>);

/// How somebody is reached, and signs in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Contact {
    Phone(Phone),
    /// Lower case.
    Email(Box<str>),
}

/// Why a text is neither a phone number nor an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactError {
    Empty,
    /// Fewer digits than any number has.
    TooShort,
    TooLong,
    /// Letters in a number, or an address without name, @ and domain.
    Unreadable,
    /// +7 with a prefix that neither Kazakhstan nor Russia uses.
    UnknownPrefix,
}

impl fmt::Display for ContactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "nothing was entered",
            Self::TooShort => "the number is too short",
            Self::TooLong => "the number is too long",
            Self::Unreadable => "this is neither a phone number nor an e-mail address",
            Self::UnknownPrefix => "no number begins like this",
        })
    }
}
impl std::error::Error for ContactError {}

impl Phone {
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        // Numbers copied from an address book often come wrapped in bidi controls.
        let text = plain(text);
        if text.is_empty() {
            return Err(ContactError::Empty);
        }
        let known = |c: char| {
            c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '(' | ')' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        };
        // One plus, before the first digit: "(+7) 701" is usual.
        let plus = text.find('+');
        if !text.chars().all(known)
            || plus != text.rfind('+')
            || text.find(|c: char| c.is_ascii_digit()).is_some_and(|digit| plus > Some(digit))
        {
            return Err(ContactError::Unreadable);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        // 00 is how most of the world dials the plus.
        let (whole, digits) = match digits.strip_prefix("00") {
            Some(rest) if plus.is_none() => (true, rest),
            _ => (plus.is_some(), digits.as_str()),
        };
        let number = match (digits.len(), digits.as_bytes().first()) {
            (_, Some(b'0')) if whole => return Err(ContactError::UnknownPrefix),
            _ if whole && !digits.starts_with('7') => digits.to_owned(),
            // With its plus, a number of ten digits is one short: filled up it would be somebody else's.
            (10, Some(b'7' | b'9' | b'6' | b'0')) if !whole => format!("7{digits}"),
            (11, Some(b'7' | b'8')) => format!("7{}", &digits[1..]),
            (0..=10, _) => return Err(ContactError::TooShort),
            (12.., _) => return Err(ContactError::TooLong),
            _ => return Err(ContactError::UnknownPrefix),
        };
        match number.len() {
            0..=7 => return Err(ContactError::TooShort),
            16.. => return Err(ContactError::TooLong),
            _ => {}
        }
        if number.starts_with('7') && !matches!(number.as_bytes()[1], b'0' | b'6' | b'7' | b'3' | b'4' | b'8' | b'9') {
            return Err(ContactError::UnknownPrefix);
        }
        Ok(Self(format!("+{number}").into_boxed_str()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For reading: `+7 700 000 90 01`. Only numbers that begin with +7 are grouped; we do not know how others group theirs.
    pub fn spaced(&self) -> String {
        let text = self.as_str();
        match text.strip_prefix("+7").filter(|rest| rest.len() == 10) {
            Some(rest) => format!("+7 {} {} {} {}", &rest[..3], &rest[3..6], &rest[6..8], &rest[8..]),
            None => text.to_owned(),
        }
    }
}

impl Contact {
    /// What contains an `@` is read as an address, all else as a number.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = plain(text).to_lowercase();
        let Some((name, domain)) = text.split_once('@') else { return Phone::parse(&text).map(Self::Phone) };
        let fits = !name.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.contains("..")
            && !domain.contains('@')
            && text.len() <= 254
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"' | '\\'));
        if fits { Ok(Self::Email(text.into_boxed_str())) } else { Err(ContactError::Unreadable) }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.as_str(),
            Self::Email(email) => email,
        }
    }

    /// Stands for nobody: no mail reaches a name under `.invalid` (RFC 2606), and nobody signs in with it. People without a login have such a contact.
    pub fn is_nobodys(&self) -> bool {
        matches!(self, Self::Email(email) if email.ends_with(".invalid"))
    }

    /// Enough to recognise one's own, too little to tell another's: `+7 *** ** 67`, `a***@example.kz`.
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(phone) => {
                let text = phone.as_str();
                format!("{} *** ** {}", &text[..2], &text[text.len() - 2..])
            }
            Self::Email(email) => {
                let (name, domain) = email.split_once('@').unwrap_or((email, ""));
                format!("{}***@{domain}", name.chars().next().unwrap_or('*'))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, Self::parse)
    }
}
impl<'de> Deserialize<'de> for Contact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, Self::parse)
    }
}
