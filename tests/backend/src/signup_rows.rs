//! Signups as they lie in the data base. What they mean and who may have one is decided in `signups`; nothing here does.

use crate::{
    db::Write,
    failure::{Failure, Result},
};
use meyirim::model::{
    Action, ActionId, ActionState, Instant, PersonId, Shift, ShiftId, Signup, SignupId, SignupState, board::Board, clash::Span,
};
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};

/// A row of the table.
pub struct Row {
    pub id: String,
    pub rev: i64,
    pub gone: i64,
    pub person: String,
    pub action: String,
    pub shift: String,
    pub state: String,
    pub position: i64,
    pub made_at: i64,
    pub decided_at: i64,
    pub guardian: Option<String>,
}

impl FromRow<'_, AnyRow> for Row {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            rev: row.try_get("rev")?,
            gone: row.try_get("gone")?,
            person: row.try_get("person")?,
            action: row.try_get("action")?,
            shift: row.try_get("shift")?,
            state: row.try_get("state")?,
            position: row.try_get("position")?,
            made_at: row.try_get("made_at")?,
            decided_at: row.try_get("decided_at")?,
            guardian: row.try_get("guardian")?,
        })
    }
}

impl Row {
    pub fn signup(&self) -> Result<Signup> {
        let standing = match self.state.as_str() {
            "confirmed" => SignupState::Confirmed,
            "waiting" => SignupState::Waitlisted { position: u32::try_from(self.position).unwrap_or(1) },
            _ => SignupState::Withdrawn,
        };
        let broken = |_| Failure::internal();
        Ok(Signup {
            id: SignupId::new(&self.id).map_err(broken)?,
            rev: u64::try_from(self.rev).unwrap_or_default(),
            action: ActionId::new(&self.action).map_err(broken)?,
            shift: ShiftId::new(&self.shift).map_err(broken)?,
            standing,
            made_at: Instant(self.made_at),
            decided_at: Instant(self.decided_at),
            guardian: self.guardian.as_deref().map(|key| serde_json::from_value(key.into())).transpose()?,
        })
    }
}

pub async fn find(conn: &mut AnyConnection, person: &PersonId, action: &ActionId, shift: &ShiftId) -> Result<Option<Row>> {
    let row = sqlx::query_as("SELECT * FROM signups WHERE person = $1 AND action = $2 AND shift = $3")
        .bind(person.as_str())
        .bind(action.as_str())
        .bind(shift.as_str())
        .fetch_optional(conn)
        .await?;
    Ok(row)
}

pub async fn load_board(conn: &mut AnyConnection, action: &ActionId, shift: &Shift) -> Result<Board<String>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT person, state FROM signups WHERE action = $1 AND shift = $2 AND state <> 'withdrawn' AND gone = 0 ORDER BY position",
    )
    .bind(action.as_str())
    .bind(shift.id.as_str())
    .fetch_all(conn)
    .await?;
    let (confirmed, waiting): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, state)| state == "confirmed");
    let persons = |rows: Vec<(String, String)>| rows.into_iter().map(|(person, _)| person).collect();
    Ok(Board::new(shift.seats.most, persons(confirmed), persons(waiting)))
}

/// When the person is taken by what they have joined. What was called off takes nobody.
pub async fn other_spans(conn: &mut AnyConnection, person: &PersonId, now: Instant) -> Result<Vec<(Span, ActionId)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.shift, a.record FROM signups s JOIN actions a ON a.id = s.action
         WHERE s.person = $1 AND s.state <> 'withdrawn' AND s.gone = 0 AND a.gone = 0 AND a.ends > $2",
    )
    .bind(person.as_str())
    .bind(now.0)
    .fetch_all(conn)
    .await?;
    let mut spans = Vec::new();
    for (shift, record) in rows {
        let action: Action = serde_json::from_str(&record)?;
        if action.state == ActionState::Published
            && let Some(shift) = action.shifts.iter().find(|other| other.id.as_str() == shift)
        {
            spans.push((Span { starts: shift.starts, ends: shift.ends }, action.id.clone()));
        }
    }
    Ok(spans)
}

pub async fn write(conn: &mut AnyConnection, row: &Row, clock_ahead: bool) -> Result<()> {
    sqlx::query(
        "INSERT INTO signups (id, rev, person, action, shift, state, position, made_at, decided_at, guardian, clock_ahead)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (person, action, shift) DO UPDATE SET rev = excluded.rev, gone = 0, state = excluded.state, position = excluded.position,
         made_at = excluded.made_at, decided_at = excluded.decided_at, guardian = excluded.guardian, clock_ahead = excluded.clock_ahead",
    )
    .bind(&row.id)
    .bind(row.rev)
    .bind(&row.person)
    .bind(&row.action)
    .bind(&row.shift)
    .bind(&row.state)
    .bind(row.position)
    .bind(row.made_at)
    .bind(row.decided_at)
    .bind(&row.guardian)
    .bind(i64::from(clock_ahead))
    .execute(conn)
    .await?;
    Ok(())
}

/// From the line to a place: the promoted person's own signup changes, and so reaches their phone.
pub async fn promote(w: &mut Write, action: &ActionId, shift: &ShiftId, person: &str, rev: i64, now: Instant) -> Result<()> {
    sqlx::query(
        "UPDATE signups SET state = 'confirmed', position = 0, rev = $4, decided_at = $5 WHERE action = $1 AND shift = $2 AND person = $3",
    )
    .bind(action.as_str())
    .bind(shift.as_str())
    .bind(person)
    .bind(rev)
    .bind(now.0)
    .execute(w.conn())
    .await?;
    Ok(())
}

/// Those behind the gap move up by one, and hear of it.
pub async fn move_up(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId, gap: i64, rev: i64) -> Result<()> {
    sqlx::query(
        "UPDATE signups SET position = position - 1, rev = $4 WHERE action = $1 AND shift = $2 AND state = 'waiting' AND gone = 0 AND position > $3",
    )
    .bind(action.as_str())
    .bind(shift.as_str())
    .bind(gap)
    .bind(rev)
    .execute(conn)
    .await?;
    Ok(())
}
