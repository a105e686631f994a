//! The demo city: Shymkent as public sources describe it, and people and coming actions that are made up.
//!
//! Pure and deterministic: the same day, zone, number and seed give the same city to the last letter, so that two copies of the
//! backend, a test and a benchmark all see one city. Nothing here reads a clock or a file at run time; the texts are in `demo/*.json`
//! and become part of the program.
//!
//! What is real and what is not is never left to guess. Real organisations, past actions and indicators carry their source. What is
//! made up carries `demo: true`, and its organisers have names that say so («Үлгі», «Мысал»: sample, example): no made-up action is
//! put into the mouth of a real organisation. Addresses of demo organisations, phones and people are made up in a way that shows.

mod attended;
mod centre;
mod coming;
mod data;
mod members;
mod people;
mod random;
mod real;
mod signups;
#[cfg(test)]
mod tests;

use meyirim::model::{
    ActionDetail, ActionId, Booking, Campaign, Centre, Day, Guardian, Indicator, Instant, Mark, NewsItem, Organisation, OrganisationId,
    Person, PersonId, ShiftId, Texts, Zone, member::Member, series::SeriesPlan,
};
use random::Random;
use serde::Deserialize;

/// Everything that a new data base of the demo starts with. Every `rev` is 0: the backend numbers its records itself.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    pub organisations: Vec<Organisation>,
    /// Past ones (real, with sources) and coming ones (made up), in the order of every listing.
    pub actions: Vec<ActionDetail>,
    /// What those actions share that are dates of one series.
    pub series: Vec<SeriesPlan>,
    pub indicators: Vec<Indicator>,
    /// Those of 2021 are real, with sources; one of this year is made up.
    pub campaigns: Vec<Campaign>,
    pub news: Vec<NewsItem>,
    /// Those who have signed up for something. Those who can be signed in as are in `accounts`, not here.
    pub people: Vec<DemoPerson>,
    /// The association's list, of the same people.
    pub members: Vec<Member>,
    pub accounts: Vec<DemoAccount>,
    pub signups: Vec<DemoSignup>,
    /// Who leads which shift.
    pub leaders: Vec<(ActionId, ShiftId, PersonId)>,
    /// What was noted in shifts that are over.
    pub marks: Vec<(ActionId, ShiftId, Mark)>,
    /// The coworking centre, and who has which place in it yesterday, today and tomorrow.
    pub centre: Centre,
    pub bookings: Vec<Booking>,
}

/// Somebody made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    pub person: Person,
}

/// Somebody a visitor of the demo can sign in as.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DemoAccount {
    pub person: Person,
    /// Whose members they coordinate.
    #[serde(default)]
    pub organisations: Vec<OrganisationId>,
    /// What this account is good for seeing.
    pub note: Texts,
}

/// One person on one shift. In the order in which they asked, so a waitlist is the order of its signups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoSignup {
    /// Out of `people` or `accounts`.
    pub person: PersonId,
    pub action: ActionId,
    pub shift: ShiftId,
    pub waitlisted: bool,
    /// How a parent takes part; there for everyone under 14, as the law wants it.
    pub guardian: Option<Guardian>,
    /// When they pressed the button; always before `today`, and in the order of the list within one shift.
    pub made_at: Instant,
}

/// As many as the association has on its roster.
const PEOPLE: usize = 3_000;

/// Builds the city around `today`, a day of the hub. Of the made-up actions, `coming_actions` in number, some were in the week before
/// `today`, so that there is something to look back on. All counts in their seats are exactly those of `signups`; real past actions
/// have no seats (all counts 0), for nobody published any.
pub fn city(today: Day, zone: &Zone, coming_actions: usize, seed: u64) -> City {
    let accounts: Vec<DemoAccount> = data::accounts();
    let people = people::roster(PEOPLE, &mut Random::new(seed, "people"));
    let members = members::roster(&people, &mut Random::new(seed, "members"));
    let (mut coming, series) = coming::plan(today, zone, coming_actions, &mut Random::new(seed, "actions"));
    let signups = signups::fill(&mut coming, &people, zone.start_of(today), &mut Random::new(seed, "signups"));

    let coming: Vec<ActionDetail> = coming.into_iter().map(|planned| planned.detail).collect();
    let leaders = attended::leaders(&coming, zone.start_of(today));
    let marks = attended::marks(&coming, &signups, zone.start_of(today));
    let mut actions = real::past(zone);
    actions.extend(coming);
    let centre = centre::settings(today);
    let bookings = centre::bookings(&centre, &people, today, zone, &mut Random::new(seed, "centre"));
    actions.sort_by(|a, b| a.action.order().cmp(&b.action.order()));
    City {
        organisations: real::organisations(today),
        actions,
        series,
        indicators: real::indicators(),
        campaigns: real::campaigns(today),
        news: real::news(today, zone),
        people,
        members,
        accounts,
        signups,
        leaders,
        marks,
        centre,
        bookings,
    }
}
