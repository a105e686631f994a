//! Signups: joining and leaving. The rules themselves are the model's (`eligibility`, `board`); here they are fed from the data base
//! and their decision is written down, all in one transaction.
//!
//! Two at once: the transaction writes to the person's row and then to the action's before it looks at anything, which makes any other
//! decision on the same action, or of the same person, wait for this one. So no two see the same free place, and nobody gets two
//! clashing shifts by pressing two buttons. (SQLite lets only one in anyway.)

use crate::{
    app::App,
    ask::{Ask, Json},
    consents, cover,
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
        Action, ActionId, ActionState, AgeClass, Guardian, Instant, PersonId, Seats, Shift, ShiftId, Signup,
        age::AgeBar,
        board::{Ask as BoardAsk, Board, Outcome, offer_until},
        consent::counted,
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
/// Answers how one stands: with a place, or on the waitlist. Takes a place that is offered. Joining again what one has joined changes nothing.
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
        (status = 409, description = "`full` (`position`: what it would be on the waitlist), `started`, `cancelled`, `clash` (`action`), `rest` (`action`), `age-unknown`"),
        (status = 422, description = "`guardian-needed`: nothing is stated, or (`detail`) no consent that a parent has confirmed holds for this shift"),
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
/// It is offered to whoever is next on the waitlist. An offer, or a place in the line, is given up in the same way.
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
    let row = rows::find(w.conn(), me, id, shift_id).await?;
    let offered = row.as_ref().is_some_and(|row| row.state == "offered");
    if let Some(row) = row.as_ref().filter(|row| matches!(row.state.as_str(), "confirmed" | "waiting")) {
        return Ok(Ok(SignupAnswer { signup: row.signup()?, action }));
    }
    let mine = rows::other_spans(w.conn(), me, (id, shift_id), now).await?;
    let needs_consent = person.age_class == Some(AgeClass::Under14) && body.guardian == Some(Guardian::WrittenConsent);
    let covered = !needs_consent || consents::hold_for(w, me, &action, &shift, now).await?;
    let guardian = counted(body.guardian, covered);
    match may_join(&action, &shift, Some(&person), guardian, mine, now) {
        // The place that is offered is held for this very person.
        Err(NoJoin::Full) if offered => {}
        Err(why @ NoJoin::Age(AgeBar::GuardianNeeded)) if !covered => {
            let detail = "no consent that a parent has confirmed holds for this shift: see /session/person/consents";
            return Ok(Err(Problem { detail: Some(detail.to_owned()), ..refusal(why) }));
        }
        Err(why) => return Ok(Err(refusal(why))),
        Ok(()) => {}
    }
    let asked = Asked {
        guardian: body.guardian.map(guardian_key).or_else(|| row.as_ref().and_then(|row| row.guardian.clone()).filter(|_| offered)),
        row: row.map_or_else(|| secrets::random_text(12), |row| row.id),
        or_wait: body.or_wait,
        made_at: body.made_at,
    };
    match take_place(w, me, &mut action, &shift, asked, now).await? {
        Ok(row) => Ok(Ok(SignupAnswer { signup: row.signup()?, action })),
        Err(problem) => Ok(Err(problem)),
    }
}

/// What somebody who may join asks for.
pub struct Asked {
    /// The id of their signup, new or not.
    pub row: String,
    pub guardian: Option<String>,
    pub or_wait: bool,
    /// When they asked, by their device.
    pub made_at: Instant,
}

/// Lets the board of a shift decide on somebody whom the rules let join, and writes it down: their signup, whatever changes for others, the places that are left. The action's row is held by the caller.
pub async fn take_place(
    w: &mut Write,
    me: &PersonId,
    action: &mut Action,
    shift: &Shift,
    asked: Asked,
    now: Instant,
) -> Result<Result<Row, Problem>> {
    let before = rows::load_board(w.conn(), &action.id, shift).await?;
    let mut board = before.clone();
    let until = offer_until(now, shift.starts);
    let outcome = board.decide(&me.to_string(), BoardAsk::Join { or_wait: asked.or_wait && action.waitlist }, now, until);
    let full = match outcome {
        Outcome::Full { position } => Some(position),
        _ => None,
    };
    let rev = if board == before { 0 } else { w.rev().await? };
    if board != before {
        // Who was offered a place and came too late is told so, like everybody else whom the decision changes.
        put_board(w, action, shift, (&before, &board), if full.is_some() { None } else { Some(me) }, rev, now).await?;
        records::change_action(w, action, rev).await?;
    }
    if let Some(position) = full {
        let problem = Problem::new(ProblemKind::Full, "Every place is taken");
        return Ok(Err(Problem { position: action.waitlist.then_some(position), ..problem }));
    }
    let (state, position, offer_until) = rows::spelt(board.place(&me.to_string()));
    let row = Row {
        id: asked.row,
        guardian: asked.guardian,
        rev,
        gone: 0,
        person: me.to_string(),
        action: action.id.to_string(),
        shift: shift.id.to_string(),
        state: state.to_owned(),
        position,
        // A clock that is ahead tells nothing about when the button was pressed, except that it was not later than now.
        made_at: asked.made_at.min(now).0,
        decided_at: now.0,
        offer_until,
        cover: String::new(),
        cover_at: 0,
    };
    rows::write(w.conn(), &row, asked.made_at > now).await?;
    Ok(Ok(row))
}

async fn decide_leave(w: &mut Write, me: &PersonId, id: &ActionId, shift_id: &ShiftId, now: Instant) -> Result<Decision> {
    records::hold_person(w, me).await?;
    let mut action = records::hold_action(w, id).await?;
    let shift = action.shift(shift_id).ok_or_else(Failure::not_found)?.clone();
    let live = |row: &Row| matches!(row.state.as_str(), "confirmed" | "offered" | "waiting");
    let row = rows::find(w.conn(), me, id, shift_id).await?.filter(live);
    let Some(row) = row else { return Ok(Err(Problem::new(ProblemKind::NotJoined, "There is no signup to give up"))) };
    if let Err(NoLeave::TooLate(last)) = may_leave(&shift, row.state == "confirmed", now) {
        let problem = Problem::new(ProblemKind::TooLate, "The last moment to give the place up has passed");
        return Ok(Err(Problem { detail: Some(last.to_string()), ..problem }));
    }
    let rev = vacate(w, &mut action, &shift, me, now).await?;
    let row = Row {
        rev,
        state: "withdrawn".to_owned(),
        position: 0,
        offer_until: 0,
        cover: String::new(),
        cover_at: 0,
        decided_at: now.0,
        ..row
    };
    rows::write(w.conn(), &row, false).await?;
    Ok(Ok(SignupAnswer { signup: row.signup()?, action }))
}

/// Takes somebody off the board, and offers the place to the next. Their own row is the caller's; the answer is the number of the change.
async fn vacate(w: &mut Write, action: &mut Action, shift: &Shift, me: &PersonId, now: Instant) -> Result<i64> {
    let before = rows::load_board(w.conn(), &action.id, shift).await?;
    let mut board = before.clone();
    board.decide(&me.to_string(), BoardAsk::Leave, now, offer_until(now, shift.starts));
    let rev = w.rev().await?;
    put_board(w, action, shift, (&before, &board), Some(me), rev, now).await?;
    records::change_action(w, action, rev).await?;
    Ok(rev)
}

/// Gives up what somebody has joined and is to come, whatever the last moment for it: who is no more does not come. `false`: there was nothing of the kind.
pub async fn release(w: &mut Write, me: &PersonId, signup: &Signup, now: Instant) -> Result<bool> {
    let mut action = match records::hold_action(w, &signup.action).await {
        Ok(action) => action,
        // Removed: nobody waits for the place.
        Err(failure) if failure.problem.kind() == ProblemKind::NotFound => return Ok(false),
        Err(failure) => return Err(failure),
    };
    let shift = action.shift(&signup.shift).filter(|shift| shift.starts > now && signup.is_live()).cloned();
    let Some(shift) = shift else { return Ok(false) };
    vacate(w, &mut action, &shift, me, now).await?;
    Ok(true)
}

/// Offers the places that an organiser has added, or that nobody took in time, to those who wait. The action's row is held by the caller.
pub async fn settle(w: &mut Write, action: &mut Action, rev: i64, now: Instant) -> Result<()> {
    for at in 0..action.shifts.len() {
        let shift = action.shifts[at].clone();
        let before = rows::load_board(w.conn(), &action.id, &shift).await?;
        let mut board = before.clone();
        let open = action.state == ActionState::Published;
        board.settle(now, if open { offer_until(now, shift.starts) } else { now });
        put_board(w, action, &shift, (&before, &board), None, rev, now).await?;
    }
    Ok(())
}

/// Ends the offers that have run out, and goes on to the next in line; how many shifts that was.
pub async fn end_offers(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let mut conn = app.db.pool.acquire().await?;
    let due = rows::run_out(&mut conn, now).await?;
    drop(conn);
    for (action, _) in &due {
        let mut w = app.db.write().await?;
        let mut action = match records::hold_action(&mut w, action).await {
            Ok(action) => action,
            // One that has just been removed must not keep the others waiting.
            Err(failure) if failure.problem.kind() == ProblemKind::NotFound => continue,
            Err(failure) => return Err(failure),
        };
        let rev = w.rev().await?;
        settle(&mut w, &mut action, rev, now).await?;
        records::change_action(&mut w, &mut action, rev).await?;
        w.commit().await?;
    }
    Ok(due.len())
}

/// Removes the signups of an action, or of its shifts that are no more.
pub async fn remove(w: &mut Write, action: &ActionId, kept: &[ShiftId], rev: i64, now: Instant) -> Result<()> {
    let there: Vec<(String,)> = sqlx::query_as("SELECT DISTINCT shift FROM signups WHERE action = $1 AND gone = 0")
        .bind(action.as_str())
        .fetch_all(w.conn())
        .await?;
    for (shift,) in there.into_iter().filter(|(shift,)| !kept.iter().any(|kept| kept.as_str() == shift)) {
        sqlx::query(
            "UPDATE signups SET gone = $3, rev = $4, state = 'withdrawn', position = 0, offer_until = 0, cover = '', cover_at = 0 WHERE action = $1 AND shift = $2 AND gone = 0",
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

/// Writes down what a decision has changed for everybody but `me`, counts the places anew, and asks around where a stand-in is looked for and nobody waits any more.
pub async fn put_board(
    w: &mut Write,
    action: &mut Action,
    shift: &Shift,
    (before, board): (&Board<String>, &Board<String>),
    me: Option<&PersonId>,
    rev: i64,
    now: Instant,
) -> Result<()> {
    rows::save_others(w, (&action.id, &shift.id), (before, board), me, rev, now).await?;
    if let Some(shift) = action.shifts.iter_mut().find(|other| other.id == shift.id) {
        shift.seats = Seats { taken: board.held(), waiting: u32::try_from(board.waiting().len()).unwrap_or(u32::MAX), ..shift.seats };
    }
    cover::ask_around(w, action, shift, board, now).await
}

pub fn guardian_key(guardian: Guardian) -> String {
    match guardian {
        Guardian::WrittenConsent => "written_consent",
        Guardian::Present => "present",
    }
    .to_owned()
}

pub fn refusal(why: NoJoin) -> Problem {
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
        NoJoin::Rest { with, hours } => Problem {
            action: Some(with.to_string()),
            detail: Some(format!("at most {hours} hours of shifts within 24 hours")),
            ..Problem::new(Kind::Rest, "Too many hours together with other shifts of yours")
        },
        NoJoin::Full => Problem::new(Kind::Full, "Every place is taken"),
    }
}
