//! Reading and writing whole records inside a transaction: actions, persons.

use crate::{
    actions,
    db::Write,
    failure::{Failure, Result},
};
use meyirim::{
    api::ProblemKind,
    model::{Action, ActionDetail, ActionId, Contact, Instant, Person, PersonId},
};
use sqlx::AnyConnection;

/// An action for changing. Its row is ours until the transaction ends.
pub async fn hold_action(w: &mut Write, id: &ActionId) -> Result<Action> {
    hold_detail(w, id).await.map(|detail| detail.action)
}

pub async fn hold_detail(w: &mut Write, id: &ActionId) -> Result<ActionDetail> {
    let found: Option<(String, String)> =
        sqlx::query_as("UPDATE actions SET held = 1 - held WHERE id = $1 AND gone = 0 RETURNING record, rest")
            .bind(id.as_str())
            .fetch_optional(w.conn())
            .await?;
    let (record, rest) = found.ok_or_else(Failure::not_found)?;
    Ok(serde_json::from_str(&actions::join(&record, &rest))?)
}

/// As it is now; `None`: there is no such action.
pub async fn detail(conn: &mut AnyConnection, id: &ActionId) -> Result<Option<ActionDetail>> {
    let found: Option<(String, String)> =
        sqlx::query_as("SELECT record, rest FROM actions WHERE id = $1 AND gone = 0").bind(id.as_str()).fetch_optional(conn).await?;
    Ok(found.map(|(record, rest)| serde_json::from_str(&actions::join(&record, &rest))).transpose()?)
}

/// Writes an action's list record back with its new number.
pub async fn change_action(w: &mut Write, action: &mut Action, rev: i64) -> Result<()> {
    action.rev = u64::try_from(rev).unwrap_or_default();
    sqlx::query("UPDATE actions SET rev = $2, free = $3, record = $4 WHERE id = $1")
        .bind(action.id.as_str())
        .bind(rev)
        .bind(free(action))
        .bind(serde_json::to_string(action)?)
        .execute(w.conn())
        .await?;
    Ok(())
}

/// Writes a whole action, a new one or in place of the old.
pub async fn put_detail(w: &mut Write, detail: &ActionDetail) -> Result<()> {
    let action = &detail.action;
    let direction = action.direction.key();
    sqlx::query(
        "INSERT INTO actions (id, rev, starts, ends, direction, district, free, record, rest, series) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, gone = 0, starts = excluded.starts, ends = excluded.ends,
         direction = excluded.direction, district = excluded.district, free = excluded.free, record = excluded.record, rest = excluded.rest, series = excluded.series",
    )
    .bind(action.id.as_str())
    .bind(action.rev as i64)
    .bind(action.starts().0)
    .bind(action.ends().0)
    .bind(direction)
    .bind(action.district.as_deref().unwrap_or_default())
    .bind(free(action))
    .bind(serde_json::to_string(action)?)
    .bind(actions::rest(detail)?)
    .bind(action.series.as_ref().map_or("", |series| series.as_str()))
    .execute(w.conn())
    .await?;
    Ok(())
}

pub fn free(action: &Action) -> i64 {
    i64::from(action.shifts.iter().any(|shift| !shift.seats.is_full()))
}

/// A person for deciding on: no other decision on them runs until the transaction ends.
pub async fn hold_person(w: &mut Write, id: &PersonId) -> Result<Person> {
    sqlx::query("UPDATE persons SET held = 1 - held WHERE id = $1").bind(id.as_str()).execute(w.conn()).await?;
    // Gone between the check of the session and now: as good as signed out.
    person(w.conn(), id).await?.ok_or_else(|| Failure::new(ProblemKind::SignIn, "Nobody is signed in"))
}

/// The same of somebody else than who asks; `None`: nobody is that.
pub async fn hold_other(w: &mut Write, id: &PersonId) -> Result<Option<Person>> {
    sqlx::query("UPDATE persons SET held = 1 - held WHERE id = $1").bind(id.as_str()).execute(w.conn()).await?;
    person(w.conn(), id).await
}

pub async fn person(conn: &mut AnyConnection, id: &PersonId) -> Result<Option<Person>> {
    type Columns = (String, String, Option<String>, Option<String>, String, String);
    let found: Option<Columns> = sqlx::query_as("SELECT id, contact, name, age_class, roles, lang FROM persons WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    let Some((id, contact, name, age_class, roles, lang)) = found else { return Ok(None) };
    Ok(Some(Person {
        id: PersonId::new(&id).map_err(|_| Failure::internal())?,
        name,
        contact: Contact::parse(&contact).map_err(|_| Failure::internal())?,
        age_class: age_class.map(|key| serde_json::from_value(key.into())).transpose()?,
        roles: serde_json::from_str(&roles)?,
        lang: serde_json::from_value(lang.into())?,
    }))
}

pub async fn put_person(conn: &mut AnyConnection, person: &Person, now: Instant) -> Result<()> {
    sqlx::query(
        "INSERT INTO persons (id, contact, name, age_class, roles, lang, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, age_class = excluded.age_class, roles = excluded.roles, lang = excluded.lang",
    )
    .bind(person.id.as_str())
    .bind(person.contact.as_str())
    .bind(person.name.as_deref())
    .bind(person.age_class.map(key).transpose()?)
    .bind(serde_json::to_string(&person.roles)?)
    .bind(person.lang.code())
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// The wire spelling of a plain enum.
pub fn key(value: impl serde::Serialize) -> Result<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(key) => Ok(key),
        _ => Err(Failure::internal()),
    }
}
