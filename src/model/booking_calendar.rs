//! A booking for somebody's own calendar. Called the same whenever and by whomever it is written, so that a second file changes the first event.

use super::{
    ActionId, Booking, Centre, Instant, Lang, ShiftId, Texts,
    booking::BookingState,
    calendar::{self, Event, Status, When},
};

/// Where the file is written: the hub's host, and the address of the centre's page.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    pub host: &'a str,
    pub url: &'a str,
}

/// The calendar file. `None`: its id, or that of its place, makes no name of an event.
pub fn file(booking: &Booking, centre: &Centre, origin: Origin, stamp: Instant, lang: Lang) -> Option<String> {
    let say = |texts: &Texts| texts.show(lang).text.to_owned();
    let place = centre.resource(&booking.resource).map(|resource| say(&resource.name)).unwrap_or_default();
    let title = [say(&centre.name), place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    let address = centre.address.as_ref().map(say);
    // What a shift and its action are to other events.
    let (of, part) = (ActionId::new(booking.id.as_str()).ok()?, ShiftId::new("centre").ok()?);
    Some(calendar::file(&Event {
        action: &of,
        shift: &part,
        host: origin.host,
        stamp,
        when: When::Times { starts: booking.from, ends: booking.to },
        sequence: u32::try_from(booking.rev).unwrap_or(u32::MAX),
        status: match booking.state {
            BookingState::Booked | BookingState::CheckedIn => Status::Confirmed,
            BookingState::Cancelled | BookingState::Released => Status::Cancelled,
            BookingState::Blocked => Status::Tentative,
        },
        title: &title,
        place: address.as_deref(),
        coordinates: centre.coordinates,
        text: origin.url,
        url: origin.url,
        lang,
    }))
}
