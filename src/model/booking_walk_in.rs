//! Booking at a kiosk, without an account: a seat or a room, for today, by name and phone.
//!
//! The phone is what people have their share by, so whoever has none is booked by those who run the centre, who see them. It is not proved by a code: that would send everybody to the phone that they came without. What it can do
//! is little by design: a few hours of one day, which the staff see with the name, and which are free again when nobody comes. And a device takes so many at a time only ([`MOST_WAITING`]).
//!
//! A device without a network promises nothing: what was entered is provisional, and whom the backend then refuses stands on the staff's screen with the reason.

use super::{
    Instant, Lang, Phone,
    booking::{Booker, Booking, BookingId, Desk, Holder, NewBooking, NoBooking},
    booking_acts::book,
    centre::ResourceId,
    clash::Span,
    instant::day_number,
    person::{NoName, clean_name},
};
use serde::{Deserialize, Serialize};

/// How many bookings made at one device may wait for their people at a time. Nobody proves the number that they type: without it, somebody with time on their hands could fill every seat of the day with invented ones. More than
/// a queue of people is no queue, and whoever comes after them is booked by the staff, who see them.
pub const MOST_WAITING: usize = 10;

/// Body of `POST /kiosks/me/bookings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KioskBooking {
    /// Made by the device, at random: heard twice it is one.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: BookingId,
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    pub name: String,
    pub phone: Phone,
    /// In which they read what they agreed to.
    pub lang: Lang,
    /// They agreed that this is kept and shown to those who run the centre (law 94-V): must be true.
    pub agreed: bool,
    /// By the device's clock.
    pub made_at: Instant,
}

/// Why what was entered cannot be taken, with the field it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Name(NoName),
    NotAgreed,
}

impl KioskBooking {
    /// As it is kept: the name on one line. What was not agreed to is not kept at all.
    pub fn clean(&self) -> Result<Self, Wrong> {
        let name = clean_name(&self.name).map_err(Wrong::Name)?;
        if self.agreed { Ok(Self { name, ..self.clone() }) } else { Err(Wrong::NotAgreed) }
    }

    pub fn time(&self) -> Span {
        Span { starts: self.from, ends: self.to }
    }

    fn holder(&self) -> Holder {
        Holder::WalkIn { name: self.name.clone(), phone: Some(self.phone.clone()) }
    }
}

/// Somebody at a kiosk books, as whoever books for themselves, but for today only. `all` and `me`: as there; an account that has proved the phone is theirs too. `waiting`: what was booked at the same device and
/// holds its place, and nobody has come to.
pub fn book_at_kiosk(desk: &Desk, all: &[Booking], me: &Booker, new: &KioskBooking, waiting: usize) -> Result<Booking, NoBooking> {
    let wanted = NewBooking { resource: new.resource.clone(), from: new.from, to: new.to, made_at: new.made_at };
    let booking = book(desk, all, &new.id, me, new.holder(), &wanted)?;
    let later = desk.zone.day_number(new.from) > day_number(desk.zone.day(desk.now));
    match () {
        () if later => Err(NoBooking::TooFarAhead { days: 0 }),
        () if waiting >= MOST_WAITING => Err(NoBooking::AskStaff),
        () => Ok(booking),
    }
}
