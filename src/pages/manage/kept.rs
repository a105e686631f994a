//! Where what is being written lies: on the device as a row of its own, and how the backend has it.

use crate::{
    api::{ApiError, Fetched, actions, manage, series},
    model::{
        ActionDetail, ActionId, Instant, SeriesId,
        action_draft::{ActionDraft, DraftId},
    },
    state::App,
    store::{Room, Write, records},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Draft(DraftId),
    Action(ActionId),
    Plan(SeriesId),
}

impl What {
    pub fn key(&self, app: App) -> String {
        match self {
            Self::Draft(id) => written(app, &format!("draft/{id}")),
            Self::Action(id) => written(app, &format!("action/{id}")),
            Self::Plan(id) => written(app, &format!("series/{id}")),
        }
    }
}

/// Begins when the store is open, and looks again each time the connection is back.
pub fn begin_and_look_again<B, L>(app: App, begin: impl Fn() -> B + 'static, look_again: impl Fn() -> L + 'static)
where
    B: Future<Output = ()> + 'static,
    L: Future<Output = ()> + 'static,
{
    Effect::new(move |before: Option<Option<bool>>| {
        let offline = app.connection.is_offline();
        app.keeping.get()?;
        match before.flatten() {
            None => spawn_local(begin()),
            Some(true) if !offline => spawn_local(look_again()),
            Some(_) => {}
        }
        Some(offline)
    });
}

/// The key of what somebody is writing. It outlives signing out, and is found by them alone: see [`records::roster_plan`].
pub fn written(app: App, what: &str) -> String {
    let owner = app.session.person.with_untracked(|person| person.as_ref().map(|person| person.id.to_string()));
    records::roster_plan(&owner.unwrap_or_default(), what)
}

/// The version that the form is based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    pub form: ActionDraft,
    /// Of a draft; 0: the backend has none.
    pub rev: u64,
    pub etag: Option<String>,
    /// Of an action, or the plan of a series.
    pub detail: Option<ActionDetail>,
}

impl Base {
    pub fn none() -> Self {
        Self { form: ActionDraft::blank(), rev: 0, etag: None, detail: None }
    }

    pub fn same_version(&self, other: &Self) -> bool {
        (self.rev, &self.etag) == (other.rev, &other.etag)
    }
}

/// A row on the device: JSON, because what somebody typed must be readable by the next version of the app.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OnDevice {
    pub form: ActionDraft,
    pub base: Base,
    pub at: Instant,
}

pub async fn fetch(app: App, what: &What) -> Result<Base, ApiError> {
    // Asked without an ETag, so that it is never "unchanged".
    let unchanged = ApiError::Unexpected { status: 304 };
    match what {
        What::Draft(id) => {
            let kept = app.client().read(&manage::draft(id)).await?;
            Ok(Base { form: kept.form, rev: kept.rev, etag: None, detail: None })
        }
        What::Action(id) => match app.client().read(&actions::get(id, None)).await? {
            Fetched::New((detail, etag)) => Ok(Base { form: ActionDraft::of(&detail, &app.zone()), rev: 0, etag, detail: Some(detail) }),
            Fetched::Unchanged => Err(unchanged),
        },
        What::Plan(id) => match app.client().read(&series::get(id)).await? {
            Fetched::New((series, etag)) => {
                let form = ActionDraft::of_series(&series.repeat, &series.plan, &app.zone());
                Ok(Base { form, rev: 0, etag, detail: Some(series.plan) })
            }
            Fetched::Unchanged => Err(unchanged),
        },
    }
}

pub async fn read_row(app: App, key: &str) -> Option<OnDevice> {
    let bytes = app.store().get(Room::Own, key).await.ok().flatten()?;
    serde_json::from_slice(&bytes).ok()
}

/// A new draft on the device, from which its page begins.
pub async fn put_new(app: App, id: &DraftId, form: ActionDraft) -> bool {
    put_row(app, &What::Draft(id.clone()), form, Base::none()).await
}

/// What a page is to begin with.
pub async fn put_row(app: App, what: &What, form: ActionDraft, base: Base) -> bool {
    let row = OnDevice { form, base, at: clock::now() };
    let write = Write::Put(Room::Own, what.key(app), serde_json::to_vec(&row).unwrap_or_default());
    app.store().write(&[write]).await.is_ok()
}

/// The drafts that lie on this device.
pub async fn on_device(app: App) -> Vec<(DraftId, OnDevice)> {
    let drafts = written(app, "draft/");
    let rows = app.store().all(Room::Own, &drafts).await.unwrap_or_default();
    let row =
        |(key, bytes): (String, Vec<u8>)| Some((DraftId::new(key.strip_prefix(&drafts)?).ok()?, serde_json::from_slice(&bytes).ok()?));
    rows.into_iter().filter_map(row).collect()
}

/// An id that nobody has.
pub fn new_id() -> Option<DraftId> {
    // Short enough for a series, whose dates append their day.
    DraftId::new(clock::unique().get(..20)?).ok()
}
