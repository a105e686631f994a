//! Who was there, and for how long: a log of marks, and what they come to.
//!
//! A mark is one thing that somebody noted at some moment on some device, perhaps in a basement without a network: "in", "out", "did not come", and later "so many minutes",
//! "I do not agree". Marks are only ever added. What they come to is a pure fold that does not depend on the order in which they arrive, so two devices that were both offline merge
//! without a loss, and the trail of an hour is the log itself. A mark has a nonce as its id: the same mark heard twice is one.
//!
//! Where two devices disagree nothing is decided silently: the earliest "in" and the latest "out" are taken for the time being, and the clash is shown with both sides. What is
//! *decided* (minutes confirmed, disputed, sealed) is decided with a connection, in the order in which the backend heard it, and nothing that arrives later changes it: it is
//! shown beside it instead.

use super::{
    Id, Instant, PersonId, Zone,
    clash::Span,
    hours::{self, HoursRule},
    instant::{DAY, HOUR, MINUTE},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub type MarkId = Id<Mark>;

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mark {
    /// Made by the device, at random.
    pub id: MarkId,
    /// Who it is about.
    pub person: PersonId,
    pub what: What,
    /// By the clock of the device.
    pub at: Instant,
    /// Who made it.
    pub by: PersonId,
    /// Their name, where they have told one.
    #[serde(default)]
    pub by_name: Option<String>,
    /// `None` while only the device knows it.
    #[serde(default)]
    pub heard_at: Option<Instant>,
    /// Milliseconds by which the device's clock was behind the backend's when the mark was sent; negative: ahead. 0 when it was right to [`CLOCK_OFF`].
    #[serde(default)]
    pub clock_off: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    In {
        how: How,
    },
    Out {
        how: How,
    },
    /// Did not come.
    Absent,
    /// That mark was a slip of the finger: it stays in the trail and counts for nothing.
    Undone {
        mark: MarkId,
    },
    /// So many minutes are confirmed. With the reason where they are not what the marks come to.
    Confirmed {
        minutes: u32,
        #[serde(default)]
        reason: Option<String>,
    },
    /// The volunteer does not agree.
    Disputed {
        reason: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The leader scanned the person's pass, or a kiosk did.
    Pass,
    /// The leader pressed the button in the list.
    Roll,
    /// The leader typed the short code of the person's pass.
    ShortCode,
    /// The person typed or scanned the shift's rotating code.
    ShiftCode,
    /// The person typed the last digits of their phone at a kiosk.
    Digits,
    /// The person joined at a kiosk, without an account, and came with that.
    WalkIn,
}

/// A clock that is wrong by more than this is told, in milliseconds, and its marks are put right by what it is wrong.
pub const CLOCK_OFF: i64 = 2 * MINUTE;
/// Two marks of the same kind that are no further apart are the same thing noted twice.
pub const SAME: i64 = 10 * MINUTE;
/// How long the volunteer may dispute what was confirmed; afterwards it is sealed.
pub const SEALED_AFTER: i64 = 14 * DAY;
/// People can be checked in so long before a shift begins,
pub const BEFORE: i64 = 2 * HOUR;
/// and out so long after it has ended.
pub const AFTER: i64 = 12 * HOUR;
/// The roll can be fetched so long before the start, to be there where no network is,
pub const ROLL_FROM: i64 = DAY;
/// and marks that were made offline are still heard, and hours confirmed, so long after the end.
pub const ROLL_UNTIL: i64 = 30 * DAY;
/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

impl Mark {
    /// When it happened, with a wrong clock put right.
    pub fn moment(&self) -> Instant {
        self.at.plus(self.clock_off)
    }

    fn order(&self) -> (Instant, &MarkId) {
        (self.moment(), &self.id)
    }
}

/// How far a device's clock is off, if that is worth telling. `sent_at` is by that clock.
pub fn clock_off(sent_at: Instant, heard_at: Instant) -> i64 {
    let off = heard_at.0.saturating_sub(sent_at.0);
    if off.abs() > CLOCK_OFF { off } else { 0 }
}

/// What the marks of one person in one shift come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attendance {
    pub checked_in: Option<Instant>,
    pub checked_out: Option<Instant>,
    /// Noted as not there, and nothing says otherwise.
    pub absent: bool,
    /// Minutes by the action's rule. `None` before there is a check-in, and while there is no end.
    pub counted: Option<u32>,
    pub hours: Hours,
    pub clashes: Vec<Clash>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Hours {
    /// Nobody has decided yet.
    #[default]
    Open,
    Confirmed {
        minutes: u32,
        until_sealed: Instant,
    },
    /// `minutes`: what was confirmed before, 0 if nothing was.
    Disputed {
        minutes: u32,
        reason: String,
    },
    Sealed {
        minutes: u32,
    },
}

impl Hours {
    /// What stands in the person's sums. What is disputed does not until it is decided.
    pub fn minutes(&self) -> u32 {
        match self {
            Self::Confirmed { minutes, .. } | Self::Sealed { minutes } => *minutes,
            Self::Open | Self::Disputed { .. } => 0,
        }
    }
}

/// Two marks that do not go together; both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub why: Why,
    pub one: MarkId,
    pub other: MarkId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Checked in at two times.
    TwoIns,
    /// Checked out at two times.
    TwoOuts,
    /// Noted as not there, and checked in.
    AbsentAndIn,
    /// Checked out before checking in.
    OutBeforeIn,
    /// `one` was heard after `other` had confirmed the hours, and would change them.
    AfterConfirmed,
}

/// The fold. `marks` are those of one person in one shift, in any order and with repeats. While a shift runs, nobody has stayed to its end: without a check-out the time counts until
/// the end once that is over.
pub fn fold(marks: &[Mark], shift: Span, rule: HoursRule, now: Instant, zone: &Zone) -> Attendance {
    let log = Log::of(marks);
    let mut state = log.presence();
    let end = state.checked_out.or_else(|| (now >= shift.ends).then_some(shift.ends));
    state.counted = state.checked_in.zip(end).map(|(from, to)| hours::counted(rule, shift, from, to, zone));
    log.decide(&mut state, now);
    state
}

/// Marks once each and in order, without those that were undone.
struct Log<'a> {
    ins: Vec<&'a Mark>,
    outs: Vec<&'a Mark>,
    absents: Vec<&'a Mark>,
    /// In the order in which the backend heard them. What it has not heard decides nothing.
    decisions: Vec<(Instant, &'a Mark)>,
}

impl<'a> Log<'a> {
    fn of(marks: &'a [Mark]) -> Self {
        let mut once = BTreeMap::<&MarkId, &Mark>::new();
        for mark in marks {
            let known = once.entry(&mark.id).or_insert(mark);
            // The backend's version of a mark knows more than the device's own.
            if known.heard_at.is_none() {
                *known = mark;
            }
        }
        let undone: Vec<&MarkId> =
            once.values().filter_map(|mark| if let What::Undone { mark } = &mark.what { Some(mark) } else { None }).collect();
        let mut all: Vec<&Mark> = once.values().copied().filter(|mark| !undone.contains(&&mark.id)).collect();
        all.sort_by_key(|mark| mark.order());
        let kind = |wanted: fn(&What) -> bool| all.iter().copied().filter(|mark| wanted(&mark.what)).collect();
        // Decisions are never undone: another decision follows them.
        let mut decisions: Vec<_> = once
            .values()
            .filter(|mark| matches!(mark.what, What::Confirmed { .. } | What::Disputed { .. }))
            .filter_map(|mark| Some((mark.heard_at?, *mark)))
            .collect();
        decisions.sort_by_key(|(heard, mark)| (*heard, mark.order()));
        Self {
            ins: kind(|what| matches!(what, What::In { .. })),
            outs: kind(|what| matches!(what, What::Out { .. })),
            absents: kind(|what| matches!(what, What::Absent)),
            decisions,
        }
    }

    fn presence(&self) -> Attendance {
        let mut clashes = Vec::new();
        let mut clash = |why, one: &Mark, other: &Mark| clashes.push(Clash { why, one: one.id.clone(), other: other.id.clone() });
        let first = self.ins.first();
        for other in self.ins.iter().filter(|mark| first.is_some_and(|first| mark.moment().0 - first.moment().0 > SAME)) {
            clash(Why::TwoIns, self.ins[0], other);
        }
        let (early, outs): (Vec<&Mark>, Vec<&Mark>) =
            self.outs.iter().copied().partition(|out| first.is_some_and(|first| out.moment() < first.moment()));
        if let Some(first) = first {
            for out in early {
                clash(Why::OutBeforeIn, out, first);
            }
            for absent in &self.absents {
                clash(Why::AbsentAndIn, absent, first);
            }
        }
        let last = outs.last();
        for other in outs.iter().filter(|mark| last.is_some_and(|last| last.moment().0 - mark.moment().0 > SAME)) {
            if let Some(last) = last {
                clash(Why::TwoOuts, other, last);
            }
        }
        Attendance {
            checked_in: first.map(|mark| mark.moment()),
            checked_out: first.and(last).map(|mark| mark.moment()),
            absent: first.is_none() && !self.absents.is_empty(),
            counted: None,
            hours: Hours::Open,
            clashes,
        }
    }

    fn decide(&self, state: &mut Attendance, now: Instant) {
        let mut confirmed: Option<(Instant, &Mark, u32)> = None;
        let mut disputed: Option<&str> = None;
        for (heard, mark) in &self.decisions {
            // Sealed: nothing after it counts.
            if disputed.is_none() && confirmed.is_some_and(|(at, ..)| sealed_at(at) <= *heard) {
                break;
            }
            match &mark.what {
                What::Confirmed { minutes, .. } => (confirmed, disputed) = (Some((*heard, *mark, *minutes)), None),
                What::Disputed { reason } => disputed = Some(reason),
                _ => {}
            }
        }
        let minutes = confirmed.map_or(0, |(.., minutes)| minutes);
        state.hours = match (confirmed, disputed) {
            (_, Some(reason)) => Hours::Disputed { minutes, reason: reason.to_owned() },
            (None, None) => Hours::Open,
            (Some((at, ..)), None) if sealed_at(at) <= now => Hours::Sealed { minutes },
            (Some((at, ..)), None) => Hours::Confirmed { minutes, until_sealed: sealed_at(at) },
        };
        if let Some((at, decision, _)) = confirmed {
            let late = self.ins.iter().chain(&self.outs).chain(&self.absents).filter(|mark| mark.heard_at.is_none_or(|heard| heard > at));
            let late = late.map(|mark| Clash { why: Why::AfterConfirmed, one: mark.id.clone(), other: decision.id.clone() });
            state.clashes.extend(late);
        }
    }
}

fn sealed_at(confirmed: Instant) -> Instant {
    confirmed.plus(SEALED_AFTER)
}

/// It is not the time for something: from or until when it can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNow {
    TooEarly(Instant),
    TooLate(Instant),
}

/// Why a mark is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoMark {
    /// The roll is not open, or the mark is of before or after the shift's time.
    NotNow(NotNow),
    /// The hours are sealed.
    Sealed,
    /// Minutes other than those counted, without a reason; or a dispute without one.
    ReasonNeeded,
    /// There is nothing to dispute.
    Nothing,
    /// Nobody confirms their own hours.
    OwnHours,
}

/// Is the roll of a shift open to its leader?
pub fn roll_open(shift: Span, now: Instant) -> Result<(), NotNow> {
    within(shift.starts.plus(-ROLL_FROM), shift.ends.plus(ROLL_UNTIL), now)
}

/// Can anybody be noted as come or gone at that moment?
pub fn presence_open(shift: Span, moment: Instant) -> Result<(), NotNow> {
    within(shift.starts.plus(-BEFORE), shift.ends.plus(AFTER), moment)
}

fn within(from: Instant, until: Instant, moment: Instant) -> Result<(), NotNow> {
    if moment < from {
        Err(NotNow::TooEarly(from))
    } else if moment > until {
        Err(NotNow::TooLate(until))
    } else {
        Ok(())
    }
}

/// May this be noted? `own`: about oneself; `moment`: when it happened, with a wrong clock put right; `state`: what is known of the person so far.
pub fn may_mark(what: &What, own: bool, state: &Attendance, shift: Span, moment: Instant, now: Instant) -> Result<(), NoMark> {
    roll_open(shift, now).map_err(NoMark::NotNow)?;
    let no_reason = |reason: Option<&str>| reason.is_none_or(|reason| reason.trim().is_empty());
    match what {
        // Before it has begun, nobody can have failed to come.
        What::Absent if moment < shift.starts => Err(NoMark::NotNow(NotNow::TooEarly(shift.starts))),
        What::In { .. } | What::Out { .. } | What::Absent => presence_open(shift, moment).map_err(NoMark::NotNow),
        What::Undone { .. } => Ok(()),
        What::Confirmed { .. } | What::Disputed { .. } if matches!(state.hours, Hours::Sealed { .. }) => Err(NoMark::Sealed),
        What::Confirmed { .. } if own => Err(NoMark::OwnHours),
        What::Confirmed { minutes, reason } => {
            if now < shift.starts {
                Err(NoMark::NotNow(NotNow::TooEarly(shift.starts)))
            } else if Some(*minutes) != state.counted && no_reason(reason.as_deref()) {
                Err(NoMark::ReasonNeeded)
            } else {
                Ok(())
            }
        }
        What::Disputed { .. } if matches!(state.hours, Hours::Open) && !state.absent => Err(NoMark::Nothing),
        What::Disputed { reason } if no_reason(Some(reason)) => Err(NoMark::ReasonNeeded),
        What::Disputed { .. } => Ok(()),
    }
}
