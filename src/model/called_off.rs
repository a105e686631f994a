//! Calling off: why, from when on nobody is checked in any more, and who hears of it, and of another time or place, in which way.
//!
//! The reason belongs to the detail of an action, not to its list record: whoever opens the action, or has a place in it, reads it; a listing only says that it is off.

use super::{ActionDetail, ActionState, Instant, Lang, NoticeKind, Texts};
use serde::{Deserialize, Serialize};

/// Longest reason, in characters: it has to fit into a text message beside the title and the time.
pub const LONGEST: usize = 200;

/// Of an action that was called off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalledOff {
    /// By the backend's clock; what a client says here is not taken. `None`: nobody knows.
    #[serde(default)]
    pub at: Option<Instant>,
    /// Why, where somebody has written it down. One line.
    #[serde(default)]
    pub reason: Option<Texts>,
}

/// What walk-ins are told by text message, as nothing else tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Called off, or taken out.
    CalledOff,
    /// It was called off, and takes place after all.
    Held,
    /// Another time or place.
    Moved,
}

impl About {
    pub const ALL: [Self; 3] = [Self::CalledOff, Self::Held, Self::Moved];

    pub fn key(self) -> &'static str {
        match self {
            Self::CalledOff => "called_off",
            Self::Held => "held",
            Self::Moved => "moved",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.key() == key)
    }

    /// The same as a notice of this kind tells those who have an account; `None`: nothing that walk-ins need to hear.
    pub fn of(kind: NoticeKind) -> Option<Self> {
        match kind {
            NoticeKind::Cancelled => Some(Self::CalledOff),
            NoticeKind::Reinstated => Some(Self::Held),
            NoticeKind::Changed => Some(Self::Moved),
            _ => None,
        }
    }

    /// What of this is news to somebody who walked in. `last`: what they were told last, and whether that has gone out; `knows`: whether they know when and where it takes place. Who has not heard that it is off
    /// need not hear that it is on, but when and where if they know it otherwise; who has heard that it is off, and nothing since, need not hear it twice, unless it could not be sent.
    pub fn news(self, last: Option<(Self, bool)>, knows: bool) -> Option<Self> {
        match (self, last) {
            (Self::CalledOff, Some((Self::CalledOff, true))) => None,
            (Self::CalledOff, _) => Some(Self::CalledOff),
            (_, Some((Self::CalledOff, _))) => Some(Self::Held),
            _ => (!knows).then_some(Self::Moved),
        }
    }

    /// Whether it is so. `state`: of the action; `None`: the shift was taken out.
    pub fn holds(self, state: Option<ActionState>) -> bool {
        (self == Self::CalledOff) == (state != Some(ActionState::Published))
    }
}

/// `GET /admin/actions/{id}/hearing`: how many people would hear of it if the action were called off now, or held after all where it is called off already. Of shifts that are not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hearing {
    /// In the app, and by letter or push message as they wish.
    pub account: u32,
    /// They joined at a kiosk, without an account, and hear by text message: at their phone or one that they share.
    pub text: u32,
    /// They joined at a kiosk, and left no phone, want no messages, or the hub sends no text messages. Of what is called off now; 0 where it would be held after all.
    pub unreached: u32,
}

impl Hearing {
    pub fn everybody(self) -> u32 {
        [self.account, self.text, self.unreached].into_iter().fold(0, u32::saturating_add)
    }
}

/// A reason as it is kept: one line in each language.
pub fn clean(reason: &Texts) -> Option<Texts> {
    let line = |lang| reason.get(lang).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let [kk, ru, en] = Lang::ALL.map(line);
    Texts::new(kk.as_deref(), ru.as_deref(), en.as_deref())
}

/// In which language a reason is longer than [`LONGEST`], as it is kept.
pub fn too_long(reason: &Texts) -> Option<Lang> {
    let clean = clean(reason)?;
    Lang::ALL.into_iter().find(|lang| clean.get(*lang).is_some_and(|text| text.chars().count() > LONGEST))
}

/// Brings what an action says of its being called off in line with its state. `before`: as it was, if it was there. When it was called off is told by the clock; a change that does not speak of it leaves it as it was.
pub fn settle(before: Option<&ActionDetail>, after: &mut ActionDetail, now: Instant) {
    let known = before.and_then(ActionDetail::off);
    let given = after.called_off.take();
    if after.action.state != ActionState::Cancelled {
        return;
    }
    let at = known.as_ref().map_or(Some(now), |known| known.at);
    let reason = match given {
        Some(given) => given.reason.as_ref().and_then(clean),
        None => known.and_then(|known| known.reason),
    };
    after.called_off = Some(CalledOff { at, reason });
}

/// Whether nobody is checked in any more who came at that moment. Who came before it was called off was there.
pub fn is_closed(detail: &ActionDetail, moment: Instant) -> bool {
    detail.off().is_some_and(|off| off.at.is_none_or(|at| at <= moment))
}
