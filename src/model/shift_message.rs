//! A message to everybody who has a place in a shift of today: the bus leaves elsewhere, bring gloves, come an hour later. It is written by those who answer for the shift, not to members of a list but to whoever
//! joined, with an account or at a kiosk; from there on it is a message like any other ([`super::message`]): planned by the same rule, sent by the same ways, and not to those who want none.

use super::{
    ActionId, Contact, Instant, Lang, ShiftId, Texts,
    called_off::About,
    member::{Member, MemberId},
    message::{Channel, Failing, Languages, MessageId, MessageView, NewMessage, Skip, Written, check_written, clean},
};
use serde::{Deserialize, Serialize};

/// `POST /kiosks/today/messages`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewShiftMessage {
    /// Made on the device.
    pub id: MessageId,
    pub action: ActionId,
    pub shift: ShiftId,
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Written>))]
    pub texts: Languages,
    /// Each gets it by the first of these by which they can be reached.
    pub channels: Vec<Channel>,
    /// By the device's clock.
    pub made_at: Instant,
}

impl NewShiftMessage {
    /// Whether it may be sent; else where it is wrong, as a JSON pointer, and why.
    pub fn check(&self) -> Result<(), (String, String)> {
        check_written(&self.texts, &self.channels)
    }

    /// The same to these people. What concerns today reaches them in another language rather than not at all.
    pub fn to(&self, audience: Vec<MemberId>) -> NewMessage {
        NewMessage {
            id: self.id.clone(),
            texts: self.texts.clone(),
            channels: self.channels.clone(),
            stand_in: true,
            audience,
            why: None,
            made_at: self.made_at,
        }
    }
}

/// A message to a shift that somebody is writing, as it lies on their device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftDraft {
    pub action: ActionId,
    pub shift: ShiftId,
    /// Of the shift: then nobody goes on with it.
    pub ends: Instant,
    pub texts: Languages,
    pub channels: Vec<Channel>,
    /// What was sent, and nobody knows whether it has arrived: sent again with the same words it is the same message.
    #[serde(default)]
    pub tried: Option<NewShiftMessage>,
}

impl ShiftDraft {
    /// Nothing is lost with it.
    pub fn is_empty(&self) -> bool {
        self.tried.is_none() && self.texts.values().all(Written::is_blank)
    }

    /// The message to send: the one that was tried, where it says the same.
    pub fn to_send(&self, id: MessageId, now: Instant) -> NewShiftMessage {
        let texts = clean(&self.texts);
        let same = self.tried.as_ref().filter(|tried| tried.texts == texts && tried.channels == self.channels);
        same.cloned().unwrap_or_else(|| NewShiftMessage {
            id,
            action: self.action.clone(),
            shift: self.shift.clone(),
            texts,
            channels: self.channels.clone(),
            made_at: now,
        })
    }
}

/// Somebody in a shift as the plan of a message sees them. `contact`: of an account, or the phone that was told at a kiosk (a child's parent's, where the child has none).
pub fn as_member(id: MemberId, name: Option<String>, contact: Option<Contact>, lang: Lang) -> Member {
    let mut member = Member { name, ..Member::new(id) };
    match contact {
        Some(Contact::Phone(phone)) => member.phone = Some(phone),
        Some(email) => member.email = Some(email.as_str().to_owned()),
        None => {}
    }
    member.languages.insert(lang.code().to_owned());
    member
}

/// Which shift a message was for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfShift {
    pub action: ActionId,
    pub shift: ShiftId,
    /// Of the action; `None`: it is no more.
    #[serde(default)]
    pub title: Option<Texts>,
    /// The hub has written it, to those who walked in, as the shift was called off, held after all, moved or taken out; `None`: somebody has.
    #[serde(default)]
    pub about: Option<About>,
}

/// A message to a shift as those see it who answer for the shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShiftMessage {
    pub message: MessageView,
    /// Whom it did not reach, and has to be told some other way. By name.
    pub unreached: Vec<Unreached>,
}

/// Somebody whom a message did not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unreached {
    #[serde(default)]
    pub name: Option<String>,
    pub why: NotReached,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotReached {
    Skipped(Skip),
    Failed(Failing),
}
