//! What the parts of the centre's page share: the centre, the chosen day, and my bookings with what of them waits on this device.

use crate::{
    api::centre as api,
    i18n::dates::clock as hour,
    model::{
        Booking, BookingId, Centre, Day, Instant, ResourceId, Texts, Zone,
        booking::{Bookings, Busy, CentreDay, Desk},
        booking_acts::OwnAct,
        clash::Span,
    },
    outbox::{
        Act, CentreAct,
        bookings::{self, OwnBooking},
    },
    state::{App, kept::Kept},
    store::{Room, records},
    web::{clock, events},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct Here {
    pub app: App,
    pub centre: StoredValue<Arc<Centre>>,
    pub day: RwSignal<Day>,
    /// Mine, by time.
    pub own: Memo<Vec<OwnBooking>>,
    /// What was last done, for whoever does not see it.
    pub said: RwSignal<String>,
}

impl Here {
    pub fn open(app: App, centre: Arc<Centre>) -> Self {
        let signed_in = untrack(|| app.session.owner().is_some());
        // Nobody else has any, and asking for them would tell that a session has ended.
        let kept = signed_in.then(|| Kept::open(app, Room::Own, records::BOOKINGS.to_owned(), api::mine));
        if let Some(kept) = kept {
            again(app, kept, api::mine);
        }
        let own = Memo::new(move |_| {
            let known = kept.and_then(|kept: Kept<Bookings>| kept.value.get());
            let known = known.as_ref().map_or(&[][..], |known| &known.items);
            let owner = app.session.owner();
            app.outbox.entries.with(|entries| bookings::own(known, entries, owner.as_ref()))
        });
        let day = app.zone().day(app.now.get_untracked());
        Self { app, centre: StoredValue::new(centre), day: RwSignal::new(day), own, said: RwSignal::new(String::new()) }
    }

    /// Asks the rules, as of this minute.
    pub fn ask<T>(&self, ask: impl FnOnce(&Desk) -> T) -> T {
        let (zone, now) = (self.app.zone(), self.app.now.get());
        self.centre.with_value(|centre| ask(&Desk { centre, zone: &zone, now }))
    }

    /// The times of mine that count.
    pub fn times(&self) -> Vec<Span> {
        let now = self.app.now.get();
        self.centre.with_value(|centre| self.own.with(|own| bookings::times(own, &centre.rules, now)))
    }

    pub fn place(&self, id: &ResourceId) -> Option<Texts> {
        self.centre.with_value(|centre| centre.resource(id).map(|resource| resource.name.clone()))
    }

    /// Its name in the reader's language; of one that is no more, its id.
    pub fn named(&self, id: &ResourceId) -> String {
        self.place(id).map_or_else(|| id.to_string(), |texts| self.app.show(&texts).text.to_owned())
    }

    /// 10:00–12:00
    pub fn time(&self, time: Span) -> String {
        told(&self.app.zone(), time)
    }

    pub fn today(&self) -> Day {
        self.app.zone().day(self.app.now.get())
    }

    /// Into the outbox, and from there to the backend as soon as it can be reached.
    pub fn act(&self, booking: BookingId, (resource, time): (ResourceId, Span), what: OwnAct) {
        let (app, this) = (self.app, *self);
        let Some(place) = untrack(|| this.place(&resource)).or_else(|| Texts::new(Some(resource.as_str()), None, None)) else { return };
        let act = Act::Centre(CentreAct { booking, resource, place, from: time.starts, to: time.ends, what });
        spawn_local(async move {
            let done = app.outbox.add(app, act).await;
            if done.is_err() {
                app.storage_failed.set(true);
                // Neither asked nor waiting.
                return;
            }
            let words = &app.t_untracked().centre;
            this.said.try_set(if events::is_online() { (words.asked)(what) } else { (words.waits)(what) }.to_owned());
        });
    }

    pub fn book(&self, place: ResourceId, time: Span) {
        if let Ok(id) = BookingId::new(&clock::unique()) {
            self.act(id, (place, time), OwnAct::Book);
        }
    }

    pub fn of(&self, booking: &Booking, what: OwnAct) {
        self.act(booking.id.clone(), (booking.resource.clone(), booking.time()), what);
    }
}

pub fn told(zone: &Zone, time: Span) -> String {
    format!("{}–\u{2060}{}", hour(zone.local(time.starts)), hour(zone.local(time.ends)))
}

/// What is taken on a day: from the device first, then from the backend; again when anything has changed on the hub, when something of mine was decided, and each minute.
pub fn open_day(app: App, day: Day) -> Kept<CentreDay> {
    let kept = Kept::open(app, Room::Cache, records::centre_day(day), move || api::day(day));
    again(app, kept, move || api::day(day));
    kept
}

/// The stream of changes tells that there are some, and not what of the centre: it is looked for. An answer that has not changed costs a header.
fn again<T>(app: App, kept: Kept<T>, call: impl Fn() -> crate::api::Call<T> + Send + Sync + 'static)
where
    T: serde::Serialize + serde::de::DeserializeOwned + Clone + Send + Sync + 'static,
{
    let waiting = Memo::new(move |_| app.outbox.entries.with(|entries| entries.len()));
    Effect::new(move |before: Option<((Instant, Option<Instant>), usize)>| {
        let now = ((app.now.get(), app.actions.saved_at.get()), waiting.get());
        // While an act of mine is under way an answer may be of before it.
        let due = before.is_some_and(|(when, waiting)| when != now.0 || waiting > now.1);
        if due && events::is_visible() && app.keeping.with_untracked(Option::is_some) {
            let call = call();
            spawn_local(async move { kept.fetch(app, &call).await });
        }
        now
    });
}

/// What is taken, as far as this device knows.
pub fn busy(kept: Kept<CentreDay>) -> Option<Vec<Busy>> {
    kept.value.with(|day| day.as_ref().map(|day| day.busy.clone()))
}
