//! What has been done in a year, for the state's register of volunteer activity. The Law on Volunteer Activity (No. 42-VI, 30.12.2016, article 1 item 7) says what the register is: main kinds of
//! activity, numbers of participants, projects. It prescribes no form that we could find, so this is the content, to be copied into whatever form is asked for.

use super::{
    Action, ActionState, Instant, SeriesId,
    instant::{Day, Zone},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// A project: an action, or all dates of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project<'a> {
    /// The latest of its dates, that says what it is.
    pub action: &'a Action,
    pub first: Day,
    pub last: Day,
    /// How many actions it was.
    pub dates: usize,
    /// Places that were taken, over all dates: who came twice is counted twice.
    pub taken: u64,
}

/// Those begun in the year that `now` is in, by the hub's clock, and not called off. The first comes first.
pub fn projects<'a>(actions: impl IntoIterator<Item = &'a Action>, zone: &Zone, now: Instant) -> Vec<Project<'a>> {
    let year = zone.day(now).year();
    let begun =
        |action: &&Action| action.state == ActionState::Published && action.starts() <= now && zone.day(action.starts()).year() == year;
    let mut series = BTreeMap::<&SeriesId, Project>::new();
    let mut all = Vec::new();
    for action in actions.into_iter().filter(begun) {
        let day = zone.day(action.starts());
        let one = Project { action, first: day, last: zone.day(action.ends()), dates: 1, taken: u64::from(action.seats().taken) };
        match &action.series {
            None => all.push(one),
            Some(id) => {
                series.entry(id).and_modify(|known| known.take(&one)).or_insert(one);
            }
        }
    }
    all.extend(series.into_values());
    all.sort_by_key(|project| (project.first, Reverse(project.taken), project.action.id.clone()));
    all
}

impl<'a> Project<'a> {
    fn take(&mut self, other: &Self) {
        if other.action.order() > self.action.order() {
            self.action = other.action;
        }
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.dates += other.dates;
        self.taken += other.taken;
    }
}
