//! Rest: what somebody has joined may not add up to more hours than a person does well in a day.
//!
//! No law of Kazakhstan says how long a volunteer may be at work. The figures are taken by analogy from the Labour Code (Law 414-V), which binds employers and not
//! this hub: whoever works in two places may not come to more than 4 hours above the daily norm of 8 (Articles 68 and 71), and the daily norm of minors is 5 hours from
//! 14 to 15 and 7.2 from 16 to 17 (24 and 36 hours a week in five days, Articles 69 and 71).
//! Two rules are made of them, over any 24 hours and not over a calendar day, so that no midnight helps:
//!
//! - everyone: 12 hours at most;
//! - under 18: 5 hours at most. The hub keeps a class and no birth date, so the stricter figure stands for all of it.
//!
//! Only what is *added up* is weighed. How long one shift is, its organiser has decided, who knows its breaks and answers for the people there; but nobody except
//! the hub sees two shifts of two organisers together. So where one shift is longer than that by itself, it is the measure instead: six hours today and six tomorrow
//! are fine, six and one are not. Barring a single long shift was weighed and rejected: an analogy is not ground enough to shut minors out of what somebody has
//! planned for them. A shift that is longer than 12 hours tells days and not hours ("all day"); nobody works that, and it is not counted.
//! The weekly figures (24 and 36 hours) and the ban on nights are left out: the one hardly binds people who come for some hours, the other would need the hub's
//! zone, and would again judge what an organiser has decided.

use super::{AgeClass, clash::Span, instant::DAY, instant::HOUR};

/// Hours within any [`WINDOW`], everyone.
pub const MOST: u8 = 12;
/// Hours within any [`WINDOW`], under 18.
pub const MOST_OF_MINORS: u8 = 5;
/// In milliseconds.
pub const WINDOW: i64 = DAY;

/// How many hours of shifts somebody may have within any [`WINDOW`].
pub fn most(class: AgeClass) -> u8 {
    if class == AgeClass::Adult { MOST } else { MOST_OF_MINORS }
}

/// `wanted` would be too much together with `mine`: what goes with the one of `mine` in the window that is too full, the nearest to `wanted`.
pub fn too_much<T>(class: AgeClass, wanted: Span, mine: impl IntoIterator<Item = (Span, T)>) -> Option<T> {
    if !tells_hours(wanted) {
        return None;
    }
    let near = |span: Span| tells_hours(span) && distance(wanted, span) < WINDOW;
    let mut mine: Vec<(Span, T)> = mine.into_iter().filter(|(span, _)| near(*span)).collect();
    let all = || mine.iter().map(|(span, _)| *span).chain([wanted]);
    let most = all().map(length).fold(i64::from(most(class)) * HOUR, i64::max);
    // The fullest window that meets what is wanted begins or ends where a shift does.
    let nearest = all()
        .flat_map(|span| [span.starts, span.ends, span.starts.plus(-WINDOW), span.ends.plus(-WINDOW)])
        .map(|starts| Span { starts, ends: starts.plus(WINDOW) })
        .filter(|window| distance(wanted, *window) == 0 && all().map(|span| shared(span, *window)).sum::<i64>() > most)
        .flat_map(|window| mine.iter().enumerate().filter(move |(_, (span, _))| shared(*span, window) > 0).map(|(at, _)| at))
        .min_by_key(|at| distance(wanted, mine[*at].0))?;
    Some(mine.swap_remove(nearest).1)
}

fn tells_hours(span: Span) -> bool {
    length(span) <= i64::from(MOST) * HOUR
}

fn length(span: Span) -> i64 {
    span.ends.0.saturating_sub(span.starts.0)
}

/// Milliseconds that both have.
fn shared(one: Span, other: Span) -> i64 {
    one.ends.min(other.ends).0.saturating_sub(one.starts.max(other.starts).0).max(0)
}

/// Milliseconds between the two; 0 where they meet.
fn distance(one: Span, other: Span) -> i64 {
    one.starts.max(other.starts).0.saturating_sub(one.ends.min(other.ends).0).max(0)
}
