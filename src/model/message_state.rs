//! How messages to members stand: one of those who get it, a message as a whole, what the hub can send by, and who wants none.

#[cfg(feature = "openapi")]
use super::message::Written;
use super::{
    Instant, Lang, PersonId,
    member::MemberId,
    message::{Channel, Languages, MessageId, Skip},
    shift_message::OfShift,
};
use serde::{Deserialize, Serialize};

/// How it stands with one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MessageState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Waiting,
    /// Taken by the mail server or the gateway.
    Sent,
    Failed,
    Skipped,
    /// The message was stopped before.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Sent, Self::Failed, Self::Skipped, Self::Withdrawn];

    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// Why it could not be sent to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Failing {
    /// The mail server or the gateway will not take it for this address.
    Refused,
    /// Tried again and again for hours: it was not taken, or nobody answered.
    GaveUp,
    /// The hub no longer sends by this way.
    NoWay,
}

impl Failing {
    pub const ALL: [Self; 3] = [Self::Refused, Self::GaveUp, Self::NoWay];

    pub fn key(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::GaveUp => "gave_up",
            Self::NoWay => "no_way",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failing| failing.key() == key)
    }
}

/// How many of them are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MessageCounts))]
pub struct Counts {
    pub waiting: u64,
    pub sent: u64,
    pub failed: u64,
    pub skipped: u64,
    pub withdrawn: u64,
}

impl Counts {
    pub fn of(self, state: State) -> u64 {
        match state {
            State::Waiting => self.waiting,
            State::Sent => self.sent,
            State::Failed => self.failed,
            State::Skipped => self.skipped,
            State::Withdrawn => self.withdrawn,
        }
    }

    pub fn add(&mut self, state: State, count: u64) {
        *match state {
            State::Waiting => &mut self.waiting,
            State::Sent => &mut self.sent,
            State::Failed => &mut self.failed,
            State::Skipped => &mut self.skipped,
            State::Withdrawn => &mut self.withdrawn,
        } += count;
    }

    /// For whom one was made, whatever has become of it.
    pub fn wanted(self) -> u64 {
        self.waiting + self.sent + self.failed + self.withdrawn
    }

    pub fn everybody(self) -> u64 {
        self.wanted() + self.skipped
    }
}

/// A message that was handed over, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageView {
    pub id: MessageId,
    pub by: PersonId,
    /// What they are called; `None` where they never said, or are gone.
    pub name: Option<String>,
    pub why: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Written>))]
    pub texts: Languages,
    pub channels: Vec<Channel>,
    pub stand_in: bool,
    /// When the backend took it.
    pub at: Instant,
    /// When it was stopped.
    pub stopped_at: Option<Instant>,
    /// It was for those who came to a shift, not for members.
    #[serde(default)]
    pub shift: Option<OfShift>,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub counts: Counts,
}

impl MessageView {
    /// What it is called in a list: the subject, or how the text begins, in the language of the reader or the first that is there.
    pub fn heading(&self, lang: Lang) -> (Lang, String) {
        let [second, third] = lang.stand_ins();
        let found = [lang, second, third].into_iter().find_map(|lang| self.texts.get(&lang).map(|written| (lang, written)));
        let Some((from, written)) = found else { return (lang, String::new()) };
        if !written.subject.is_empty() {
            return (from, written.subject.clone());
        }
        let line = written.body.lines().next().unwrap_or_default();
        match line.char_indices().nth(60) {
            Some((at, _)) => (from, format!("{}…", line[..at].trim_end())),
            None => (from, line.to_owned()),
        }
    }
}

/// What has been sent, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageList {
    pub items: Vec<MessageView>,
    /// There are older ones that are not told.
    pub more: bool,
}

/// One of those to whom a message goes, or does not go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recipient {
    /// Of a message to a shift: the id of a person.
    pub member: MemberId,
    /// What a person is called who came to a shift; members are known by the list.
    #[serde(default)]
    pub name: Option<String>,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub state: State,
    /// Why nothing is sent to them.
    #[serde(default)]
    pub skipped: Option<Skip>,
    #[serde(default)]
    pub failing: Option<Failing>,
    /// What the mail server or the gateway said: a code, or a sentence of its own.
    #[serde(default)]
    pub detail: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub channel: Option<Channel>,
    #[serde(default)]
    pub lang: Option<Lang>,
    /// Not in a language that they are known to read.
    #[serde(default)]
    pub stand_in: bool,
    /// When it was sent, failed, or was withdrawn.
    #[serde(default)]
    pub at: Option<Instant>,
}

/// A message with everybody in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageDetail {
    pub message: MessageView,
    pub people: Vec<Recipient>,
}

/// Why the hub does not send by some way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoWay {
    /// No mail server is set, or no gateway.
    NotSet,
    /// The hub does not know its own address, so a message could not say where to stop them.
    NoOrigin,
}

/// Whether and how the hub sends by some way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offered {
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub channel: Channel,
    pub not: Option<NoWay>,
    /// A demo: what is sent is printed, and reaches nobody.
    pub printed: bool,
}

/// What has to be known to write a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageTerms {
    pub offered: Vec<Offered>,
    /// The languages of the hub: the first is for those of whom nobody knows what they read.
    pub languages: Vec<Lang>,
    /// What the link looks like by which somebody stops them: as long as any.
    pub link: Option<String>,
    /// Who wants no messages.
    pub opted_out: Vec<MemberId>,
}

/// Whether somebody gets messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptOut {
    pub stopped: bool,
    /// By their own link: then nobody else turns them on again.
    #[serde(default)]
    pub themselves: bool,
}

/// What somebody wants who has the link of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// To see how it stands.
    Look,
    Stop,
    Again,
}

/// The same, with the secret of the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OptOutAnswer {
    pub secret: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub wanted: Wanted,
}
