//! Consents as they lie in the data base. What they mean is decided in `consents`; nothing here does.

use crate::{
    db::Write,
    failure::{Failure, Result},
    secrets,
};
use meyirim::model::{
    Action, ActionId, Instant, PersonId,
    consent::{Consent, ConsentId, ConsentState, LONGEST_TERM, Purpose},
};
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};

/// A consent, and whose it is.
pub struct Kept {
    pub person: PersonId,
    pub consent: Consent,
}

struct Columns {
    id: String,
    person: String,
    action: String,
    term: i64,
    state: String,
    moment: i64,
    guardian: Option<String>,
    asked_at: i64,
}

impl FromRow<'_, AnyRow> for Columns {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            person: row.try_get("person")?,
            action: row.try_get("action")?,
            term: row.try_get("term")?,
            state: row.try_get("state")?,
            moment: row.try_get("moment")?,
            guardian: row.try_get("guardian")?,
            asked_at: row.try_get("asked_at")?,
        })
    }
}

impl Columns {
    fn read(self) -> Result<Kept> {
        let broken = |_| Failure::internal();
        let at = Instant(self.moment);
        let state = match self.state.as_str() {
            "asked" => ConsentState::Asked { until: at },
            "given" => ConsentState::Given { at },
            "refused" => ConsentState::Refused { at },
            "withdrawn" => ConsentState::Withdrawn { at },
            // Written by a later version: no default may let a child join.
            _ => return Err(Failure::internal()),
        };
        let consent = Consent {
            id: ConsentId::new(&self.id).map_err(broken)?,
            purpose: match self.action.as_str() {
                "" => Purpose::Everything,
                action => Purpose::Action(ActionId::new(action).map_err(broken)?),
            },
            until: Instant(self.term),
            state,
            guardian: self.guardian,
            asked_at: Instant(self.asked_at),
        };
        Ok(Kept { person: PersonId::new(&self.person).map_err(broken)?, consent })
    }
}

fn spelt(state: ConsentState) -> (&'static str, i64) {
    match state {
        ConsentState::Asked { until } => ("asked", until.0),
        ConsentState::Given { at } => ("given", at.0),
        ConsentState::Refused { at } => ("refused", at.0),
        ConsentState::Withdrawn { at } => ("withdrawn", at.0),
    }
}

fn action_key(purpose: &Purpose) -> &str {
    match purpose {
        Purpose::Action(id) => id.as_str(),
        Purpose::Everything => "",
    }
}

/// The latest first.
pub async fn of_person(conn: &mut AnyConnection, person: &PersonId) -> Result<Vec<Consent>> {
    let found: Vec<Columns> =
        sqlx::query_as("SELECT * FROM consents WHERE person = $1 ORDER BY asked_at DESC, id").bind(person.as_str()).fetch_all(conn).await?;
    found.into_iter().map(|columns| columns.read().map(|kept| kept.consent)).collect()
}

pub async fn by_secret(conn: &mut AnyConnection, secret: &str) -> Result<Option<Kept>> {
    let found: Option<Columns> =
        sqlx::query_as("SELECT * FROM consents WHERE secret_hash = $1").bind(secrets::hash(secret)).fetch_optional(conn).await?;
    found.map(Columns::read).transpose()
}

pub async fn insert(w: &mut Write, person: &PersonId, secret: &str, consent: &Consent) -> Result<()> {
    let (state, moment) = spelt(consent.state);
    sqlx::query(
        "INSERT INTO consents (id, person, secret_hash, action, term, state, moment, guardian, asked_at, over)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(consent.id.as_str())
    .bind(person.as_str())
    .bind(secrets::hash(secret))
    .bind(action_key(&consent.purpose))
    .bind(consent.until.0)
    .bind(state)
    .bind(moment)
    .bind(&consent.guardian)
    .bind(consent.asked_at.0)
    .bind(consent.over().0)
    .execute(w.conn())
    .await?;
    Ok(())
}

/// Writes down what an answer has changed.
pub async fn save(w: &mut Write, consent: &Consent) -> Result<()> {
    let (state, moment) = spelt(consent.state);
    sqlx::query("UPDATE consents SET state = $2, moment = $3, guardian = $4, over = $5 WHERE id = $1")
        .bind(consent.id.as_str())
        .bind(state)
        .bind(moment)
        .bind(&consent.guardian)
        .bind(consent.over().0)
        .execute(w.conn())
        .await?;
    Ok(())
}

/// Ends the links for the same thing that nobody has answered.
pub async fn forget_asked(w: &mut Write, person: &PersonId, purpose: &Purpose) -> Result<()> {
    sqlx::query("DELETE FROM consents WHERE person = $1 AND action = $2 AND state = 'asked'")
        .bind(person.as_str())
        .bind(action_key(purpose))
        .execute(w.conn())
        .await?;
    Ok(())
}

/// An action for looking at, if it is there.
pub async fn action(conn: &mut AnyConnection, id: &ActionId) -> Result<Option<Action>> {
    let record: Option<String> =
        sqlx::query_scalar("SELECT record FROM actions WHERE id = $1 AND gone = 0").bind(id.as_str()).fetch_optional(conn).await?;
    Ok(record.map(|record| serde_json::from_str(&record)).transpose()?)
}

/// Forgets consents that have been over for a year, with the names in them.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM consents WHERE over < $1").bind(now.plus(-LONGEST_TERM).0).execute(w.conn()).await?;
    Ok(())
}
