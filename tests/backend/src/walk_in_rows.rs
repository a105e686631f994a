//! Walk-ins as they lie in the data base: what somebody told a kiosk, what became of it, and when it is forgotten.
//!
//! Whoever was taken is a person like others on rolls and boards, but one that nobody can sign in as: their contact is a name under `.invalid`, which no mail reaches and no code is made for.
//! Names and phones go 30 days after the shift; the place that was taken and the marks stay, under an id that leads nowhere. One that was refused is kept for the day, for those who can still talk to them.

use crate::{
    db::Write,
    failure::{Failure, Result},
    participation, records,
};
use meyirim::model::{
    Action, ActionId, Contact, Instant, Person, PersonId, Role, ShiftId, Zone,
    instant::DAY,
    kiosk::{
        DeviceId,
        today::{Refused, WalkedIn},
        walk_in::WalkIn,
    },
};
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};

/// How long after a shift names and phones are kept.
const KEPT: i64 = 30 * DAY;

/// A row of the table.
pub struct Row {
    pub id: String,
    pub device: String,
    pub action: String,
    pub shift: String,
    /// Empty: refused.
    pub person: String,
    /// Empty: taken.
    pub why: String,
    pub record: String,
    pub at: i64,
    pub heard_at: i64,
    /// Of the shift.
    pub ends: i64,
    /// When and where it takes place by what they know from the kiosk, as a text message would say it in their language. Empty: from before that was written down.
    pub knows: String,
}

impl FromRow<'_, AnyRow> for Row {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            device: row.try_get("device")?,
            action: row.try_get("action")?,
            shift: row.try_get("shift")?,
            person: row.try_get("person")?,
            why: row.try_get("why")?,
            record: row.try_get("record")?,
            at: row.try_get("at")?,
            heard_at: row.try_get("heard_at")?,
            ends: row.try_get("ends")?,
            knows: row.try_get("knows")?,
        })
    }
}

impl Row {
    pub fn walk_in(&self) -> Result<WalkIn> {
        Ok(serde_json::from_str(&self.record)?)
    }

    /// `None`: they were taken.
    pub fn refused(&self) -> Result<Option<Refused>> {
        if self.why.is_empty() { Ok(None) } else { Ok(Some(serde_json::from_value(self.why.as_str().into())?)) }
    }

    /// What those who answer for the shift see of it, and the name.
    pub fn told(&self) -> Result<(String, WalkedIn)> {
        let WalkIn { id, name, phone, age_class, parent, .. } = self.walk_in()?;
        let device = DeviceId::new(&self.device).map_err(|_| Failure::internal())?;
        Ok((name, WalkedIn { id, phone, age_class, parent, device, at: Instant(self.at) }))
    }
}

pub async fn find(conn: &mut AnyConnection, id: &str) -> Result<Option<Row>> {
    Ok(sqlx::query_as("SELECT * FROM walk_ins WHERE id = $1").bind(id.to_owned()).fetch_optional(conn).await?)
}

/// Those who were taken; with `shift`, in that one.
pub async fn taken(conn: &mut AnyConnection, action: &ActionId, shift: Option<&ShiftId>) -> Result<Vec<Row>> {
    let sql = "SELECT * FROM walk_ins WHERE action = $1 AND person <> '' AND ($2 = '' OR shift = $2) ORDER BY id";
    let query = sqlx::query_as(sql).bind(action.as_str()).bind(shift.map_or("", |shift| shift.as_str()));
    Ok(query.fetch_all(conn).await?)
}

/// The one who was taken in this shift as this person.
pub async fn who(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId, person: &str) -> Result<Option<Row>> {
    let sql = "SELECT * FROM walk_ins WHERE action = $1 AND shift = $2 AND person = $3";
    Ok(sqlx::query_as(sql).bind(action.as_str()).bind(shift.as_str()).bind(person.to_owned()).fetch_optional(conn).await?)
}

/// A shift that was moved ends at another time, also once it is taken out.
pub async fn follow(conn: &mut AnyConnection, action: &Action) -> Result<()> {
    for shift in &action.shifts {
        sqlx::query("UPDATE walk_ins SET ends = $3 WHERE action = $1 AND shift = $2 AND ends <> $3 AND person <> ''")
            .bind(action.id.as_str())
            .bind(shift.id.as_str())
            .bind(shift.ends.0)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Those who were refused since then, the latest first.
pub async fn refused(conn: &mut AnyConnection, since: Instant) -> Result<Vec<Row>> {
    let sql = "SELECT * FROM walk_ins WHERE person = '' AND heard_at >= $1 ORDER BY at DESC, id";
    Ok(sqlx::query_as(sql).bind(since.0).fetch_all(conn).await?)
}

/// `false`: another has that id.
pub async fn add(conn: &mut AnyConnection, row: &Row) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO walk_ins (id, device, action, shift, person, why, record, at, heard_at, ends, knows) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT DO NOTHING",
    )
    .bind(&row.id)
    .bind(&row.device)
    .bind(&row.action)
    .bind(&row.shift)
    .bind(&row.person)
    .bind(&row.why)
    .bind(&row.record)
    .bind(row.at)
    .bind(row.heard_at)
    .bind(row.ends)
    .bind(&row.knows)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// A person of whom nobody has the login.
pub async fn put_person(conn: &mut AnyConnection, id: &PersonId, walk_in: &WalkIn, now: Instant) -> Result<()> {
    let person = Person {
        id: id.clone(),
        name: Some(walk_in.name.clone()),
        contact: Contact::parse(&format!("{id}@walk-in.invalid")).map_err(|_| Failure::internal())?,
        age_class: Some(walk_in.age_class),
        roles: vec![Role::Volunteer],
        lang: walk_in.lang,
    };
    records::put_person(conn, &person, now).await
}

/// Whether somebody with an account has a place in the action who has this phone and name.
pub async fn has_account(conn: &mut AnyConnection, walk_in: &WalkIn) -> Result<bool> {
    use meyirim::model::fold::fold;
    let Some(phone) = &walk_in.phone else { return Ok(false) };
    let names: Vec<Option<String>> = sqlx::query_scalar(
        "SELECT p.name FROM persons p JOIN signups s ON s.person = p.id WHERE p.contact = $1 AND s.action = $2 AND s.state = 'confirmed' AND s.gone = 0",
    )
    .bind(phone.as_str())
    .bind(walk_in.action.as_str())
    .fetch_all(conn)
    .await?;
    Ok(names.iter().flatten().any(|name| fold(name) == fold(&walk_in.name)))
}

/// Everybody who was taken in a shift that ended before then. Its end is what the action says now: shifts are put off, and an action may go on long after one of them.
async fn over(conn: &mut AnyConnection, before: Instant) -> Result<Vec<String>> {
    let shifts: Vec<(String, String, i64, Option<String>)> = sqlx::query_as(
        "SELECT w.action, w.shift, MAX(w.ends), a.record FROM walk_ins w LEFT JOIN actions a ON a.id = w.action
         WHERE w.person <> '' GROUP BY w.action, w.shift, a.record",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut people = Vec::new();
    for (action, shift, as_it_was, record) in shifts {
        let known = record.map(|record| serde_json::from_str::<Action>(&record)).transpose()?;
        let shift = ShiftId::new(&shift).map_err(|_| Failure::internal())?;
        let ends = known.as_ref().and_then(|action| action.shift(&shift)).map_or(Instant(as_it_was), |shift| shift.ends);
        if ends < before {
            let sql = "SELECT person FROM walk_ins WHERE person <> '' AND action = $1 AND shift = $2";
            let query = sqlx::query_scalar(sql).bind(action).bind(shift.as_str());
            people.extend(query.fetch_all(&mut *conn).await?);
        }
    }
    Ok(people)
}

/// Forgets those whose time is over.
pub async fn purge(w: &mut Write, zone: &Zone, now: Instant) -> Result<()> {
    let today = zone.start_of(zone.day(now));
    sqlx::query("DELETE FROM walk_ins WHERE person = '' AND heard_at < $1").bind(today.0).execute(w.conn()).await?;
    for person in over(w.conn(), now.plus(-KEPT)).await? {
        for sql in ["DELETE FROM walk_ins WHERE person = $1", "DELETE FROM notices WHERE person = $1", "DELETE FROM persons WHERE id = $1"]
        {
            sqlx::query(sql).bind(&person).execute(w.conn()).await?;
        }
        // An id that leads nowhere now, but still stands in what a parent's answer was.
        sqlx::query("UPDATE signups SET guardian = NULL WHERE person = $1").bind(&person).execute(w.conn()).await?;
        participation::forget(w.conn(), &PersonId::new(&person).map_err(|_| Failure::internal())?).await?;
    }
    Ok(())
}
