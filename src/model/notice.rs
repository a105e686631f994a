//! Telling people in time: what there is to tell, who wants to hear it in which way, when somebody is reminded, and what is still true when its turn comes.
//!
//! A notice is told once. What makes two of them the same is the *version* of what is told: an offer has its end, a reminder the start of the shift, a change and a cancellation the number
//! of the change ([`super::ActionDetail::sequence`]). So a shift that is moved is reminded of anew, and a second change is told although the first one was.

use super::{
    Action, ActionDetail, ActionId, ActionState, Id, Instant, Shift, ShiftId, SignupState, Texts, Zone,
    instant::{DAY, HOUR, add_days},
};
use serde::{Deserialize, Serialize};

/// What there is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A place has come free for somebody on the waitlist.
    Offer,
    /// The shift is tomorrow.
    DayBefore,
    /// The shift begins in two hours.
    TwoHours,
    /// Another time or place.
    Changed,
    /// Called off, or taken out.
    Cancelled,
    /// It was called off, and takes place after all.
    Reinstated,
    /// Somebody who cannot come looks for a stand-in, and this person would fit.
    StandIn,
    /// This person, who cannot come, need not: somebody has taken the place over, or fewer people are needed.
    Covered,
    /// A parent has taken their consent back, and with it this person's place.
    ConsentEnded,
}

impl NoticeKind {
    pub const ALL: [Self; 9] = [
        Self::Offer,
        Self::DayBefore,
        Self::TwoHours,
        Self::Changed,
        Self::Cancelled,
        Self::Reinstated,
        Self::StandIn,
        Self::Covered,
        Self::ConsentEnded,
    ];

    /// The kinds that can be wished for. The others go with [`Self::Cancelled`]: whether one has to come is one question.
    pub const WISHES: [Self; 7] =
        [Self::Offer, Self::DayBefore, Self::TwoHours, Self::Changed, Self::Cancelled, Self::StandIn, Self::Covered];

    /// As on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::DayBefore => "day_before",
            Self::TwoHours => "two_hours",
            Self::Changed => "changed",
            Self::Cancelled => "cancelled",
            Self::Reinstated => "reinstated",
            Self::StandIn => "stand_in",
            Self::Covered => "covered",
            Self::ConsentEnded => "consent_ended",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What a change of an action has to tell those who have a place in a shift of it, or wait for one; `None`: nothing. `after`: `None`, it is removed; `shift`: as it was before.
pub fn of_change(before: &ActionDetail, after: Option<&ActionDetail>, shift: &Shift) -> Option<NoticeKind> {
    let was_off = before.action.state != ActionState::Published;
    let new = after.and_then(|after| Some((after, after.action.shift(&shift.id)?)));
    let Some((after, new)) = new.filter(|(after, _)| after.action.state == ActionState::Published) else {
        return (!was_off).then_some(NoticeKind::Cancelled);
    };
    if was_off {
        return Some(NoticeKind::Reinstated);
    }
    let elsewhere = before.action.place != after.action.place || before.address != after.address || before.meeting != after.meeting;
    (elsewhere || (new.starts, new.ends) != (shift.starts, shift.ends)).then_some(NoticeKind::Changed)
}

/// How somebody hears of it outside the app. In the app everything is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    Email,
    Push,
}

impl Channel {
    pub const ALL: [Self; 2] = [Self::Email, Self::Push];

    pub fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Push => "push",
        }
    }
}

/// `GET` and `PUT /session/person/wishes`: what a person wants to hear, by channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wishes {
    pub email: Wanted,
    /// On each device where it is turned on.
    pub push: Wanted,
}

/// Of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wanted {
    pub offer: bool,
    pub day_before: bool,
    pub two_hours: bool,
    pub changed: bool,
    /// Whether one has to come: called off, held after all, or no longer allowed by a parent.
    pub cancelled: bool,
    // Wishes of before there were stand-ins say nothing of them.
    #[serde(default = "yes")]
    pub stand_in: bool,
    #[serde(default = "yes")]
    pub covered: bool,
}

fn yes() -> bool {
    true
}

/// What nobody has chosen yet. Two hours before, a letter is hardly read in time; a phone that was turned on for it is meant to speak.
impl Default for Wishes {
    fn default() -> Self {
        let all = Wanted { offer: true, day_before: true, two_hours: true, changed: true, cancelled: true, stand_in: true, covered: true };
        Self { email: Wanted { two_hours: false, ..all }, push: all }
    }
}

impl Wanted {
    fn of(&mut self, kind: NoticeKind) -> &mut bool {
        match kind {
            NoticeKind::Offer => &mut self.offer,
            NoticeKind::DayBefore => &mut self.day_before,
            NoticeKind::TwoHours => &mut self.two_hours,
            NoticeKind::Changed => &mut self.changed,
            NoticeKind::Cancelled | NoticeKind::Reinstated | NoticeKind::ConsentEnded => &mut self.cancelled,
            NoticeKind::StandIn => &mut self.stand_in,
            NoticeKind::Covered => &mut self.covered,
        }
    }
}

impl Wishes {
    fn by(&mut self, channel: Channel) -> &mut Wanted {
        match channel {
            Channel::Email => &mut self.email,
            Channel::Push => &mut self.push,
        }
    }

    pub fn wants(mut self, kind: NoticeKind, channel: Channel) -> bool {
        *self.by(channel).of(kind)
    }

    /// The same but for one wish.
    pub fn with(mut self, kind: NoticeKind, channel: Channel, wanted: bool) -> Self {
        *self.by(channel).of(kind) = wanted;
        self
    }
}

/// How long before a shift the second reminder comes; until then the first one may still be told.
const SECOND: i64 = 2 * HOUR;

/// Nobody is woken up to hear of tomorrow: from ten in the evening to eight in the morning, by the hub's clock.
const QUIET_FROM: i8 = 22;
const QUIET_UNTIL: i8 = 8;
/// When it is told instead, on the evening before.
const EVENING: i8 = 20;

/// When people are reminded of a shift; `None`: this kind is no reminder. A day before it begins; where that is at night, at eight on the evening before. For a shift
/// early in the morning that is less than a day: two evenings before would be forgotten again.
pub fn reminds_at(kind: NoticeKind, starts: Instant, zone: &Zone) -> Option<Instant> {
    match kind {
        NoticeKind::DayBefore => {
            let at = starts.plus(-DAY);
            let hour = zone.local(at).hour();
            let quiet = !(QUIET_UNTIL..QUIET_FROM).contains(&hour);
            let evening = add_days(zone.day(starts), -1).at(EVENING, 0, 0, 0);
            Some(if quiet { zone.instant(evening) } else { at })
        }
        NoticeKind::TwoHours => Some(starts.plus(-SECOND)),
        _ => None,
    }
}

/// The moment after which a reminder says nothing any more.
fn reminds_until(kind: NoticeKind, starts: Instant) -> Instant {
    if kind == NoticeKind::DayBefore { starts.plus(-SECOND) } else { starts }
}

/// Whether somebody who has had a place since `joined` is to be reminded now. Who joined later than the moment of the reminder knows anyway.
pub fn due(kind: NoticeKind, starts: Instant, joined: Instant, zone: &Zone, now: Instant) -> bool {
    reminds_at(kind, starts, zone).is_some_and(|at| joined <= at && at <= now) && now < reminds_until(kind, starts)
}

/// What is known of the action, the shift and the person's signup when a notice is about to be told.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// `None`: it has been removed.
    pub action: Option<&'a Action>,
    /// `None`: the action no longer has it.
    pub shift: Option<&'a Shift>,
    /// The latest change, cancellation or reinstatement that was written down for this person and shift: its version.
    pub last_change: i64,
    /// `None`: there is no signup any more.
    pub standing: Option<SignupState>,
    /// When the shift ends, or would have ended, as of when the notice was written down.
    pub ends: Instant,
}

/// Whether a notice is still true, and of use. What is not is never told: a second change makes the first one old news, and who has left does not care.
pub fn holds(kind: NoticeKind, version: i64, facts: &Facts, now: Instant) -> bool {
    let live = facts.standing.is_some_and(|standing| !matches!(standing, SignupState::Withdrawn | SignupState::Lapsed));
    let latest = version >= facts.last_change;
    let published = facts.action.is_some_and(|action| action.state == ActionState::Published);
    let to_come = facts.shift.is_some_and(|shift| now < shift.ends);
    match kind {
        NoticeKind::Offer => {
            matches!(facts.standing, Some(SignupState::Offered { until }) if until.0 == version && now < until) && published
        }
        NoticeKind::DayBefore | NoticeKind::TwoHours => {
            let starts = facts.shift.map(|shift| shift.starts).filter(|starts| starts.0 == version && now < reminds_until(kind, *starts));
            starts.is_some() && published && facts.standing == Some(SignupState::Confirmed)
        }
        NoticeKind::Changed | NoticeKind::Reinstated => live && published && to_come && latest,
        NoticeKind::StandIn => {
            let free = facts.shift.is_some_and(|shift| now < shift.starts && !shift.seats.is_full());
            free && published && !live
        }
        NoticeKind::Covered | NoticeKind::ConsentEnded => facts.standing == Some(SignupState::Withdrawn) && published && to_come,
        NoticeKind::Cancelled => match (facts.action, facts.shift) {
            (Some(action), Some(_)) => live && action.state == ActionState::Cancelled && to_come && latest,
            // The signup went with the shift, or with the whole action.
            (_, None) | (None, _) => latest && now < facts.ends,
        },
    }
}

pub type NoticeId = Id<Notice>;

/// One piece of news for a person, as the app shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub action: ActionId,
    pub shift: ShiftId,
    /// When it became true.
    pub at: Instant,
    pub title: Texts,
    /// The times of the shift as they are now; `None`: the action no longer has it.
    #[serde(default)]
    pub starts: Option<Instant>,
    #[serde(default)]
    pub ends: Option<Instant>,
    /// Of an offer: its end.
    #[serde(default)]
    pub until: Option<Instant>,
    /// Of what was called off: why, where somebody has written it, as the action says it now.
    #[serde(default)]
    pub reason: Option<Texts>,
}

/// `GET /session/person/notices`: what is still true, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct News {
    pub items: Vec<Notice>,
}

/// `GET /push/key`: the public half of the hub's key (VAPID, RFC 8292), for a browser that subscribes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKey {
    /// base64url: 65 bytes, an uncompressed point of P-256.
    pub key: String,
}

/// `PUT` and `DELETE /session/person/push`: where a browser hears of notices, as it says itself (`PushSubscription.toJSON()`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushDevice {
    /// At a push service of the browser's choice. Whoever knows it could disturb, so it is kept like a secret.
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 1024, pattern = "^https://"))]
    pub endpoint: String,
    pub keys: PushKeys,
}

/// What messages are encrypted with, so that the push service cannot read them (RFC 8291). base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKeys {
    /// 65 bytes: the browser's public key.
    pub p256dh: String,
    /// 16 bytes.
    pub auth: String,
}

/// The answer to both: on how many devices the person hears of notices now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushDevices {
    pub devices: u32,
}

/// What a push message says, in the person's language. The service worker shows it as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushMessage {
    pub title: String,
    pub body: String,
    /// A path of the app.
    pub url: String,
    /// A second message with the same one takes the place of the first.
    pub tag: String,
}

/// In a person's export: one that was written down for them, and how it went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptNotice {
    pub kind: NoticeKind,
    /// `app`, `email` or `push`.
    pub channel: String,
    pub action: ActionId,
    pub at: Instant,
    /// `None`: not told, or not yet.
    #[serde(default)]
    pub told_at: Option<Instant>,
}
