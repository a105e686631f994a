//! The settings of the centre as they are being typed: a text for each place, by its JSON pointer, as in every such form ([`Draft`]). What has no name of its own in the record gets one here, so that two who change the settings at
//! once change different places: seats and rooms are under their ids (`/resources/seat-01/capacity`), closed days under their dates (`/closed/2026-12-16/why/kk`), hours under their weekday (`/open/1/0/from`).
//!
//! Of the settings only what says nothing is not kept: in which order hours and closed days stand, and a second entry of the same closed day.

use super::{
    Centre, Coordinates, Day, ResourceId,
    bulletin_draft::{Draft, Reading, YES},
    centre::{ClosedDay, MOST_RESOURCES, Open, PEOPLE, Resource, ResourceKind, Rules, WHOLE_DAY},
    instant::{iso, parse_day},
};
use std::{collections::BTreeSet, ops::RangeInclusive};

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is written in any language.
    Missing,
    /// Not chosen.
    NotChosen,
    /// No whole number.
    NoNumber,
    /// Less or more than may be.
    Range { least: u16, most: u16 },
    /// No time of the day.
    NoTime,
    /// It closes before it opens.
    EndsFirst,
    /// These hours run into others of the same day.
    Overlap,
    /// No degrees of the kind.
    NoDegrees,
    /// One of two without the other.
    Half,
    /// More seats and rooms than so many.
    TooMany(usize),
}

/// By JSON pointer, in the order of the form.
pub type Faults = Vec<(String, Fault)>;

/// Minutes after midnight as a field of the browser has them: `09:00`.
fn time(minutes: u16) -> String {
    let minutes = minutes % WHOLE_DAY;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two = |text: &str| (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse::<u16>().ok())?;
    let (hour, minute) = (two(hour)?, two(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Where the hours of a weekday stand, 1 is Monday.
pub fn hours_at(weekday: u8, number: usize, end: &str) -> String {
    format!("/open/{weekday}/{number}/{end}")
}

pub fn resource_at(id: &ResourceId, place: &str) -> String {
    format!("/resources/{id}/{place}")
}

pub fn closed_at(day: Day) -> String {
    format!("/closed/{}", iso(day))
}

impl Draft {
    /// The next steps below a pointer, in the order of their names.
    fn below(&self, at: &str) -> BTreeSet<&str> {
        let steps = self.0.keys().filter_map(|key| key.strip_prefix(at)?.strip_prefix('/')?.split('/').next());
        steps.collect()
    }

    fn numbers_below(&self, at: &str) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.below(at).into_iter().filter_map(|step| step.parse().ok()).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Takes out whatever is at a pointer and below it.
    pub fn take_out(&mut self, at: &str) {
        self.0.retain(|key, _| key.strip_prefix(at).is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/')));
    }

    /// Which hours a weekday has.
    pub fn hours_of(&self, weekday: u8) -> Vec<usize> {
        self.numbers_below(&format!("/open/{weekday}"))
    }

    /// Further hours on a weekday, which nobody has typed yet.
    pub fn add_hours(&mut self, weekday: u8) -> usize {
        let next = self.hours_of(weekday).last().map_or(0, |last| last + 1);
        self.put(&format!("/open/{weekday}/{next}"), YES);
        next
    }

    /// The days on which it is closed, ascending.
    pub fn closed_days(&self) -> Vec<Day> {
        self.below("/closed").into_iter().filter_map(parse_day).collect()
    }

    pub fn close_on(&mut self, day: Day) {
        self.put(&closed_at(day), YES);
    }

    /// The seats and rooms in their order.
    pub fn places(&self) -> Vec<ResourceId> {
        let mut all: Vec<ResourceId> = self.below("/resources").into_iter().filter_map(|id| ResourceId::new(id).ok()).collect();
        all.sort_by_key(|id| (self.get(&resource_at(id, "at")).parse().unwrap_or(usize::MAX), id.clone()));
        all
    }

    /// A new seat or room after all others.
    pub fn add_place(&mut self, id: &ResourceId, kind: ResourceKind) {
        let last = self.places().iter().filter_map(|id| self.get(&resource_at(id, "at")).parse::<usize>().ok()).max();
        self.put(&resource_at(id, "at"), &last.map_or(0, |last| last + 1).to_string());
        self.put(&resource_at(id, "kind"), kind.key());
        if kind == ResourceKind::Seat {
            self.put(&resource_at(id, "capacity"), "1");
        }
    }

    /// What is in or at a seat or a room, by numbers.
    pub fn equipment_of(&self, id: &ResourceId) -> Vec<usize> {
        self.numbers_below(&resource_at(id, "equipment"))
    }

    pub fn add_equipment(&mut self, id: &ResourceId) -> usize {
        let next = self.equipment_of(id).last().map_or(0, |last| last + 1);
        self.put(&resource_at(id, &format!("equipment/{next}")), YES);
        next
    }

    pub fn of_centre(centre: &Centre) -> Self {
        let mut draft = Self::default();
        draft.put_texts("/name", Some(&centre.name));
        draft.put_texts("/about", Some(&centre.about));
        draft.put_texts("/address", centre.address.as_ref());
        if let Some(Coordinates { lat, lon, coarse }) = centre.coordinates {
            draft.put("/coordinates/lat", &lat.to_string());
            draft.put("/coordinates/lon", &lon.to_string());
            draft.put("/coordinates/coarse", if coarse { YES } else { "" });
        }
        for open in &centre.open {
            let number = draft.add_hours(open.weekday);
            draft.put(&hours_at(open.weekday, number, "from"), &time(open.from));
            draft.put(&hours_at(open.weekday, number, "to"), &time(open.to));
        }
        for closed in &centre.closed {
            if draft.get(&closed_at(closed.day)).is_empty() {
                draft.close_on(closed.day);
                draft.put_texts(&format!("{}/why", closed_at(closed.day)), closed.why.as_ref());
            }
        }
        let Rules { slot, days_ahead, a_day, a_week, release_after, check_in_before } = centre.rules;
        let rules = [
            ("slot", slot),
            ("days_ahead", days_ahead),
            ("a_day", a_day),
            ("a_week", a_week),
            ("release_after", release_after),
            ("check_in_before", check_in_before),
        ];
        for (name, value) in rules {
            draft.put(&format!("/rules/{name}"), &value.to_string());
        }
        for (at, one) in centre.resources.iter().enumerate() {
            draft.put(&resource_at(&one.id, "at"), &at.to_string());
            draft.put(&resource_at(&one.id, "kind"), one.kind.key());
            draft.put(&resource_at(&one.id, "capacity"), &one.capacity.to_string());
            draft.put_texts(&resource_at(&one.id, "name"), Some(&one.name));
            for texts in &one.equipment {
                let number = draft.add_equipment(&one.id);
                draft.put_texts(&resource_at(&one.id, &format!("equipment/{number}")), Some(texts));
            }
        }
        draft
    }

    /// The rules alone, where nothing is wrong with them: to show what people will read.
    pub fn rules(&self) -> Option<Rules> {
        Reading::of(self).rules()
    }

    /// The settings that it makes, or what is wrong with them and where.
    pub fn centre(&self, demo: bool) -> Result<Centre, Faults> {
        let mut read = Reading::of(self);
        let (name, about) = (read.texts("/name", Fault::Missing), read.texts("/about", Fault::Missing));
        let coordinates = read.coordinates();
        let open = (1..=7).flat_map(|weekday| read.hours(weekday)).collect();
        let closed = self.closed_days().into_iter().map(|day| {
            let why = self.typed(&format!("{}/why", closed_at(day))).texts();
            ClosedDay { day, why }
        });
        let closed = closed.collect();
        let rules = read.rules();
        let places = self.places();
        if places.len() > MOST_RESOURCES {
            read.fault("/resources", Fault::TooMany(MOST_RESOURCES));
        }
        let resources: Vec<_> = places.into_iter().map(|id| read.resource(id)).collect();
        let faults = read.faults;
        match (name, about, rules, resources.into_iter().collect::<Option<_>>()) {
            (Some(name), Some(about), Some(rules), Some(resources)) if faults.is_empty() => {
                let address = self.typed("/address").texts();
                Ok(Centre { name, about, address, coordinates, open, closed, rules, resources, demo })
            }
            _ => Err(faults),
        }
    }
}

impl Reading<'_, Fault> {
    fn number(&mut self, at: &str, bounds: RangeInclusive<u16>) -> Option<u16> {
        let text = self.draft.get(at).trim();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // What no number of ours holds is out of range as well.
        let value = digits.then(|| text.parse::<u16>().unwrap_or(u16::MAX));
        let fault = match value {
            None => Some(Fault::NoNumber),
            Some(value) => (!bounds.contains(&value)).then_some(Fault::Range { least: *bounds.start(), most: *bounds.end() }),
        };
        fault.map_or(value, |fault| {
            self.fault(at, fault);
            None
        })
    }

    fn degrees(&mut self, at: &str, most: f64) -> Option<f64> {
        self.read(at, Fault::NoDegrees, |text| text.replace(',', ".").parse::<f64>().ok().filter(|value| value.abs() <= most))
    }

    fn coordinates(&mut self) -> Option<Coordinates> {
        let (lat, lon) = (self.degrees("/coordinates/lat", Coordinates::MOST_LAT), self.degrees("/coordinates/lon", Coordinates::MOST_LON));
        let typed = |at: &str| !self.draft.get(at).trim().is_empty();
        match (typed("/coordinates/lat"), typed("/coordinates/lon")) {
            (true, false) => self.fault("/coordinates/lon", Fault::Half),
            (false, true) => self.fault("/coordinates/lat", Fault::Half),
            _ => {}
        }
        Some(Coordinates { lat: lat?, lon: lon?, coarse: self.draft.is_ticked("/coordinates/coarse") })
    }

    fn time(&mut self, at: &str) -> Option<u16> {
        let read = minutes(self.draft.get(at).trim());
        if read.is_none() {
            self.fault(at, Fault::NoTime);
        }
        read
    }

    /// Of one weekday. Midnight at the end is that of the night to come.
    fn hours(&mut self, weekday: u8) -> Vec<Open> {
        let mut all: Vec<Open> = Vec::new();
        for number in self.draft.hours_of(weekday) {
            let (from_at, to_at) = (hours_at(weekday, number, "from"), hours_at(weekday, number, "to"));
            let (Some(from), Some(to)) = (self.time(&from_at), self.time(&to_at)) else { continue };
            let to = if to == 0 { WHOLE_DAY } else { to };
            if to <= from {
                self.fault(&to_at, Fault::EndsFirst);
            } else if all.iter().any(|other| from < other.to && other.from < to) {
                self.fault(&from_at, Fault::Overlap);
            }
            all.push(Open { weekday, from, to });
        }
        all
    }

    fn rules(&mut self) -> Option<Rules> {
        let slot = self.number("/rules/slot", Rules::SLOT);
        let least = slot.unwrap_or(*Rules::SLOT.start());
        let a_day = self.number("/rules/a_day", Rules::a_day(least));
        let a_week = self.number("/rules/a_week", Rules::a_week(least));
        let days_ahead = self.number("/rules/days_ahead", Rules::DAYS_AHEAD);
        let check_in_before = self.number("/rules/check_in_before", Rules::CHECK_IN_BEFORE);
        let release_after = self.number("/rules/release_after", Rules::RELEASE_AFTER);
        Some(Rules {
            slot: slot?,
            days_ahead: days_ahead?,
            a_day: a_day?,
            a_week: a_week?,
            release_after: release_after?,
            check_in_before: check_in_before?,
        })
    }

    fn resource(&mut self, id: ResourceId) -> Option<Resource> {
        let at = |place: &str| resource_at(&id, place);
        let name = self.texts(&at("name"), Fault::Missing);
        let kind = ResourceKind::from_key(self.draft.get(&at("kind")));
        if kind.is_none() {
            self.fault(&at("kind"), Fault::NotChosen);
        }
        let capacity = self.number(&at("capacity"), PEOPLE);
        // A line in which nothing is written is none.
        let lines = self.draft.equipment_of(&id).into_iter();
        let equipment = lines.filter_map(|number| self.draft.typed(&at(&format!("equipment/{number}"))).texts()).collect();
        Some(Resource { kind: kind?, name: name?, capacity: capacity?, equipment, id })
    }
}
