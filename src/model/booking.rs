//! Bookings of seats and rooms, and whether one may be made: the screen predicts with these rules, the backend decides with them. What is decided about a booking that is there is in
//! [`super::booking_acts`], bookings that repeat are in [`super::booking_series`].
//!
//! Of one seat or room no two bookings that hold it ever overlap; [`free`] is the one place that says so. A booking to which nobody comes holds it for a stated time only ([`released_at`]): whoever reads it later
//! takes it for released, whether or not somebody has written that down yet.

use super::{
    Day, Id, Instant, PersonId, Phone, Zone,
    centre::{Centre, ResourceId, ResourceKind, Rules, minutes},
    clash::Span,
    instant::{MINUTE, day_number, days},
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

pub type BookingId = Id<Booking>;
pub type BookingSeriesId = Id<super::booking_series::BookingSeries>;

/// Longest note on why something is blocked, in characters.
pub const LONGEST_NOTE: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Booking {
    /// Made by the client, so that one that was made offline can be given up before anybody has heard of it.
    pub id: BookingId,
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    pub holder: Holder,
    pub state: BookingState,
    /// Counts its versions.
    pub rev: u64,
    /// Since when it has been for this time at this place, by the backend's clock: who books an hour that has begun has as long to come as anybody.
    pub since: Instant,
    /// When the button was pressed, by the device's clock.
    pub made_at: Instant,
    #[serde(default)]
    pub series: Option<BookingSeriesId>,
}

/// Who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Somebody with an account. `name`: only for those who run the centre.
    Person { id: PersonId, name: Option<String> },
    /// Somebody without one, whom those who run the centre have written down.
    WalkIn { name: String, phone: Option<Phone> },
    /// Nobody: the place is not to be had.
    Nobody { why: Option<String> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    Booked,
    CheckedIn,
    /// Nobody came.
    Released,
    Cancelled,
    /// By those who run the centre, for nobody.
    Blocked,
}

impl BookingState {
    const ALL: [Self; 5] = [Self::Booked, Self::CheckedIn, Self::Released, Self::Cancelled, Self::Blocked];

    /// As it is spelled on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::CheckedIn => "checked_in",
            Self::Released => "released",
            Self::Cancelled => "cancelled",
            Self::Blocked => "blocked",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

impl Booking {
    pub fn time(&self) -> Span {
        Span { starts: self.from, ends: self.to }
    }

    pub fn person(&self) -> Option<&PersonId> {
        match &self.holder {
            Holder::Person { id, .. } => Some(id),
            _ => None,
        }
    }

    /// How it stands now, also where nobody has written down yet that it was released.
    pub fn stands(&self, rules: &Rules, now: Instant) -> BookingState {
        if self.state == BookingState::Booked && released_at(self, rules) <= now { BookingState::Released } else { self.state }
    }

    /// Whether it holds its place.
    pub fn holds(&self, rules: &Rules, now: Instant) -> bool {
        matches!(self.stands(rules, now), BookingState::Booked | BookingState::CheckedIn | BookingState::Blocked)
    }
}

/// Somebody, as far as bookings tell people apart: by an account, and by a phone, which an account has proved by a code and a kiosk was told. What is under either is theirs: nobody has two places at once, or two shares, because they
/// booked one at a kiosk and the other at home; and who finds under their own number what somebody else typed can give it up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Booker {
    pub account: Option<PersonId>,
    pub phone: Option<Phone>,
}

impl From<PersonId> for Booker {
    fn from(account: PersonId) -> Self {
        Self { account: Some(account), phone: None }
    }
}

impl Booker {
    pub fn has(&self, booking: &Booking) -> bool {
        match &booking.holder {
            Holder::Person { id, .. } => self.account.as_ref() == Some(id),
            Holder::WalkIn { phone: Some(phone), .. } => self.phone.as_ref() == Some(phone),
            Holder::WalkIn { phone: None, .. } | Holder::Nobody { .. } => false,
        }
    }

    /// What they have of these and hold, one booking left out.
    pub fn times(&self, bookings: &[Booking], rules: &Rules, now: Instant, but: Option<&BookingId>) -> Vec<Span> {
        bookings.iter().filter(|one| self.has(one) && one.holds(rules, now) && Some(&one.id) != but).map(Booking::time).collect()
    }
}

/// When it is free again unless somebody comes.
pub fn released_at(booking: &Booking, rules: &Rules) -> Instant {
    booking.from.max(booking.since).plus(i64::from(rules.release_after) * MINUTE)
}

/// Until when somebody can come to it: no longer than it lasts.
pub fn come_until(time: Span, since: Instant, rules: &Rules) -> Instant {
    time.starts.max(since).plus(i64::from(rules.release_after) * MINUTE).min(time.ends)
}

pub fn released(booking: &Booking, rules: &Rules, now: Instant) -> bool {
    booking.stands(rules, now) == BookingState::Released
}

/// A time at which something is not to be had. Says nothing of who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Busy {
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
}

/// `GET /centre/days/{day}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CentreDay {
    #[serde(with = "days")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Day,
    pub busy: Vec<Busy>,
}

/// `GET /centre/days/{day}/bookings`, and `GET /me/bookings`, ascending by time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bookings {
    pub items: Vec<Booking>,
}

/// `PUT /centre/bookings/{id}`: for oneself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewBooking {
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    pub made_at: Instant,
}

impl NewBooking {
    pub fn time(&self) -> Span {
        Span { starts: self.from, ends: self.to }
    }
}

/// Why something cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoBooking {
    /// There is no such seat or room.
    NoSuchPlace,
    /// Not within the opening hours, or over a break.
    Closed,
    /// It does not begin and end with a piece of the day.
    NotOnTheHour,
    /// Its first hour is over.
    Past,
    /// Later than so many days from today.
    TooFarAhead { days: u16 },
    /// I have booked something else at that time.
    Own,
    /// Somebody else has it.
    Taken,
    /// With it, more than so many minutes on that day.
    DayLimit { minutes: u16 },
    /// With it, more than so many minutes in that week.
    WeekLimit { minutes: u16 },
    /// Of one that is there: it was given up, or set free and taken by somebody else.
    Gone,
    /// At a kiosk: those who run the centre can book it.
    AskStaff,
}

impl NoBooking {
    /// As a 409 `no-booking` carries it in `detail`: `taken`, `day-limit 240`.
    pub fn code(self) -> Cow<'static, str> {
        match self {
            Self::NoSuchPlace => "no-such-place".into(),
            Self::Closed => "closed".into(),
            Self::NotOnTheHour => "not-on-the-hour".into(),
            Self::Past => "past".into(),
            Self::TooFarAhead { days } => format!("too-far-ahead {days}").into(),
            Self::Own => "own".into(),
            Self::Taken => "taken".into(),
            Self::DayLimit { minutes } => format!("day-limit {minutes}").into(),
            Self::WeekLimit { minutes } => format!("week-limit {minutes}").into(),
            Self::Gone => "gone".into(),
            Self::AskStaff => "ask-staff".into(),
        }
    }

    /// `None`: a reason that this version does not know.
    pub fn from_code(code: &str) -> Option<Self> {
        let (name, number) = code.split_once(' ').map_or((code, None), |(name, number)| (name, number.parse().ok()));
        Some(match (name, number) {
            ("no-such-place", None) => Self::NoSuchPlace,
            ("closed", None) => Self::Closed,
            ("not-on-the-hour", None) => Self::NotOnTheHour,
            ("past", None) => Self::Past,
            ("gone", None) => Self::Gone,
            ("ask-staff", None) => Self::AskStaff,
            ("too-far-ahead", Some(days)) => Self::TooFarAhead { days },
            ("own", None) => Self::Own,
            ("taken", None) => Self::Taken,
            ("day-limit", Some(minutes)) => Self::DayLimit { minutes },
            ("week-limit", Some(minutes)) => Self::WeekLimit { minutes },
            _ => return None,
        })
    }
}

/// What there is to book by: the centre, its zone, and what time it is.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub centre: &'a Centre,
    pub zone: &'a Zone,
    pub now: Instant,
}

impl Desk<'_> {
    /// What of these bookings is not to be had, for whoever looks now.
    pub fn busy(&self, bookings: &[Booking]) -> Vec<Busy> {
        let held = bookings.iter().filter(|booking| booking.holds(&self.centre.rules, self.now));
        held.map(|one| Busy { resource: one.resource.clone(), from: one.from, to: one.to }).collect()
    }

    /// Whether the place is to be had at that time at all, for whomever. `busy`: at least all that overlaps it.
    pub fn fits(&self, resource: &ResourceId, time: Span, busy: &[Busy]) -> Result<(), NoBooking> {
        if self.centre.resource(resource).is_none() {
            return Err(NoBooking::NoSuchPlace);
        }
        let Some(pieces) = self.centre.pieces(time, self.zone) else { return Err(self.off_hours(time)) };
        if pieces.first().is_none_or(|first| first.ends <= self.now) {
            return Err(NoBooking::Past);
        }
        if free(resource, time, busy) { Ok(()) } else { Err(NoBooking::Taken) }
    }

    /// Why a time is not made of pieces of the day.
    fn off_hours(&self, time: Span) -> NoBooking {
        let slot = i64::from(self.centre.rules.slot.max(1)) * MINUTE;
        let hours = self.centre.hours(self.zone.day(time.starts), self.zone);
        let Some(first) = hours.first() else { return NoBooking::Closed };
        let on =
            |at: Instant| (at.0 - first.starts.0).rem_euclid(slot) == 0 || hours.iter().any(|piece| piece.starts == at || piece.ends == at);
        if time.starts < time.ends && on(time.starts) && on(time.ends) { NoBooking::Closed } else { NoBooking::NotOnTheHour }
    }

    /// Whether somebody may book. `mine`: what they have and hold, of at least that week, this booking left out.
    pub fn may_book(&self, resource: &ResourceId, time: Span, busy: &[Busy], mine: &[Span]) -> Result<(), NoBooking> {
        // What is mine is taken as well, and the better reason is that it is mine.
        let own = mine.iter().any(|other| other.overlaps(time));
        match self.fits(resource, time, busy) {
            Err(NoBooking::Taken) | Ok(()) if own => return Err(NoBooking::Own),
            fits => fits?,
        }
        let (rules, day) = (&self.centre.rules, self.zone.day_number(time.starts));
        if day - day_number(self.zone.day(self.now)) > i64::from(rules.days_ahead) {
            return Err(NoBooking::TooFarAhead { days: rules.days_ahead });
        }
        self.limits(time, mine)
    }

    /// Whether somebody who has `mine` may have that time as well, by their share of a day and of a week.
    pub fn limits(&self, time: Span, mine: &[Span]) -> Result<(), NoBooking> {
        let (rules, day) = (&self.centre.rules, self.zone.day_number(time.starts));
        let with = |same: &dyn Fn(i64) -> bool| {
            let others = mine.iter().filter(|other| same(self.zone.day_number(other.starts)));
            others.map(|other| minutes(*other)).sum::<i64>() + minutes(time)
        };
        if with(&|other| other == day) > i64::from(rules.a_day) {
            return Err(NoBooking::DayLimit { minutes: rules.a_day });
        }
        if with(&|other| week(other) == week(day)) > i64::from(rules.a_week) {
            return Err(NoBooking::WeekLimit { minutes: rules.a_week });
        }
        Ok(())
    }

    /// The first of several places at which somebody may have that time, else why not: of what several say, that which comes nearest to it.
    pub fn first(&self, places: &[ResourceId], time: Span, busy: &[Busy], mine: &[Span]) -> Result<ResourceId, NoBooking> {
        let mut why = NoBooking::NoSuchPlace;
        for place in places {
            match self.may_book(place, time, busy, mine) {
                Ok(()) => return Ok(place.clone()),
                // A limit or one's own booking is the better reason.
                Err(NoBooking::Taken) if !matches!(why, NoBooking::NoSuchPlace) => {}
                Err(other) => why = other,
            }
        }
        Err(why)
    }

    /// Each piece of a day, and whether it can be booked by somebody who has `mine`.
    pub fn pieces(&self, resource: &ResourceId, day: Day, busy: &[Busy], mine: &[Span]) -> Vec<(Span, Result<(), NoBooking>)> {
        let hours = self.centre.hours(day, self.zone);
        hours.into_iter().map(|piece| (piece, self.may_book(resource, piece, busy, mine))).collect()
    }

    /// The pieces of a day at which nobody has it and that are not over.
    pub fn free_times(&self, resource: &ResourceId, day: Day, busy: &[Busy]) -> Vec<Span> {
        let hours = self.centre.hours(day, self.zone);
        hours.into_iter().filter(|piece| self.fits(resource, *piece, busy).is_ok()).collect()
    }

    /// What else could be had instead of what was wanted: the same time on another seat or in another room, then times near it on the same one; the nearest first.
    pub fn near(&self, resource: &ResourceId, time: Span, busy: &[Busy], mine: &[Span], most: usize) -> Vec<(ResourceId, Span)> {
        let kind = self.centre.resource(resource).map_or(ResourceKind::Seat, |wanted| wanted.kind);
        let alike =
            self.centre.resources.iter().filter(|other| other.kind == kind && other.id != *resource).map(|other| (other.id.clone(), time));
        let length = self.centre.pieces(time, self.zone).map_or(1, |pieces| pieces.len());
        let hours = self.centre.hours(self.zone.day(time.starts), self.zone);
        let mut later: Vec<Span> =
            hours.windows(length).filter_map(|row| Some(Span { starts: row.first()?.starts, ends: row.last()?.ends })).collect();
        later.retain(|other| *other != time);
        later.sort_by_key(|other| ((other.starts.0 - time.starts.0).abs(), other.starts));
        let same = later.into_iter().map(|time| (resource.clone(), time));
        let can = |(place, time): &(ResourceId, Span)| self.may_book(place, *time, busy, mine).is_ok();
        // Half of them each, so that neither hides the other.
        let alike: Vec<_> = alike.filter(can).take(most.div_ceil(2)).collect();
        let rest = most - alike.len();
        alike.into_iter().chain(same.filter(can).take(rest)).collect()
    }
}

/// Whether nobody holds the place at any moment of that time.
pub fn free(resource: &ResourceId, time: Span, busy: &[Busy]) -> bool {
    !busy.iter().any(|other| other.resource == *resource && Span { starts: other.from, ends: other.to }.overlaps(time))
}

/// The number of a week, which begins on Monday, of a day's number: 1 January 1970 was a Thursday.
pub fn week(day: i64) -> i64 {
    (day + 3).div_euclid(7)
}
