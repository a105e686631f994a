//! What the steps of a booking share: the centre, what is taken today as far as this device knows, and the rules, asked as of this minute.

use super::super::stage::Stage;
use crate::{
    api::centre as api,
    i18n::dates::{clock as hour, hours},
    model::{
        Centre, Day, Instant, ResourceId,
        booking::{Busy, CentreDay, Desk},
        centre::{Resource, ResourceKind},
        centre_doors::Doors,
        clash::Span,
    },
    pages::centre::here::busy,
    state::{App, kept::Kept},
};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct Hall {
    pub app: App,
    pub stage: Stage,
    pub centre: StoredValue<Arc<Centre>>,
    pub day: Day,
    /// With what somebody wants at this very device and nobody has decided. `None`: not known yet.
    pub taken: Memo<Option<Vec<Busy>>>,
    kept: Kept<CentreDay>,
}

/// When the next hour is free, at one of several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Now, at so many.
    Now(u64),
    From(Instant),
    /// Not today any more.
    Never,
}

impl Hall {
    pub fn open(stage: Stage, centre: Arc<Centre>, day: Day, kept: Kept<CentreDay>) -> Self {
        let taken = Memo::new(move |_| {
            let mut taken = busy(kept)?;
            taken.extend(stage.kiosk.wanted.get());
            Some(taken)
        });
        Self { app: stage.app, stage, centre: StoredValue::new(centre), day, taken, kept }
    }

    pub fn ask<T>(self, ask: impl FnOnce(&Desk) -> T) -> T {
        let (zone, now) = (self.app.zone(), self.stage.kiosk.now.get());
        self.centre.with_value(|centre| ask(&Desk { centre, zone: &zone, now }))
    }

    pub fn busy(self) -> Vec<Busy> {
        self.taken.get().unwrap_or_default()
    }

    /// Looks anew at what is taken.
    pub async fn look(self) {
        self.kept.fetch(self.app, &api::day(self.day)).await;
    }

    /// All of the day, also what is over.
    pub fn pieces(self) -> Vec<Span> {
        self.centre.with_value(|centre| centre.hours(self.day, &self.app.zone()))
    }

    /// Whether it is closed for today.
    pub fn is_over(self, doors: Memo<(Doors, Instant)>) -> bool {
        doors.with(|(doors, now)| doors.is_over(*now, &self.app.zone()))
    }

    pub fn of_kind(self, kind: ResourceKind) -> Vec<Resource> {
        self.centre.with_value(|centre| centre.resources.iter().filter(|one| one.kind == kind).cloned().collect())
    }

    /// One, or all of its kind.
    pub fn places(self, kind: ResourceKind, one: Option<ResourceId>) -> Vec<ResourceId> {
        one.map_or_else(|| self.of_kind(kind).into_iter().map(|one| one.id).collect(), |one| vec![one])
    }

    pub fn next(self, places: &[ResourceId]) -> Next {
        let (taken, pieces) = (self.busy(), self.pieces());
        self.ask(|desk| {
            let free = |piece: &Span| places.iter().filter(|place| desk.fits(place, *piece, &taken).is_ok()).count() as u64;
            match pieces.iter().map(|piece| (piece, free(piece))).find(|(_, free)| *free > 0) {
                Some((piece, free)) if piece.starts <= desk.now => Next::Now(free),
                Some((piece, _)) => Next::From(piece.starts),
                None => Next::Never,
            }
        })
    }

    /// The same in words.
    pub fn next_in_words(self, kind: ResourceKind, places: &[ResourceId]) -> String {
        let words = &self.app.t().kiosk_centre;
        match self.next(places) {
            Next::Now(_) if places.len() == 1 => words.free_at_once.to_owned(),
            Next::Now(free) => (words.free_now)(kind, free),
            Next::From(at) => (words.free_from)(&hour(self.app.zone().local(at))),
            Next::Never => words.none_left.to_owned(),
        }
    }

    /// Its name in the reader's language; of one that is no more, its id.
    pub fn named(self, id: &ResourceId) -> String {
        let name = self.centre.with_value(|centre| centre.resource(id).map(|one| one.name.clone()));
        name.map_or_else(|| id.to_string(), |texts| self.app.show(&texts).text.to_owned())
    }

    /// "10:00–12:00"
    pub fn time(self, time: Span) -> String {
        hours(time.starts, time.ends, &self.app.zone())
    }
}
