//! What was noted in the made-up shifts that are over, so that a record has something in it: the demo's volunteer came to each of them, and the demo's leader noted it.
//!
//! One hour of each kind: confirmed, confirmed with a correction, disputed, and waiting to be confirmed.

use super::{DemoSignup, random::data_id, signups::VOLUNTEER};
use meyirim::model::{
    ActionDetail, ActionId, Id, Instant, Mark, PersonId, Shift, ShiftId,
    attendance::{How, What},
    instant::{DAY, HOUR, MINUTE},
};

/// The demo's shift leader in `accounts.json`.
const LEADER: &str = "demo-leader";

fn over(actions: &[ActionDetail], today: Instant) -> impl Iterator<Item = (&ActionDetail, &Shift)> {
    actions.iter().filter(move |detail| detail.action.ends() < today).filter_map(|detail| Some((detail, detail.action.shifts.first()?)))
}

/// The demo's leader leads the first shift of all that are over, and of what is within the next two days; where one shift follows the other, all of them, so that there is one to lead at
/// any hour.
pub fn leaders(actions: &[ActionDetail], today: Instant) -> Vec<(ActionId, ShiftId, PersonId)> {
    let near = actions.iter().filter(|detail| detail.action.starts() < today.plus(2 * DAY));
    near.flat_map(|detail| {
        let shifts = &detail.action.shifts;
        let relay = shifts.windows(2).all(|pair| pair[0].ends <= pair[1].starts);
        let led = if relay { shifts.len() } else { 1 };
        shifts.iter().take(led).map(|shift| (detail.action.id.clone(), shift.id.clone(), data_id(LEADER)))
    })
    .collect()
}

/// Everybody who had a place came, but for every seventh; the volunteer came to all of them.
pub fn marks(actions: &[ActionDetail], signups: &[DemoSignup], today: Instant) -> Vec<(ActionId, ShiftId, Mark)> {
    let mut all = Vec::new();
    for (number, (detail, shift)) in over(actions, today).enumerate() {
        let action = &detail.action.id;
        let mut add = |person: &PersonId, by: &str, what: What, at: Instant| {
            let id = Id::new(&format!("demo-{}", all.len())).expect("an id");
            let mark = Mark { id, person: person.clone(), what, at, by: data_id(by), by_name: None, heard_at: Some(at), clock_off: 0 };
            all.push((action.clone(), shift.id.clone(), mark));
        };
        let there = signups.iter().filter(|signup| signup.action == *action && signup.shift == shift.id && !signup.waitlisted);
        for (place, signup) in there.enumerate().filter(|(place, _)| place % 7 != 6) {
            add(&signup.person, LEADER, What::In { how: How::Roll }, shift.starts.plus(place as i64 * MINUTE / 2));
            add(&signup.person, LEADER, What::Out { how: How::Roll }, shift.ends.plus(-(place as i64 % 20) * MINUTE));
            // Of a few nobody has got round to it yet.
            if place % 5 != 4 {
                let minutes = u32::try_from((shift.ends.0 - shift.starts.0) / MINUTE / 30 * 30).unwrap_or_default();
                add(&signup.person, LEADER, What::Confirmed { minutes, reason: None }, shift.ends.plus(2 * HOUR));
            }
        }
        let me: PersonId = data_id(VOLUNTEER);
        add(&me, LEADER, What::In { how: How::Pass }, shift.starts.plus(4 * MINUTE));
        add(&me, LEADER, What::Out { how: How::Pass }, shift.ends);
        let minutes = u32::try_from((shift.ends.0 - shift.starts.0) / MINUTE / 15 * 15).unwrap_or_default();
        let decided = shift.ends.plus(HOUR);
        match number % 4 {
            0 | 1 => add(&me, LEADER, What::Confirmed { minutes, reason: None }, decided),
            2 => add(
                &me,
                LEADER,
                What::Confirmed {
                    minutes: minutes / 2, reason: Some("Жартысында кетті · Ушла с половины".to_owned())
                },
                decided,
            ),
            _ => {}
        }
        if number % 8 == 2 {
            add(&me, VOLUNTEER, What::Disputed { reason: "Соңына дейін болдым".to_owned() }, decided.plus(HOUR));
        }
    }
    all
}
