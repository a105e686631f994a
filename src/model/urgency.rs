//! Who is needed most: which of the coming actions lack people so that a volunteer who has no plan yet can start where it counts.
//!
//! An action stands in the quarter of the people it still lacks (all but a few, more than half, ...), and within a quarter the sooner one comes first.
//! The exact share was weighed and rejected: it would put an action that lacks 41 of 50 next week before one that lacks 40 of 50 tomorrow, though
//! nobody could say why. Actions that lack nobody and still have places come last. Only the shifts that have not begun and have a free place
//! count, each for itself: too many people in the morning do not help the afternoon.

use super::{Action, ActionId, Instant, Zone, clash::Span, eligibility::open, instant::add_days};
use std::cmp::Reverse;

/// Today from now on and the six days after it, by the calendar of the hub.
pub fn week(now: Instant, zone: &Zone) -> Span {
    let today = zone.day(now);
    Span { starts: now, ends: zone.start_of(add_days(today, 7)) }
}

/// Smaller is more urgent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Urgency {
    /// How many quarters of the needed people are missing, begun ones counted: 4 down to 0.
    quarters: Reverse<u8>,
    /// The first shift that can be joined.
    starts: Instant,
    id: ActionId,
}

/// `None` if nobody can join the action within `span`: called off, begun, full, or at another time.
pub fn urgency(action: &Action, span: Span) -> Option<Urgency> {
    let (mut needed, mut missing, mut starts) = (0_u64, 0_u64, None);
    for shift in &action.shifts {
        let within = span.starts < shift.starts && shift.starts < span.ends;
        if within && !shift.seats.is_full() && open(action, shift, span.starts).is_ok() {
            needed += u64::from(shift.seats.needed);
            missing += u64::from(shift.seats.missing());
            starts = Some(starts.map_or(shift.starts, |first: Instant| first.min(shift.starts)));
        }
    }
    // `missing` is never more than `needed`, so this is 0 to 4; nothing needed is nothing missing.
    let quarters = if needed == 0 { 0 } else { (missing * 4).div_ceil(needed) };
    Some(Urgency { quarters: Reverse(u8::try_from(quarters).unwrap_or(4)), starts: starts?, id: action.id.clone() })
}

/// The most urgent of `all`, at most `most` of them. `of` leads from what is given to its action.
pub fn most_needed<T>(all: impl IntoIterator<Item = T>, of: impl Fn(&T) -> &Action, span: Span, most: usize) -> Vec<T> {
    // The few best so far, in order: sorting all of them would be more work and more code.
    let mut ranked: Vec<(Urgency, T)> = Vec::new();
    for item in all {
        let Some(urgency) = urgency(of(&item), span) else { continue };
        let at = ranked.partition_point(|(other, _)| *other <= urgency);
        if at < most {
            ranked.insert(at, (urgency, item));
            ranked.truncate(most);
        }
    }
    ranked.into_iter().map(|(_, item)| item).collect()
}

/// Takes place, at least in part, within `span`.
pub fn is_on(action: &Action, span: Span) -> bool {
    action.state == super::ActionState::Published && Span { starts: action.starts(), ends: action.ends() }.overlaps(span)
}
