//! Signups as they lie in the data base. What they mean and who may have one is decided in `signups`; nothing here does.

use crate::{
    db::Write,
    failure::{Failure, Result},
    notices,
};
use meyirim::model::{
    Action, ActionId, ActionState, Cover, Instant, PersonId, Shift, ShiftId, Signup, SignupId, SignupState,
    board::{Board, Place},
    clash::Span,
    rest::WINDOW,
};
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};
use std::collections::HashMap;

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
    pub offer_until: i64,
    /// Empty, `asked` or `open`.
    pub cover: String,
    pub cover_at: i64,
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
            offer_until: row.try_get("offer_until")?,
            cover: row.try_get("cover")?,
            cover_at: row.try_get("cover_at")?,
        })
    }
}

impl Row {
    pub fn signup(&self) -> Result<Signup> {
        let standing = match self.state.as_str() {
            "confirmed" => SignupState::Confirmed,
            "waiting" => SignupState::Waitlisted { position: u32::try_from(self.position).unwrap_or(1) },
            "offered" => SignupState::Offered { until: Instant(self.offer_until) },
            "lapsed" => SignupState::Lapsed,
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
            cover: cover(&self.cover)?,
        })
    }
}

/// As it lies in a row.
pub fn cover(text: &str) -> Result<Option<Cover>> {
    Ok(Some(text).filter(|text| !text.is_empty()).map(|text| serde_json::from_value(text.into())).transpose()?)
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
    let rows: Vec<(String, String, i64, String)> = sqlx::query_as(
        "SELECT person, state, offer_until, cover FROM signups
         WHERE action = $1 AND shift = $2 AND state IN ('confirmed', 'offered', 'waiting') AND gone = 0
         ORDER BY position, offer_until, cover_at, person",
    )
    .bind(action.as_str())
    .bind(shift.id.as_str())
    .fetch_all(conn)
    .await?;
    let (mut confirmed, mut offered, mut waiting, mut covers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (person, state, until, cover) in rows {
        if cover == "open" {
            covers.push(person.clone());
        }
        match state.as_str() {
            "confirmed" => confirmed.push(person),
            "offered" => offered.push((person, Instant(until))),
            _ => waiting.push(person),
        }
    }
    Ok(Board::new(shift.seats.most, confirmed, offered, waiting).with_covers(covers))
}

/// How a place on the board lies in a row: state, position, end of the offer.
pub fn spelt(place: Place) -> (&'static str, i64, i64) {
    match place {
        Place::Confirmed => ("confirmed", 0, 0),
        Place::Offered(until) => ("offered", 0, until.0),
        Place::Waiting(position) => ("waiting", i64::from(position), 0),
        Place::None => ("lapsed", 0, 0),
    }
}

/// Writes down what a decision has changed for all the others: who is offered a place, whose offer is over, who moves up, who is stood in for. Each of those signups changes, and so reaches
/// its person's phone.
pub async fn save_others(
    w: &mut Write,
    (action, shift): (&ActionId, &ShiftId),
    (before, after): (&Board<String>, &Board<String>),
    me: Option<&PersonId>,
    rev: i64,
    now: Instant,
) -> Result<()> {
    let after: HashMap<String, Place> = after.all().into_iter().collect();
    for (person, old) in before.all() {
        let new = after.get(&person).copied().unwrap_or(Place::None);
        if new == old || me.is_some_and(|me| me.as_str() == person) {
            continue;
        }
        let released = old == Place::Confirmed && new == Place::None;
        let (state, position, until) = if released { ("withdrawn", 0, 0) } else { spelt(new) };
        // Moving up in the line is no decision about the person.
        let sql = "UPDATE signups SET state = $4, position = $5, offer_until = $6, cover = '', cover_at = 0, rev = $8, decided_at = CASE WHEN $4 = 'waiting' THEN decided_at ELSE $7 END
             WHERE action = $1 AND shift = $2 AND person = $3";
        sqlx::query(sql)
            .bind(action.as_str())
            .bind(shift.as_str())
            .bind(&person)
            .bind(state)
            .bind(position)
            .bind(until)
            .bind(now.0)
            .bind(rev)
            .execute(w.conn())
            .await?;
        if let Place::Offered(until) = new {
            notices::offer(w, &person, (action, shift), until, now).await?;
        }
        if released {
            notices::covered(w, &person, (action, shift), now).await?;
        }
    }
    Ok(())
}

/// Shifts with an offer that has run out.
pub async fn run_out(conn: &mut AnyConnection, now: Instant) -> Result<Vec<(ActionId, ShiftId)>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT DISTINCT action, shift FROM signups WHERE state = 'offered' AND offer_until <= $1 AND gone = 0")
            .bind(now.0)
            .fetch_all(conn)
            .await?;
    let broken = |_| Failure::internal();
    rows.into_iter().map(|(action, shift)| Ok((ActionId::new(&action).map_err(broken)?, ShiftId::new(&shift).map_err(broken)?))).collect()
}

/// When the person is taken by what they have joined, but for this very shift: all that is not over, and what was over not long ago, after which they need rest. What was
/// called off takes nobody.
pub async fn other_spans(
    conn: &mut AnyConnection,
    person: &PersonId,
    (action, shift): (&ActionId, &ShiftId),
    now: Instant,
) -> Result<Vec<(Span, ActionId)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.shift, a.record FROM signups s JOIN actions a ON a.id = s.action
         WHERE s.person = $1 AND s.state IN ('confirmed', 'offered', 'waiting') AND s.gone = 0 AND a.gone = 0 AND a.ends > $2
         AND NOT (s.action = $3 AND s.shift = $4)",
    )
    .bind(person.as_str())
    .bind(now.plus(-WINDOW).0)
    .bind(action.as_str())
    .bind(shift.as_str())
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
        "INSERT INTO signups (id, rev, person, action, shift, state, position, made_at, decided_at, guardian, clock_ahead, offer_until, cover, cover_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (person, action, shift) DO UPDATE SET rev = excluded.rev, gone = 0, state = excluded.state, position = excluded.position,
         made_at = excluded.made_at, decided_at = excluded.decided_at, guardian = excluded.guardian, clock_ahead = excluded.clock_ahead,
         offer_until = excluded.offer_until, cover = excluded.cover, cover_at = excluded.cover_at",
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
    .bind(row.offer_until)
    .bind(&row.cover)
    .bind(row.cover_at)
    .execute(conn)
    .await?;
    Ok(())
}
