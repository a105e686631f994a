//! Signups: joining and leaving. The rules themselves are the model's (`eligibility`, `board`); here they are fed from the data base
//! and their decision is written down, all in one transaction.
//!
//! Two at once: the transaction writes to the person's row and then to the action's before it looks at anything, which makes any other
//! decision on the same action, or of the same person, wait for this one. So no two see the same free place, and nobody gets two
//! clashing shifts by pressing two buttons. (SQLite lets only one in anyway.)

use crate::{
    app::App,
    ask::{Ask, Json},
    db::{Db, Write},
    failure::{Failure, Result},
    idempotency::{self, Answer},
    page::{self, PageCursor},
    params::Params,
    records,
    reply::Named,
    secrets,
    signup_rows::{self as rows, Row},
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Action, ActionId, Guardian, Instant, PersonId, Seats, ShiftId, Signup,
        age::AgeBar,
        board::{Ask as BoardAsk, Board, Outcome},
        eligibility::{NoJoin, NoLeave, may_join, may_leave},
        signup::{JoinBody, SignupAnswer},
    },
};
use std::collections::HashMap;

/// My signups
///
/// Also those that were given up. Ascending by id.
#[utoipa::path(
    get, path = "/signups", tag = "signups",
    params(
        crate::openapi::PageQuery,
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "A page", body = crate::openapi::PageOf<Signup>, headers(
            ("Link" = Option<String>, description = "`rel=\"next\"`, unless this is the last page")
        )),
    ),
)]
pub async fn list(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let mut params = Params::read(&uri, &["limit", "cursor"]);
    let limit = params.limit(100, 1000);
    let after = page::cursor(&mut params, &app.db);
    params.done()?;
    let head = app.db.head().await?;
    let total: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM signups WHERE person = $1 AND gone = 0")
        .bind(me.person.as_str())
        .fetch_one(&app.db.pool)
        .await?;
    let after = after.unwrap_or(PageCursor { head, starts: 0, id: String::new() });
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM signups WHERE person = $1 AND gone = 0 AND id > $2 ORDER BY id LIMIT $3")
        .bind(me.person.as_str())
        .bind(&after.id)
        .bind(i64::from(limit) + 1)
        .fetch_all(&app.db.pool)
        .await?;
    let json = |row: Row| Ok((row.id.clone(), serde_json::to_string(&row.signup()?)?));
    let rows = rows.into_iter().map(json).collect::<Result<Vec<_>>>()?;
    Ok(page::by_id(&app.db, &uri, None, rows, limit, total, &after))
}

/// The signups that changed in a range of the history, by person; of one person, or of all.
pub async fn changed(db: &Db, person: Option<&PersonId>, from: i64, upto: i64) -> Result<HashMap<String, crate::changes::Part>> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM signups WHERE rev > $1 AND rev <= $2 AND ($3 = '' OR person = $3) ORDER BY rev")
        .bind(from)
        .bind(upto)
        .bind(person.map_or("", PersonId::as_str))
        .fetch_all(&db.pool)
        .await?;
    let mut by_person = HashMap::<String, crate::changes::Part>::new();
    for row in rows {
        let part = by_person.entry(row.person.clone()).or_default();
        if row.gone == 0 {
            part.changed.push(serde_json::to_string(&row.signup()?)?);
        } else {
            part.removed.push(row.id);
        }
    }
    Ok(by_person)
}

/// Join a shift
///
/// Answers how one stands: with a place, or on the waitlist. Joining again what one has joined changes nothing.
#[utoipa::path(
    post, path = "/actions/{action}/shifts/{shift}/signup", tag = "signups",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        crate::openapi::KeyHeader,
    ),
    request_body = JoinBody,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "Decided", body = SignupAnswer),
        (status = 404, description = "`not-found`"),
        (status = 403, description = "`age`: the law (`hazard`) or the organiser bars this age class"),
        (status = 409, description = "`full` (`position`: what it would be on the waitlist), `started`, `cancelled`, `clash` (`action`), `age-unknown`"),
        (status = 422, description = "`guardian-needed`"),
    ),
)]
pub async fn join(
    State(app): State<App>,
    me: Me,
    Named((action, shift)): Named<(ActionId, ShiftId)>,
    ask: Ask<Json<JoinBody>>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let answer = match decide_join(&mut w, &me.person, &action, &shift, &ask.body.0, now).await? {
        Ok(answer) => Answer::new(StatusCode::CREATED, &answer)?,
        Err(problem) => Answer::refused(&problem)?,
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// Give a place up
///
/// Whoever is next on the waitlist gets it.
#[utoipa::path(
    delete, path = "/actions/{action}/shifts/{shift}/signup", tag = "signups",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        crate::openapi::KeyHeader,
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The signup, withdrawn", body = SignupAnswer),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`too-late`, `not-joined`"),
    ),
)]
pub async fn leave(State(app): State<App>, me: Me, Named((action, shift)): Named<(ActionId, ShiftId)>, ask: Ask<()>) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let answer = match decide_leave(&mut w, &me.person, &action, &shift, now).await? {
        Ok(answer) => Answer::new(StatusCode::OK, &answer)?,
        Err(problem) => Answer::refused(&problem)?,
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

type Decision = Result<SignupAnswer, Problem>;

async fn decide_join(w: &mut Write, me: &PersonId, id: &ActionId, shift_id: &ShiftId, body: &JoinBody, now: Instant) -> Result<Decision> {
    let person = records::hold_person(w, me).await?;
    let mut action = records::hold_action(w, id).await?;
    let shift = action.shift(shift_id).ok_or_else(Failure::not_found)?.clone();
    let before = rows::find(w.conn(), me, id, shift_id).await?;
    if let Some(row) = before.as_ref().filter(|row| row.state != "withdrawn") {
        return Ok(Ok(SignupAnswer { signup: row.signup()?, action }));
    }
    let mine = rows::other_spans(w.conn(), me, now).await?;
    if let Err(why) = may_join(&action, &shift, Some(&person), body.guardian, mine, now) {
        return Ok(Err(refusal(why)));
    }
    let mut board = rows::load_board(w.conn(), id, &shift).await?;
    let (state, position) = match board.decide(&me.to_string(), BoardAsk::Join { or_wait: body.or_wait && action.waitlist }) {
        Outcome::Confirmed => ("confirmed", 0),
        Outcome::Waitlisted { position } => ("waiting", position),
        Outcome::Full { position } => {
            let problem =
                Problem { position: action.waitlist.then_some(position), ..Problem::new(ProblemKind::Full, "Every place is taken") };
            return Ok(Err(problem));
        }
        Outcome::Left { .. } | Outcome::NotIn => return Err(Failure::internal()),
    };
    let rev = w.rev().await?;
    let row = Row {
        id: before.map_or_else(|| secrets::random_text(12), |row| row.id),
        rev,
        gone: 0,
        person: me.to_string(),
        action: id.to_string(),
        shift: shift_id.to_string(),
        state: state.to_owned(),
        position: i64::from(position),
        // A clock that is ahead tells nothing about when the button was pressed, except that it was not later than now.
        made_at: body.made_at.min(now).0,
        decided_at: now.0,
        guardian: body.guardian.map(guardian_key),
    };
    rows::write(w.conn(), &row, body.made_at > now).await?;
    recount(&mut action, shift_id, &board);
    records::change_action(w, &mut action, rev).await?;
    Ok(Ok(SignupAnswer { signup: row.signup()?, action }))
}

async fn decide_leave(w: &mut Write, me: &PersonId, id: &ActionId, shift_id: &ShiftId, now: Instant) -> Result<Decision> {
    records::hold_person(w, me).await?;
    let mut action = records::hold_action(w, id).await?;
    let shift = action.shift(shift_id).ok_or_else(Failure::not_found)?.clone();
    let row = rows::find(w.conn(), me, id, shift_id).await?.filter(|row| row.state != "withdrawn");
    let Some(mut row) = row else { return Ok(Err(Problem::new(ProblemKind::NotJoined, "There is no signup to give up"))) };
    if let Err(NoLeave::TooLate(last)) = may_leave(&shift, row.state == "confirmed", now) {
        let problem = Problem::new(ProblemKind::TooLate, "The last moment to give the place up has passed");
        return Ok(Err(Problem { detail: Some(last.to_string()), ..problem }));
    }
    let mut board = rows::load_board(w.conn(), id, &shift).await?;
    let Outcome::Left { promoted } = board.decide(&me.to_string(), BoardAsk::Leave) else { return Err(Failure::internal()) };
    let rev = w.rev().await?;
    let left_line_at = row.position;
    row = Row { rev, state: "withdrawn".to_owned(), position: 0, decided_at: now.0, ..row };
    rows::write(w.conn(), &row, false).await?;
    if let Some(promoted) = &promoted {
        rows::promote(w, id, shift_id, promoted, rev, now).await?;
    }
    let gap = if promoted.is_some() { 1 } else { left_line_at };
    if gap > 0 {
        rows::move_up(w.conn(), id, shift_id, gap, rev).await?;
    }
    recount(&mut action, shift_id, &board);
    records::change_action(w, &mut action, rev).await?;
    Ok(Ok(SignupAnswer { signup: row.signup()?, action }))
}

/// Gives the places that an organiser has added to those who wait, first come first served. The action's row is held by the caller.
pub async fn fill_places(w: &mut Write, action: &mut Action, rev: i64, now: Instant) -> Result<()> {
    for at in 0..action.shifts.len() {
        let shift = action.shifts[at].clone();
        let mut board = rows::load_board(w.conn(), &action.id, &shift).await?;
        for next in board.fill() {
            rows::promote(w, &action.id, &shift.id, &next, rev, now).await?;
            rows::move_up(w.conn(), &action.id, &shift.id, 1, rev).await?;
        }
        recount(action, &shift.id, &board);
    }
    Ok(())
}

/// Removes the signups of an action, or of its shifts that are no more.
pub async fn remove(w: &mut Write, action: &ActionId, kept: &[ShiftId], rev: i64, now: Instant) -> Result<()> {
    let there: Vec<(String,)> = sqlx::query_as("SELECT DISTINCT shift FROM signups WHERE action = $1 AND gone = 0")
        .bind(action.as_str())
        .fetch_all(w.conn())
        .await?;
    for (shift,) in there.into_iter().filter(|(shift,)| !kept.iter().any(|kept| kept.as_str() == shift)) {
        sqlx::query(
            "UPDATE signups SET gone = $3, rev = $4, state = 'withdrawn', position = 0 WHERE action = $1 AND shift = $2 AND gone = 0",
        )
        .bind(action.as_str())
        .bind(shift)
        .bind(now.0)
        .bind(rev)
        .execute(w.conn())
        .await?;
    }
    Ok(())
}

fn recount(action: &mut Action, shift: &ShiftId, board: &Board<String>) {
    let count = |people: &[String]| u32::try_from(people.len()).unwrap_or(u32::MAX);
    if let Some(shift) = action.shifts.iter_mut().find(|other| other.id == *shift) {
        shift.seats = Seats { taken: count(board.confirmed()), waiting: count(board.waiting()), ..shift.seats };
    }
}

pub fn guardian_key(guardian: Guardian) -> String {
    match guardian {
        Guardian::WrittenConsent => "written_consent",
        Guardian::Present => "present",
    }
    .to_owned()
}

fn refusal(why: NoJoin) -> Problem {
    use ProblemKind as Kind;
    match why {
        NoJoin::Cancelled => Problem::new(Kind::Cancelled, "The action was called off"),
        NoJoin::Started => Problem::new(Kind::Started, "The shift has begun"),
        NoJoin::SignIn => Problem::new(Kind::SignIn, "Nobody is signed in"),
        NoJoin::AgeUnknown => Problem::new(Kind::AgeUnknown, "The person has not told their age class"),
        NoJoin::Age(AgeBar::Hazard(hazard)) => {
            Problem { hazard: Some(hazard), ..Problem::new(Kind::Age, "The law keeps this work from everyone under 18") }
        }
        NoJoin::Age(AgeBar::YoungerThan(_)) => Problem::new(Kind::Age, "The organiser takes older people only"),
        NoJoin::Age(AgeBar::GuardianNeeded) => Problem::new(Kind::GuardianNeeded, "A parent's consent or presence has to be stated"),
        NoJoin::Clash(action) => {
            Problem { action: Some(action.to_string()), ..Problem::new(Kind::Clash, "Overlaps another shift of yours") }
        }
        NoJoin::Full => Problem::new(Kind::Full, "Every place is taken"),
    }
}
