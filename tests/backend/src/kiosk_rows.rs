//! Kiosks as they lie in the data base, and the device behind a request. A device proves itself by `Authorization: Kiosk <secret>`, never by a session: with its secret one gets no further than
//! `/kiosks/me`, and a person's cookie in the same browser counts for nothing there.

use crate::{
    app::App,
    db::Write,
    failure::{Failure, Result},
    secrets, who,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use meyirim::{
    api::ProblemKind,
    model::{
        ActionDetail, Instant, OrganisationId, PersonId,
        kiosk::{Device, DeviceId, DeviceState, Own, day, pin::PinCheck},
    },
};
use serde::de::DeserializeOwned;
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};

/// A row of the table.
pub struct Row {
    pub id: String,
    pub name: String,
    pub organisation: String,
    pub state: String,
    pub paired_at: i64,
    pub last_seen: i64,
    pub version: String,
    pub waiting: i64,
    pub clock_off: i64,
    pub storage_full: i64,
    /// JSON.
    pub pin: String,
}

impl FromRow<'_, AnyRow> for Row {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            organisation: row.try_get("organisation")?,
            state: row.try_get("state")?,
            paired_at: row.try_get("paired_at")?,
            last_seen: row.try_get("last_seen")?,
            version: row.try_get("version")?,
            waiting: row.try_get("waiting")?,
            clock_off: row.try_get("clock_off")?,
            storage_full: row.try_get("storage_full")?,
            pin: row.try_get("pin")?,
        })
    }
}

fn enumerated<T: DeserializeOwned>(key: &str) -> Result<T> {
    Ok(T::deserialize(serde::de::value::StrDeserializer::<serde_json::Error>::new(key))?)
}

impl Row {
    pub fn state(&self) -> Result<DeviceState> {
        enumerated(&self.state)
    }

    fn id(&self) -> Result<DeviceId> {
        DeviceId::new(&self.id).map_err(|_| Failure::internal())
    }

    fn organisation(&self) -> Result<Option<OrganisationId>> {
        let id = Some(self.organisation.as_str()).filter(|id| !id.is_empty());
        id.map(OrganisationId::new).transpose().map_err(|_| Failure::internal())
    }

    pub fn device(&self) -> Result<Device> {
        Ok(Device {
            id: self.id()?,
            name: self.name.clone(),
            organisation: self.organisation()?,
            state: self.state()?,
            paired_at: Instant(self.paired_at),
            last_seen: Some(Instant(self.last_seen)).filter(|seen| seen.0 > 0),
            version: Some(self.version.clone()).filter(|version| !version.is_empty()),
            waiting: u32::try_from(self.waiting).unwrap_or_default(),
            clock_off: self.clock_off,
            storage_full: self.storage_full > 0,
        })
    }

    pub fn own(&self, now: Instant) -> Result<Own> {
        Ok(Own {
            id: self.id()?,
            name: self.name.clone(),
            organisation: self.organisation()?,
            state: self.state()?,
            pin: serde_json::from_str::<PinCheck>(&self.pin)?,
            now,
        })
    }
}

/// Of those that are paired; ours until the transaction ends.
pub async fn hold(w: &mut Write, id: &DeviceId) -> Result<Option<Row>> {
    let sql = "UPDATE kiosks SET held = 1 - held WHERE id = $1 AND gone = 0 RETURNING *";
    Ok(sqlx::query_as(sql).bind(id.as_str()).fetch_optional(w.conn()).await?)
}

/// Those that are paired, by name.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<Device>> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM kiosks WHERE gone = 0 ORDER BY name, id").fetch_all(conn).await?;
    rows.iter().map(Row::device).collect()
}

/// A device that asks.
#[derive(Debug, Clone)]
pub struct Kiosk {
    pub id: DeviceId,
    pub organisation: Option<OrganisationId>,
    state: DeviceState,
}

impl Kiosk {
    /// Idempotency keys of this device.
    pub fn scope(&self) -> String {
        format!("kiosk {}", self.id)
    }

    /// By whom a mark of it is, as no person is called: their ids hold no full stop.
    pub fn marker(&self) -> Result<PersonId> {
        PersonId::new(&format!("{MARKER}{}", self.id)).map_err(|_| Failure::internal())
    }

    /// Fails while it is locked, or to be wiped. Nothing is decided by that: what it holds can be sent again once it is unlocked.
    pub fn must_be_active(&self) -> Result<()> {
        match self.state {
            DeviceState::Active => Ok(()),
            DeviceState::Locked | DeviceState::Wiping => {
                Err(Failure::new(ProblemKind::Forbidden, "This kiosk is out of use").detail("locked"))
            }
        }
    }

    /// Whether it takes people for an action.
    pub fn is_for(&self, detail: &ActionDetail) -> bool {
        self.organisation.as_ref().is_none_or(|organisation| day::is_at(detail, organisation))
    }
}

/// See [`Kiosk::marker`].
pub const MARKER: &str = "kiosk.";

impl FromRequestParts<App> for Kiosk {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let nobody = || Failure::new(ProblemKind::SignIn, "This is no kiosk of the hub");
        let secret = who::kiosk(&parts.headers).ok_or_else(nobody)?;
        let row: Option<Row> = sqlx::query_as("SELECT * FROM kiosks WHERE secret_hash = $1 AND gone = 0")
            .bind(secrets::hash(secret))
            .fetch_optional(&app.db.pool)
            .await?;
        let row = row.ok_or_else(nobody)?;
        if !parts.method.is_safe() {
            app.limits.kiosk_writes.take(&row.id, app.clock.now()).map_err(Failure::too_many)?;
        }
        Ok(Self { id: row.id()?, organisation: row.organisation()?, state: row.state()? })
    }
}
