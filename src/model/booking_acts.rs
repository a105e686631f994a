//! What is decided about bookings: made, given up, come to, moved, set free. Pure: each takes all bookings that could matter and what is wanted, and gives the booking as it is then, or why not. The backend runs them one
//! after another on the same centre, so whatever several devices want in whatever order, no place is ever held twice; a test tries orders by the thousand.

use super::{
    Instant, Phone,
    booking::{Booker, Booking, BookingId, BookingState, Desk, Holder, LONGEST_NOTE, NewBooking, NoBooking, free, released, released_at},
    centre::ResourceId,
    clash::Span,
    instant::MINUTE,
    person::{NoName, clean_name},
};
use serde::{Deserialize, Serialize};

/// `PUT /centre/desk/{id}`: by those who run the centre, for somebody without an account or for nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskBooking {
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    pub what: DeskWhat,
    pub made_at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeskWhat {
    WalkIn {
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
        name: String,
        #[serde(default)]
        phone: Option<Phone>,
        /// They stand at the desk: nothing is left to check in to.
        #[serde(default)]
        here: bool,
    },
    Block {
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 200))]
        why: Option<String>,
    },
}

/// `POST /centre/bookings/{id}/move`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveBooking {
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    /// The version that was looked at: who is faster is not undone unseen.
    pub rev: u64,
}

/// `POST /centre/bookings/{id}/check-in`. The header `Sent-At` tells the device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckIn {
    /// When the button was pressed, by the device's clock.
    pub at: Instant,
}

/// What somebody does with a booking of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnAct {
    Book,
    GiveUp,
    /// I am here.
    Here,
}

/// Why an act on a booking that is there is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAct {
    /// The place, or the time, cannot be had.
    No(NoBooking),
    /// Too early: from then on.
    TooEarly(Instant),
    /// Too late: until then.
    TooLate(Instant),
    /// It is another version.
    Changed,
}

impl DeskWhat {
    /// As it is kept; a name that is none is refused, a note is cut.
    pub fn clean(&self) -> Result<Self, NoName> {
        Ok(match self {
            Self::WalkIn { name, phone, here } => Self::WalkIn { name: clean_name(name)?, phone: phone.clone(), here: *here },
            Self::Block { why } => {
                let why = why.as_deref().map(|why| why.split_whitespace().collect::<Vec<_>>().join(" "));
                Self::Block { why: why.filter(|why| !why.is_empty()).map(|why| why.chars().take(LONGEST_NOTE).collect()) }
            }
        })
    }

    fn holder(&self) -> Holder {
        match self {
            Self::WalkIn { name, phone, .. } => Holder::WalkIn { name: name.clone(), phone: phone.clone() },
            Self::Block { why } => Holder::Nobody { why: why.clone() },
        }
    }

    fn state(&self) -> BookingState {
        match self {
            Self::Block { .. } => BookingState::Blocked,
            Self::WalkIn { here: true, .. } => BookingState::CheckedIn,
            Self::WalkIn { .. } => BookingState::Booked,
        }
    }
}

/// From when on one can come to a booking.
pub fn check_in_from(booking: &Booking, desk: &Desk) -> Instant {
    booking.from.plus(-i64::from(desk.centre.rules.check_in_before) * MINUTE)
}

/// Somebody books for themselves, under their account (`holder`) or without one. `all`: every booking of that time, and all of this person's of that week.
pub fn book(desk: &Desk, all: &[Booking], id: &BookingId, me: &Booker, holder: Holder, new: &NewBooking) -> Result<Booking, NoBooking> {
    let mine = me.times(all, &desk.centre.rules, desk.now, Some(id));
    desk.may_book(&new.resource, new.time(), &desk.busy(all), &mine)?;
    Ok(Booking {
        id: id.clone(),
        resource: new.resource.clone(),
        from: new.from,
        to: new.to,
        holder,
        state: BookingState::Booked,
        rev: 1,
        since: desk.now,
        made_at: new.made_at,
        series: None,
    })
}

/// Those who run the centre book or block. They are bound by the hours and by what is taken, not by anybody's limits. What is here already is what was meant.
pub fn hold(desk: &Desk, all: &[Booking], id: &BookingId, new: &DeskBooking) -> Result<Booking, NoBooking> {
    desk.fits(&new.resource, Span { starts: new.from, ends: new.to }, &desk.busy(all))?;
    let mut state = new.what.state();
    // Nobody is here for tomorrow.
    if state == BookingState::CheckedIn && new.from.plus(-i64::from(desk.centre.rules.check_in_before) * MINUTE) > desk.now {
        state = BookingState::Booked;
    }
    Ok(Booking {
        id: id.clone(),
        resource: new.resource.clone(),
        from: new.from,
        to: new.to,
        holder: new.what.holder(),
        state,
        rev: 1,
        since: desk.now,
        made_at: new.made_at,
        series: None,
    })
}

fn changed(booking: &Booking, state: BookingState) -> Booking {
    Booking { state, rev: booking.rev + 1, ..booking.clone() }
}

/// Gives it up. What is over stays what it was; giving up twice is giving up once.
pub fn cancel(desk: &Desk, booking: &Booking) -> Result<Booking, NoAct> {
    match booking.stands(&desk.centre.rules, desk.now) {
        BookingState::Cancelled => Ok(booking.clone()),
        BookingState::Released => Err(NoAct::No(NoBooking::Gone)),
        _ if booking.to <= desk.now => Err(NoAct::TooLate(booking.to)),
        _ => Ok(changed(booking, BookingState::Cancelled)),
    }
}

/// Somebody has come. What counts is when they said so, which a device without a network tells later: as long as nobody else has the place by then. Those who run the centre (`by_desk`) see who is there, and may say so until
/// its end. `who`: whose it is.
pub fn check_in(desk: &Desk, all: &[Booking], booking: &Booking, who: &Booker, at: Instant, by_desk: bool) -> Result<Booking, NoAct> {
    let rules = &desk.centre.rules;
    // Nobody presses a button later than it is heard of.
    let at = at.min(desk.now);
    match booking.state {
        BookingState::CheckedIn => return Ok(booking.clone()),
        BookingState::Cancelled | BookingState::Blocked => return Err(NoAct::No(NoBooking::Gone)),
        BookingState::Booked | BookingState::Released => {}
    }
    let from = check_in_from(booking, desk);
    let until = if by_desk { booking.to } else { released_at(booking, rules) };
    if at < from {
        return Err(NoAct::TooEarly(from));
    }
    if at >= until || booking.to <= desk.now {
        return Err(NoAct::TooLate(until.min(booking.to)));
    }
    let others: Vec<Booking> = all.iter().filter(|other| other.id != booking.id).cloned().collect();
    if !free(&booking.resource, booking.time(), &desk.busy(&others)) {
        return Err(NoAct::No(NoBooking::Gone));
    }
    // What was free again counted for nobody: who has booked something else meanwhile sits there, or has their share.
    let mine = who.times(&others, rules, desk.now, None);
    let elsewhere = mine.iter().any(|other| other.overlaps(booking.time())) || !by_desk && desk.limits(booking.time(), &mine).is_err();
    if elsewhere && released(booking, rules, desk.now) {
        Err(NoAct::No(NoBooking::Gone))
    } else {
        Ok(changed(booking, BookingState::CheckedIn))
    }
}

/// Those who run the centre put it elsewhere, or at another time. Who was there still is, where it goes on at once. `who`: whose it is. Of somebody without an account they know best: a mother's number may stand for her children.
pub fn move_to(desk: &Desk, all: &[Booking], booking: &Booking, who: &Booker, to: &MoveBooking) -> Result<Booking, NoAct> {
    if to.rev != booking.rev {
        return Err(NoAct::Changed);
    }
    if !booking.holds(&desk.centre.rules, desk.now) {
        return Err(NoAct::No(NoBooking::Gone));
    }
    let time = Span { starts: to.from, ends: to.to };
    let others: Vec<Booking> = all.iter().filter(|other| other.id != booking.id).cloned().collect();
    desk.fits(&to.resource, time, &desk.busy(&others)).map_err(NoAct::No)?;
    let mine = who.times(&others, &desk.centre.rules, desk.now, None);
    if booking.person().is_some() && mine.iter().any(|other| other.overlaps(time)) {
        return Err(NoAct::No(NoBooking::Own));
    }
    let moved = Booking { resource: to.resource.clone(), from: to.from, to: to.to, since: desk.now, ..changed(booking, booking.state) };
    let early = moved.state == BookingState::CheckedIn && check_in_from(&moved, desk) > desk.now;
    Ok(if early { Booking { state: BookingState::Booked, ..moved } } else { moved })
}

/// Those who run the centre set it free before its time: nobody has come, and nobody will.
pub fn release(desk: &Desk, booking: &Booking) -> Result<Booking, NoAct> {
    match booking.stands(&desk.centre.rules, desk.now) {
        BookingState::Released if booking.state == BookingState::Released => Ok(booking.clone()),
        BookingState::Booked | BookingState::Released if booking.from <= desk.now => Ok(changed(booking, BookingState::Released)),
        BookingState::Booked => Err(NoAct::TooEarly(booking.from)),
        _ => Err(NoAct::No(NoBooking::Gone)),
    }
}
