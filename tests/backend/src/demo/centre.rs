//! The coworking centre, made up: its settings from a file, and around today some of its hours taken, by people of the roster, by people without an account, for a course, for repairs. Every one is made by the
//! rule by which the backend decides.

use super::{
    DemoPerson, data,
    random::{Random, data_id, short_id},
};
use meyirim::model::{
    Booking, Centre, Day, PersonId, Zone,
    booking::{Desk, Holder, NewBooking},
    booking_acts::{DeskBooking, DeskWhat, book, hold},
    centre::{ClosedDay, ResourceKind},
    clash::Span,
    instant::{DAY, add_days},
};

/// How much of a seat's day is taken, in per cent; rooms are wanted more.
const TAKEN: [usize; 2] = [30, 45];

pub fn settings(today: Day) -> Centre {
    let mut centre = data::centre();
    let holidays = data::holidays();
    let years = [today.year(), today.year() + 1];
    let closed = years.into_iter().flat_map(|year| holidays.iter().map(move |one| (year, one)));
    centre.closed = closed
        .filter_map(|(year, one)| Some(ClosedDay { day: Day::new(year, one.month, one.day).ok()?, why: Some(one.name.clone()) }))
        .collect();
    centre
}

/// From yesterday to the day after tomorrow; made the evening before the first of them. Nobody has come yet: whatever lies behind was released, unless it was for somebody at the desk.
pub fn bookings(centre: &Centre, people: &[DemoPerson], today: Day, zone: &Zone, random: &mut Random) -> Vec<Booking> {
    let desk = Desk { centre, zone, now: zone.start_of(add_days(today, -1)) };
    let mut all: Vec<Booking> = Vec::new();
    for day in (-1..=2).map(|after| add_days(today, after)) {
        for resource in &centre.resources {
            let (chance, longest) = if resource.kind == ResourceKind::Seat { (TAKEN[0], 3) } else { (TAKEN[1], 2) };
            let hours = centre.hours(day, zone);
            let mut at = 0;
            while at < hours.len() {
                let length = (random.below(longest) + 1).min(hours.len() - at);
                if random.percent(chance) {
                    let time = Span { starts: hours[at].starts, ends: hours[at + length - 1].ends };
                    all.extend(one(&desk, &all, people, random, (resource.id.clone(), time)));
                }
                at += length;
            }
        }
    }
    all
}

fn one(
    desk: &Desk,
    all: &[Booking],
    people: &[DemoPerson],
    random: &mut Random,
    (resource, time): (meyirim::model::ResourceId, Span),
) -> Option<Booking> {
    let id = short_id('b', all.len() + 1);
    let made_at = desk.now.plus(-DAY);
    let (from, to) = (time.starts, time.ends);
    let at_desk = |what| DeskBooking { resource: resource.clone(), from, to, what, made_at };
    match random.below(10) {
        0 => hold(desk, all, &id, &at_desk(DeskWhat::Block { why: Some("Жөндеу (демо)".to_owned()) })).ok(),
        1 | 2 => {
            let name = format!("Қонақ {} (демо)", all.len() + 1);
            hold(desk, all, &id, &at_desk(DeskWhat::WalkIn { name, phone: None, here: false })).ok()
        }
        _ => {
            let person = people.get(random.below(people.len()))?;
            let new = NewBooking { resource: resource.clone(), from, to, made_at };
            let me: PersonId = data_id(person.person.id.as_str());
            book(desk, all, &id, &me.clone().into(), Holder::Person { id: me, name: None }, &new).ok()
        }
    }
}
