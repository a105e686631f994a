//! What a kiosk knows of the coworking centre: fetched with the beat, so that a device that loses its network can book and name seats although nobody has opened that screen today. It lies where the screen itself looks for it.

use super::Kiosk;
use crate::{
    api::{Fetched, ProblemKind, centre as api},
    model::{Centre, Day, Instant, booking::CentreDay, instant::MINUTE},
    state::{App, kept},
    store::{Room, Write, records},
    web::clock,
};
use leptos::prelude::*;

/// How old its settings may be: they change a few times a year.
const SETTINGS: i64 = 10 * MINUTE;

/// What was last asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Looked {
    /// When the hub said that it has no centre.
    none_at: Option<Instant>,
    /// Of which day, and by what it is told unchanged.
    day: Option<(Day, Option<String>)>,
}

fn recent(at: Instant) -> bool {
    let now = clock::now();
    at <= now && now < at.plus(SETTINGS)
}

impl Kiosk {
    /// Quietly: what cannot be had now is asked for at the next beat, and a hub without a centre is nothing that has failed.
    pub(super) async fn refresh_centre(self) {
        let Some(looked) = self.centre.try_get_value() else { return };
        if looked.none_at.is_some_and(recent) {
            return;
        }
        let app = self.app;
        let settings = kept::read::<Centre>(app, Room::Cache, records::CENTRE).await;
        if !settings.is_some_and(|settings| recent(settings.at)) {
            match app.client().read(&api::get()).await {
                Ok(centre) => kept::keep(app, Room::Cache, records::CENTRE, &centre).await,
                Err(error) => {
                    if error.kind() == Some(ProblemKind::NotFound) {
                        self.centre.try_update_value(|looked| looked.none_at = Some(clock::now()));
                    }
                    return;
                }
            }
        }
        self.refresh_hours(app, looked).await;
    }

    /// What is taken today.
    async fn refresh_hours(self, app: App, looked: Looked) {
        let Some(off) = self.clock_off.try_get_untracked() else { return };
        let day = untrack(|| app.zone()).day(clock::now().plus(off));
        let row = records::centre_day(day);
        let known = looked.day.filter(|(of, _)| *of == day);
        if known.is_none() {
            forget_before(app, &row).await;
        }
        let there = kept::read::<CentreDay>(app, Room::Cache, &row).await.is_some();
        let etag = known.and_then(|(_, etag)| etag).filter(|_| there);
        if let Ok(Fetched::New((taken, etag))) = app.client().read(&api::day_unless(day, etag.as_deref())).await {
            kept::keep(app, Room::Cache, &row, &taken).await;
            self.centre.try_update_value(|looked| *looked = Looked { none_at: None, day: Some((day, etag)) });
        }
    }
}

/// Days that are over. Their rows are named by the day, and so sorted by it.
async fn forget_before(app: App, today: &str) {
    let keys = app.store().keys(Room::Cache).await.unwrap_or_default();
    let begins = format!("{}/", records::CENTRE);
    let over = keys.into_iter().filter(|key| key.starts_with(&begins) && key.as_str() < today);
    drop(app.store().write(&over.map(|key| Write::Delete(Room::Cache, key)).collect::<Vec<_>>()).await);
}
