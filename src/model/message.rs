//! Messages to members: what is written, to whom, and what has become of it. Who gets one, at which address and in which language is decided by [`super::message_plan`]; how long a text message is,
//! by [`super::message_size`].
//!
//! A message goes to people, not to a segment: those whom somebody saw and chose when it was written. Who fits the segment later was never looked at, and is not written to.

pub use super::message_state::{
    Counts, Failing, MessageDetail, MessageList, MessageTerms, MessageView, NoWay, Offered, OptOut, OptOutAnswer, Recipient, State, Wanted,
};
use super::{
    Id, Instant, Lang,
    member::MemberId,
    message_size,
    texts::{is_hidden, plain},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

pub type MessageId = Id<Message>;

/// What is named by the id; it is never whole in one place.
#[derive(Debug)]
pub struct Message;

/// People of one message, at most. Their ids fit into the 1 MiB that the backend takes at once.
pub const MOST_PEOPLE: usize = 10_000;
/// Longest subject and longest text, in characters.
pub const LONGEST_SUBJECT: usize = 120;
pub const LONGEST_BODY: usize = 4_000;
/// Longest reason, in characters.
pub const LONGEST_WHY: usize = 500;
/// Parts of one text message, at most: more are cut off or refused on the way. With how to stop them, without what is filled in for a name.
pub const MOST_SEGMENTS: usize = 10;
/// Letters of the words before the link by which text messages are stopped, and of the link, at most.
const STOP: usize = 16;
const LINK: usize = 96;
/// The only thing that is filled in: the name, as it stands on the list.
pub const NAME: &str = "{name}";

/// How a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MessageChannel))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    /// To a phone: a text message, or a messenger, as the hub's gateway decides.
    Text,
}

impl Channel {
    pub const ALL: [Self; 2] = [Self::Email, Self::Text];

    pub fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Text => "text",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }
}

/// A message in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Of a letter; a text message has none.
    #[serde(default)]
    pub subject: String,
    pub body: String,
}

impl Written {
    pub fn is_blank(&self) -> bool {
        [&self.subject, &self.body].into_iter().all(|text| plain(text).is_empty())
    }

    /// As it is kept: a subject of one line, nothing that cannot be seen, no more than one empty line between two others.
    pub fn clean(&self) -> Self {
        let body = plain(&self.body);
        let mut lines: Vec<&str> = Vec::new();
        for line in body.lines().map(str::trim_end) {
            if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(line);
            }
        }
        Self { subject: plain(&self.subject).split_whitespace().collect::<Vec<_>>().join(" "), body: lines.join("\n") }
    }
}

/// The same in the languages in which it was written.
pub type Languages = BTreeMap<Lang, Written>;

/// What is to be sent, as it is handed to the backend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Made on the device.
    pub id: MessageId,
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Written>))]
    pub texts: Languages,
    /// Each gets it by the first of these by which they can be reached.
    pub channels: Vec<Channel>,
    /// Who reads no language in which it was written gets it in another; else they get nothing.
    pub stand_in: bool,
    pub audience: Vec<MemberId>,
    /// What it is about, for those who look through what was sent.
    #[serde(default)]
    pub why: Option<String>,
    /// By the device's clock.
    pub made_at: Instant,
}

/// Where a text is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Subject,
    Body,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Missing,
    TooLong,
    /// Something in braces that is not [`NAME`].
    Unknown(String),
    /// More than [`MOST_SEGMENTS`].
    TooManySegments(usize),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing"),
            Self::TooLong => f.write_str("is too long"),
            Self::Unknown(what) => write!(f, "knows no {what}, only {NAME}"),
            Self::TooManySegments(count) => write!(f, "takes {count} text messages, at most {MOST_SEGMENTS}"),
        }
    }
}

pub type Faults = BTreeMap<(Lang, Part), Fault>;

/// What is wrong with the texts, each at its place. Languages in which nothing stands are not there.
pub fn faults(texts: &Languages, channels: &[Channel]) -> Faults {
    let mut faults = Faults::new();
    for (lang, written) in texts.iter().filter(|(_, written)| !written.is_blank()) {
        let clean = written.clean();
        if channels.contains(&Channel::Email)
            && let Some(fault) = fault(&clean.subject, LONGEST_SUBJECT)
        {
            faults.insert((*lang, Part::Subject), fault);
        }
        let long = || {
            let count = message_size::of(&with_stop(&clean.body, *lang)).segments;
            (channels.contains(&Channel::Text) && count > MOST_SEGMENTS).then_some(Fault::TooManySegments(count))
        };
        if let Some(fault) = fault(&clean.body, LONGEST_BODY).or_else(long) {
            faults.insert((*lang, Part::Body), fault);
        }
    }
    faults
}

/// Takes as much as the text does on its way, or more: the words and the link by which it is stopped are added to it. The link is one of a long domain, so that the screen and the backend foresee the same.
pub fn with_stop(body: &str, lang: Lang) -> String {
    // In the alphabet of the words that are added, which decides how much fits into a part.
    let letter = if lang == Lang::En { "x" } else { "я" };
    format!("{}\n{} {}", fill(body, ""), letter.repeat(STOP), "x".repeat(LINK))
}

fn fault(text: &str, longest: usize) -> Option<Fault> {
    match () {
        () if text.is_empty() => Some(Fault::Missing),
        () if text.chars().count() > longest => Some(Fault::TooLong),
        () => unknown(text).map(|what| Fault::Unknown(what.to_owned())),
    }
}

/// The first thing in braces that nothing is filled in for. A lone brace is only a brace.
fn unknown(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open..];
        let end = rest[1..].find(['{', '}', '\n']).map(|at| at + 1);
        match end.filter(|end| rest[*end..].starts_with('}')) {
            Some(end) if &rest[..=end] != NAME => return Some(&rest[..=end]),
            Some(end) => rest = &rest[end + 1..],
            None => rest = &rest[1..],
        }
    }
    None
}

/// The text with the name in its place.
pub fn fill(text: &str, name: &str) -> String {
    text.replace(NAME, name)
}

/// The texts that are there, as they are kept.
pub fn clean(texts: &Languages) -> Languages {
    texts.iter().filter(|(_, written)| !written.is_blank()).map(|(lang, written)| (*lang, written.clean())).collect()
}

/// Whether this may be sent, to whomever; else where it is wrong, as a JSON pointer, and why.
pub fn check_written(texts: &Languages, channels: &[Channel]) -> Result<(), (String, String)> {
    let wrong = |pointer: &str, why: &str| Err((pointer.to_owned(), why.to_owned()));
    if clean(texts).is_empty() {
        return wrong("/texts", "nothing is written");
    }
    if let Some(((lang, part), fault)) = faults(texts, channels).into_iter().next() {
        let part = if part == Part::Subject { "subject" } else { "body" };
        return Err((format!("/texts/{}/{part}", lang.code()), fault.to_string()));
    }
    if channels.is_empty() || channels.iter().collect::<BTreeSet<_>>().len() != channels.len() {
        return wrong("/channels", "no way to send it, or one twice");
    }
    Ok(())
}

impl NewMessage {
    /// Whether it may be sent; else where it is wrong, as a JSON pointer, and why.
    pub fn check(&self) -> Result<(), (String, String)> {
        let wrong = |pointer: &str, why: &str| Err((pointer.to_owned(), why.to_owned()));
        check_written(&self.texts, &self.channels)?;
        if self.audience.is_empty() || self.audience.len() > MOST_PEOPLE {
            return wrong("/audience", "a message goes to 1 to 10,000 people");
        }
        match &self.why {
            Some(why) if why.chars().count() > LONGEST_WHY => wrong("/why", "has more than 500 characters"),
            Some(why) if why.chars().any(|c| c.is_control() || is_hidden(c)) => wrong("/why", "has characters that nobody sees"),
            _ => Ok(()),
        }
    }
}

/// Why somebody gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// The same address as somebody else's in it, who gets it: one message for both.
    Same,
    /// They want no messages.
    OptedOut,
    /// No phone or no e-mail address, for the ways by which it goes.
    NoContact,
    /// Of the association.
    Left,
    /// It was not written in any language that they read, and was not to be sent in another.
    NoText,
    /// They are on the list no more.
    Gone,
}

impl Skip {
    pub const ALL: [Self; 6] = [Self::Same, Self::OptedOut, Self::NoContact, Self::Left, Self::NoText, Self::Gone];

    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OptedOut => "opted_out",
            Self::NoContact => "no_contact",
            Self::Left => "left",
            Self::NoText => "no_text",
            Self::Gone => "gone",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|skip| skip.key() == key)
    }
}
