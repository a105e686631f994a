//! One thing that somebody did and that the backend has not decided yet.
//!
//! Stored as JSON, one row an entry, never dropped: this is the precious part of the data base. The form is append-only: new fields have
//! a default, new acts are new variants, and `version` says which writer wrote it.

use crate::{
    api::{ApiError, Call, attendance, centre, signups},
    model::{
        ActionId, Booking, BookingId, Guardian, Instant, PersonId, ResourceId, ShiftId, Texts,
        booking::NewBooking,
        booking_acts::OwnAct,
        roll::{Attended, Listed, NewMark, OwnMark},
        signup::JoinBody,
        signup::SignupAnswer,
    },
};
use serde::{Deserialize, Serialize};

/// The form of the stored record that this version writes.
pub const VERSION: u8 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub version: u8,
    /// Idempotency key and row key: begins with the time it was made, so that rows sort in that order.
    pub key: String,
    /// Whose act it is. Never sent under another person's session.
    pub owner: PersonId,
    pub act: Act,
    /// When the button was pressed; goes to the backend as the origin time.
    pub made_at: Instant,
    /// How often sending has been begun. Counted before sending, so that a killed tab cannot make a sent entry look unsent.
    pub tries: u32,
    pub standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Join {
        action: ActionId,
        shift: ShiftId,
        or_wait: bool,
        guardian: Option<Guardian>,
    },
    Leave {
        action: ActionId,
        shift: ShiftId,
    },
    /// I cannot come and look for a stand-in; with `wanted` false: I come after all.
    Cover {
        action: ActionId,
        shift: ShiftId,
        wanted: bool,
    },
    /// Something that the leader of a shift has noted. `name`: of whom it is about, for the list of what waits.
    Mark {
        action: ActionId,
        shift: ShiftId,
        name: Option<String>,
        mark: NewMark,
    },
    /// Something that I have noted of myself.
    MarkMe {
        action: ActionId,
        shift: ShiftId,
        mark: OwnMark,
    },
    /// Something with a seat or a room of the centre.
    Centre(CentreAct),
}

/// An act on a booking, with what the list of what waits tells of it: `place` is the seat's or the room's name as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreAct {
    pub booking: BookingId,
    pub resource: ResourceId,
    pub place: Texts,
    pub from: Instant,
    pub to: Instant,
    pub what: OwnAct,
}

/// What an act is about; entries of the same record keep their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record<'a> {
    Shift(&'a ActionId, &'a ShiftId, Subject<'a>),
    /// All of the centre is one: what was given up is free for what is booked after it.
    Centre,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// My own place in the shift.
    Place,
    /// Whether somebody was there.
    Attendance(&'a PersonId),
    /// Whether I was.
    Mine,
}

/// The call that carries an act, by what it is answered with.
pub enum Sending {
    Place(Call<SignupAnswer>),
    Mark(Call<Listed>),
    MarkMe(Call<Attended>),
    Booking(Call<Booking>),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Will be sent, not before this moment.
    Waiting { not_before: Instant },
    /// Will be sent when the owner is signed in again.
    SignInNeeded,
    /// Refused for a reason that does not heal: the person decides.
    Wedged { why: ApiError, at: Instant },
}

impl Entry {
    pub fn new(key: String, owner: PersonId, act: Act, made_at: Instant) -> Self {
        Self { version: VERSION, key, owner, act, made_at, tries: 0, standing: Standing::Waiting { not_before: made_at } }
    }

    pub fn record(&self) -> Record<'_> {
        self.act.record()
    }

    pub fn is_wedged(&self) -> bool {
        matches!(self.standing, Standing::Wedged { .. })
    }

    /// The call that carries it. `now` is when it is sent.
    pub fn sending(&self, now: Instant) -> Sending {
        match &self.act {
            Act::Join { action, shift, or_wait, guardian } => {
                let body = JoinBody { or_wait: *or_wait, guardian: *guardian, made_at: self.made_at };
                Sending::Place(signups::join(action, shift, &body, &self.key))
            }
            Act::Leave { action, shift } => Sending::Place(signups::leave(action, shift, &self.key)),
            Act::Cover { action, shift, wanted: true } => Sending::Place(signups::find_cover(action, shift, &self.key)),
            Act::Cover { action, shift, wanted: false } => Sending::Place(signups::cancel_cover(action, shift, &self.key)),
            Act::Mark { action, shift, mark, .. } => Sending::Mark(attendance::mark(action, shift, mark, now, &self.key)),
            Act::MarkMe { action, shift, mark } => Sending::MarkMe(attendance::mark_me(action, shift, mark, now, &self.key)),
            Act::Centre(act) => Sending::Booking(self.booking(act, now)),
        }
    }

    /// What counts is when the button was pressed, for whoever has come in time and had no network.
    fn booking(&self, act: &CentreAct, now: Instant) -> Call<Booking> {
        match act.what {
            OwnAct::Book => {
                let new = NewBooking { resource: act.resource.clone(), from: act.from, to: act.to, made_at: self.made_at };
                centre::book(&act.booking, &new, &self.key)
            }
            OwnAct::GiveUp => centre::cancel(&act.booking, &self.key),
            OwnAct::Here => centre::check_in(&act.booking, self.made_at, now, &self.key),
        }
    }
}

impl Act {
    pub fn record(&self) -> Record<'_> {
        match self {
            Self::Join { action, shift, .. } | Self::Leave { action, shift } | Self::Cover { action, shift, .. } => {
                Record::Shift(action, shift, Subject::Place)
            }
            Self::Mark { action, shift, mark, .. } => Record::Shift(action, shift, Subject::Attendance(&mark.person)),
            Self::MarkMe { action, shift, .. } => Record::Shift(action, shift, Subject::Mine),
            Self::Centre(_) => Record::Centre,
        }
    }

    /// The shift that it is about, if it is about one.
    pub fn shift(&self) -> Option<(&ActionId, &ShiftId)> {
        match self.record() {
            Record::Shift(action, shift, _) => Some((action, shift)),
            Record::Centre => None,
        }
    }

    /// Tells shifts apart: what is told of one takes the place of what was told of it before.
    pub fn place_key(&self) -> String {
        match self {
            Self::Centre(act) => act.booking.to_string(),
            _ => self.shift().map(|(action, shift)| format!("{action} {shift}")).unwrap_or_default(),
        }
    }

    /// The shift, if the act is about my own place in it.
    pub fn place(&self) -> Option<(&ActionId, &ShiftId)> {
        match self.record() {
            Record::Shift(action, shift, Subject::Place) => Some((action, shift)),
            _ => None,
        }
    }
}

/// A row key that sorts by time: milliseconds in 13 digits, then something unique.
pub fn key(made_at: Instant, unique: &str) -> String {
    format!("{:013}-{unique}", made_at.0.max(0))
}
