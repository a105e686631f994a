//! Marks of attendance as they lie in the data base. What they come to is decided in `model::attendance`; nothing here does.

use crate::{
    db::Write,
    failure::{Failure, Result},
    secrets,
};
use meyirim::model::{ActionId, Id, Instant, Mark, PersonId, ShiftId, attendance::What};
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};

/// A mark, and the shift it belongs to.
pub struct Row {
    pub action: ActionId,
    pub shift: ShiftId,
    pub mark: Mark,
}

/// As it is selected, with the name of whoever made it.
struct Columns {
    id: String,
    action: String,
    shift: String,
    person: String,
    what: String,
    made_at: i64,
    clock_off: i64,
    made_by: String,
    heard_at: i64,
    by_name: Option<String>,
}

impl FromRow<'_, AnyRow> for Columns {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            action: row.try_get("action")?,
            shift: row.try_get("shift")?,
            person: row.try_get("person")?,
            what: row.try_get("what")?,
            made_at: row.try_get("made_at")?,
            clock_off: row.try_get("clock_off")?,
            made_by: row.try_get("made_by")?,
            heard_at: row.try_get("heard_at")?,
            by_name: row.try_get("by_name")?,
        })
    }
}

impl Columns {
    fn row(self) -> Result<Row> {
        fn id<T>(text: &str) -> Result<Id<T>> {
            Id::new(text).map_err(|_| Failure::internal())
        }
        Ok(Row {
            action: id(&self.action)?,
            shift: id(&self.shift)?,
            mark: Mark {
                id: id(&self.id)?,
                person: id(&self.person)?,
                what: serde_json::from_str(&self.what)?,
                at: Instant(self.made_at),
                by: id(&self.made_by)?,
                by_name: self.by_name,
                heard_at: Some(Instant(self.heard_at)),
                clock_off: self.clock_off,
            },
        })
    }
}

/// With the name of whoever made it: a person, or a kiosk (see `kiosk_rows::MARKER`).
const COLUMNS: &str = "m.*, COALESCE(p.name, k.name) AS by_name FROM marks m LEFT JOIN persons p ON p.id = m.made_by
     LEFT JOIN kiosks k ON m.made_by LIKE 'kiosk.%' AND k.id = SUBSTR(m.made_by, 7)";

const ORDER: &str = "ORDER BY m.heard_at, m.id";

/// Of everybody in a shift; with `only`, of that one.
pub async fn of_shift(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId, only: Option<&PersonId>) -> Result<Vec<Mark>> {
    let sql = format!(
        "SELECT {COLUMNS}
         WHERE m.action = $1 AND m.shift = $2 AND ($3 = '' OR m.person = $3) {ORDER}"
    );
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(action.as_str()).bind(shift.as_str());
    let rows: Vec<Columns> = query.bind(only.map_or("", |person| person.as_str())).fetch_all(conn).await?;
    rows.into_iter().map(|columns| columns.row().map(|row| row.mark)).collect()
}

/// Of somebody, in all shifts.
pub async fn of_person(conn: &mut AnyConnection, person: &PersonId) -> Result<Vec<Row>> {
    let sql = format!("SELECT {COLUMNS} WHERE m.person = $1 {ORDER}");
    let rows: Vec<Columns> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(person.as_str()).fetch_all(conn).await?;
    rows.into_iter().map(Columns::row).collect()
}

/// `false`: it is there already. With another content it is another's mistake, and stays as it was.
pub async fn add(w: &mut Write, action: &ActionId, shift: &ShiftId, mark: &Mark) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO marks (id, action, shift, person, what, made_at, clock_off, made_by, heard_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT DO NOTHING",
    )
    .bind(mark.id.as_str())
    .bind(action.as_str())
    .bind(shift.as_str())
    .bind(mark.person.as_str())
    .bind(serde_json::to_string(&mark.what)?)
    .bind(mark.at.0)
    .bind(mark.clock_off)
    .bind(mark.by.as_str())
    .bind(mark.heard_at.unwrap_or(mark.at).0)
    .execute(w.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Stands for somebody who is no more.
const NOBODY: &str = "-";

/// Takes somebody out of the log. Of their hours only the number stays, under nobody's name (`nobody`, of a shift); what they noted of others stays, by nobody.
pub async fn forget(
    w: &mut Write,
    person: &PersonId,
    hours: &[(ActionId, ShiftId, u32)],
    nobody: impl Fn(&str, &str) -> String,
    now: Instant,
) -> Result<()> {
    sqlx::query("DELETE FROM marks WHERE person = $1").bind(person.as_str()).execute(w.conn()).await?;
    sqlx::query("UPDATE marks SET made_by = $2 WHERE made_by = $1").bind(person.as_str()).bind(NOBODY).execute(w.conn()).await?;
    for (action, shift, minutes) in hours.iter().filter(|(.., minutes)| *minutes > 0) {
        let id = |text: &str| Id::new(text).map_err(|_| Failure::internal());
        let mark = Mark {
            id: Id::new(&secrets::random_text(12)).map_err(|_| Failure::internal())?,
            person: id(&nobody(action.as_str(), shift.as_str()))?,
            what: What::Confirmed { minutes: *minutes, reason: None },
            at: now,
            by: id(NOBODY)?,
            by_name: None,
            heard_at: Some(now),
            clock_off: 0,
        };
        add(w, action, shift, &mark).await?;
    }
    Ok(())
}

/// Whether anything was noted in an action; with `shift`, in that one.
pub async fn any(conn: &mut AnyConnection, action: &ActionId, shift: Option<&ShiftId>) -> Result<bool> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM marks WHERE action = $1 AND ($2 = '' OR shift = $2)")
        .bind(action.as_str())
        .bind(shift.map_or("", |shift| shift.as_str()))
        .fetch_one(conn)
        .await?;
    Ok(count > 0)
}
