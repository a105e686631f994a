//! Which actions a listing shows: search and filters, as they stand in the URL.

use super::{
    Action, AgeClass, Day, Direction, Instant, Zone,
    eligibility::{self, suits},
    fold::{Key, Query},
};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub query: Option<Query>,
    pub direction: Option<Direction>,
    /// Key of a district.
    pub district: Option<String>,
    /// In the hub's zone.
    pub day: Option<Day>,
    /// Only with free places that can still be taken.
    pub free: bool,
    /// Only what a person of this class may join.
    pub suits: bool,
    /// What is over instead of what is to come.
    pub past: bool,
}

/// What a filter needs to know besides the action.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    pub now: Instant,
    pub zone: &'a Zone,
    /// Of the person who looks, if known.
    pub class: Option<AgeClass>,
}

impl Filter {
    /// How many of the filters in the sheet are set; search and past are not among them.
    pub fn active(&self) -> usize {
        [self.direction.is_some(), self.district.is_some(), self.day.is_some(), self.free, self.suits]
            .into_iter()
            .filter(|set| *set)
            .count()
    }

    /// Whether a filter or a search narrows the listing.
    pub fn narrows(&self) -> bool {
        self.active() > 0 || self.query.is_some()
    }

    /// `key` is the action's search key, asked for only when there is something to search.
    pub fn shows<'k>(&self, action: &Action, key: impl FnOnce() -> &'k Key, around: Circumstances<'_>) -> bool {
        // First, because it is the quickest and leaves the fewest.
        if self.query.as_ref().is_some_and(|query| !query.finds(key())) {
            return false;
        }
        let over = action.ends() <= around.now;
        let when = match self.day {
            // A day that was chosen shows whatever is on it, over or not.
            Some(day) => around.zone.day(action.starts()) <= day && day <= around.zone.day(action.ends().plus(-1)),
            None => over == self.past,
        };
        when && self.direction.is_none_or(|direction| action.direction == direction)
            && self.district.as_ref().is_none_or(|district| action.district.as_ref() == Some(district))
            && (!self.free || has_free(action, around.now))
            && (!self.suits || suits(action, around.class, around.now))
    }
}

fn has_free(action: &Action, now: Instant) -> bool {
    action.shifts.iter().any(|shift| eligibility::open(action, shift, now).is_ok() && !shift.seats.is_full())
}
