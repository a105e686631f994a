//! "May I join?", with the reason. The app predicts with it, the backend decides with it.

use super::{
    Action, ActionId, ActionState, Guardian, Instant, Person, Shift,
    age::{AgeBar, AgeClass, age_bar},
    clash::{Span, clash},
    rest,
};

/// Why somebody may not join a shift. In the order in which they are checked: the first that applies is the one to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoJoin {
    /// The action was called off.
    Cancelled,
    /// The shift has begun or is over.
    Started,
    /// Nobody is signed in.
    SignIn,
    /// The person has not told their age class.
    AgeUnknown,
    Age(AgeBar),
    /// Overlaps a shift the person has.
    Clash(ActionId),
    /// Together with this action, and others that the person has, it would be more than so many hours within 24: see [`rest`].
    Rest {
        with: ActionId,
        hours: u8,
    },
    /// Every place is taken and no waitlist is kept.
    Full,
}

/// May `person` join this shift now? `mine` are the spans of their other live signups, those of the last 24 hours too: rest counts them.
pub fn may_join(
    action: &Action,
    shift: &Shift,
    person: Option<&Person>,
    guardian: Option<Guardian>,
    mine: impl IntoIterator<Item = (Span, ActionId)>,
    now: Instant,
) -> Result<(), NoJoin> {
    open(action, shift, now)?;
    let person = person.ok_or(NoJoin::SignIn)?;
    let class = person.age_class.ok_or(NoJoin::AgeUnknown)?;
    age_bar(class, &action.hazards, action.youngest, guardian).map_err(NoJoin::Age)?;
    let wanted = Span { starts: shift.starts, ends: shift.ends };
    let mine: Vec<_> = mine.into_iter().collect();
    if let Some(with) = clash(wanted, mine.iter().cloned()) {
        return Err(NoJoin::Clash(with));
    }
    if let Some(with) = rest::too_much(class, wanted, mine) {
        return Err(NoJoin::Rest { with, hours: rest::most(class) });
    }
    if shift.seats.is_full() && !action.waitlist {
        return Err(NoJoin::Full);
    }
    Ok(())
}

/// What does not depend on who asks.
pub fn open(action: &Action, shift: &Shift, now: Instant) -> Result<(), NoJoin> {
    match action.state {
        ActionState::Cancelled => Err(NoJoin::Cancelled),
        ActionState::Published if shift.starts <= now => Err(NoJoin::Started),
        ActionState::Published => Ok(()),
    }
}

/// Why a place cannot be given up any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLeave {
    /// The last moment for it has passed; the shift leader has to be told in person.
    TooLate(Instant),
}

/// A confirmed place until its last moment; a place in the line until the shift begins, because nobody counts on it.
pub fn may_leave(shift: &Shift, confirmed: bool, now: Instant) -> Result<(), NoLeave> {
    let last = if confirmed { shift.last_withdrawal() } else { shift.starts };
    if now <= last { Ok(()) } else { Err(NoLeave::TooLate(last)) }
}

/// The filter "I may join": somebody of this class finds at least one shift with a free place that has not begun.
/// Under 14 is taken as coming with a parent: the action's page asks which of the two ways it is.
pub fn suits(action: &Action, class: Option<AgeClass>, now: Instant) -> bool {
    let of_age = class.is_none_or(|class| age_bar(class, &action.hazards, action.youngest, Some(Guardian::Present)).is_ok());
    of_age && action.shifts.iter().any(|shift| open(action, shift, now).is_ok() && !shift.seats.is_full())
}
