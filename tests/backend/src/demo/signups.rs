//! Who has joined what. By the same rules by which the backend decides: nobody clashes with themselves or goes without rest, minors are kept from what the
//! law keeps them from, under 14 only with a parent, and never more than `most` confirmed.
//!
//! Filling ten thousand actions would take the data base longer than anybody waits, and nobody scrolls that far: only the next
//! actions, and those that are over, have signups.

use super::{
    DemoPerson, DemoSignup,
    coming::{CONFIRMED, Fill, Planned, WAITLISTED},
    random::{Random, data_id},
};
use meyirim::model::{
    AgeClass, Guardian, Instant, PersonId, Shift,
    age::age_bar,
    clash::{Span, clash},
    instant::{HOUR, MINUTE},
    rest,
};

/// So many of the actions to come have signups, and all that are placed by hand.
const FILLED: usize = 300;

/// The demo's volunteer in `accounts.json`, who is 18.
pub const VOLUNTEER: &str = "demo-volunteer";

/// Adds the counts to the seats of `planned` and returns what they count. Everybody asked before `today` began.
pub fn fill(planned: &mut [Planned], people: &[DemoPerson], today: Instant, random: &mut Random) -> Vec<DemoSignup> {
    let mut crowd = Crowd { people, busy: vec![Vec::new(); people.len()] };
    let mut signups = Vec::new();
    let over = planned.partition_point(|planned| planned.detail.action.starts() < today);
    for (at, planned) in planned.iter_mut().enumerate() {
        if at < over + FILLED || planned.special.is_some() {
            join(planned, &mut crowd, today, random, &mut signups);
        }
    }
    signups
}

fn join(planned: &mut Planned, crowd: &mut Crowd, today: Instant, random: &mut Random, signups: &mut Vec<DemoSignup>) {
    let (fill, special) = (planned.fill, planned.special);
    let action = &mut planned.detail.action;
    let (hazards, youngest, waitlist) = (action.hazards.clone(), action.youngest, action.waitlist);
    for (at, shift) in action.shifts.iter_mut().enumerate() {
        let (confirmed, waiting) = wanted(fill, shift, waitlist, random);
        let mut joined = Vec::new();
        // The demo's volunteer was the first to get a place in one action, and is the last in the line for the other.
        if special == Some(CONFIRMED) && at == 0 {
            joined.push((data_id(VOLUNTEER), None));
        }
        while joined.len() < (confirmed + waiting) as usize
            && let Some(one) = crowd.somebody(shift, |class, guardian| age_bar(class, &hazards, youngest, guardian).is_ok(), random)
        {
            joined.push(one);
        }
        if special == Some(WAITLISTED) && at == 0 {
            joined.push((data_id(VOLUNTEER), None));
        }
        let asked = shift.starts.min(today).plus(-HOUR * i64::from(random.within(1..=30)));
        let many = joined.len();
        for (place, (person, guardian)) in joined.into_iter().enumerate() {
            let waitlisted = place >= shift.seats.most as usize;
            if waitlisted {
                shift.seats.waiting += 1
            } else {
                shift.seats.taken += 1
            }
            let made_at = asked.plus(-37 * MINUTE * (many - place) as i64);
            signups.push(DemoSignup { person, action: action.id.clone(), shift: shift.id.clone(), waitlisted, guardian, made_at });
        }
    }
}

/// How many confirmed, how many waiting. Nobody waits where a place is free or no waitlist is kept.
fn wanted(fill: Fill, shift: &Shift, waitlist: bool, random: &mut Random) -> (u32, u32) {
    let (needed, most) = (shift.seats.needed, shift.seats.most);
    match fill {
        Fill::Empty => (0, 0),
        Fill::Few => (random.within(0..=needed / 3), 0),
        Fill::Enough => (random.within(needed.min(most - 1)..=(needed + most) / 2).clamp(1, most - u32::from(most > 1)), 0),
        Fill::Nearly => (most.saturating_sub(random.within(1..=2)), 0),
        Fill::Full => (most, 0),
        Fill::Line => (most, if waitlist { random.within(2..=5) } else { 0 }),
    }
}

struct Crowd<'a> {
    people: &'a [DemoPerson],
    /// What each of them has already.
    busy: Vec<Vec<(Span, ())>>,
}

impl Crowd<'_> {
    /// Somebody who may and can come, by chance; `None` if many tries find nobody.
    fn somebody(
        &mut self,
        shift: &Shift,
        may: impl Fn(AgeClass, Option<Guardian>) -> bool,
        random: &mut Random,
    ) -> Option<(PersonId, Option<Guardian>)> {
        let span = Span { starts: shift.starts, ends: shift.ends };
        (0..500).find_map(|_| {
            let at = random.below(self.people.len());
            let person = &self.people.get(at)?.person;
            let class = person.age_class?;
            let guardian =
                (class == AgeClass::Under14).then(|| if random.percent(60) { Guardian::WrittenConsent } else { Guardian::Present });
            let busy = || self.busy[at].iter().copied();
            let can = clash(span, busy()).is_none() && rest::too_much(class, span, busy()).is_none();
            (may(class, guardian) && can).then(|| {
                self.busy[at].push((span, ()));
                (person.id.clone(), guardian)
            })
        })
    }
}
