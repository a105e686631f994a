//! Standing in: who cannot come asks for somebody who takes their place, and keeps it until then. The place counts as free meanwhile (`board`), so it is taken by joining, like any
//! other; here it is asked for, called back, and, where the action says so, agreed to by whoever leads the shift.

use crate::{
    app::App,
    ask::{Ask, Json},
    attendance,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    leaders, notices, records,
    reply::Named,
    signup_rows::{self as rows, Row},
    signups::{put_board, refusal},
    who::Me,
};
use axum::{extract::State, http::StatusCode, response::Response};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Action, ActionDetail, ActionId, CoverRule, Instant, PersonId, Shift, ShiftId,
        board::{Ask as BoardAsk, Board, Outcome, offer_until},
        eligibility::{may_join, open},
        roll::Listed,
        signup::{CoverAnswer, SignupAnswer},
    },
};

/// How many people are asked to stand in, and among how many they are looked for: who came last is asked first.
const ASKED: usize = 30;
const LOOKED_AT: i64 = 200;

/// Ask for a stand-in
///
/// My place stays mine until somebody has taken it, and counts as free until then. First it is offered to those who wait; where nobody does, people who fit are told: who has had a place in an
/// action of the same direction, is old enough, and is taken by nothing else. Where the action says so, the leader of the shift has to agree before. Asking again changes nothing.
#[utoipa::path(
    post, path = "/actions/{action}/shifts/{shift}/cover", tag = "signups",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        crate::openapi::KeyHeader,
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The signup, whose `cover` says how it stands", body = SignupAnswer),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-joined`: there is no confirmed place; `started`, `cancelled`"),
    ),
)]
pub async fn find_cover(app: State<App>, me: Me, named: Named<(ActionId, ShiftId)>, ask: Ask<()>) -> Result<Response> {
    change(app, me, named, ask, BoardAsk::FindCover).await
}

/// Come after all
///
/// Calls the search for a stand-in off.
#[utoipa::path(
    delete, path = "/actions/{action}/shifts/{shift}/cover", tag = "signups",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        crate::openapi::KeyHeader,
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The signup as it is now", body = SignupAnswer),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-joined`: somebody has taken the place; `full`: it is offered to somebody just now; `started`, `cancelled`"),
    ),
)]
pub async fn cancel_cover(app: State<App>, me: Me, named: Named<(ActionId, ShiftId)>, ask: Ask<()>) -> Result<Response> {
    change(app, me, named, ask, BoardAsk::CancelCover).await
}

async fn change(
    State(app): State<App>,
    me: Me,
    Named((action, shift)): Named<(ActionId, ShiftId)>,
    ask: Ask<()>,
    what: BoardAsk,
) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let answer = match decide(&mut w, &me.person, &action, &shift, what, now).await? {
        Ok(answer) => Answer::new(StatusCode::OK, &answer)?,
        Err(problem) => Answer::refused(&problem)?,
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

async fn decide(
    w: &mut Write,
    me: &PersonId,
    id: &ActionId,
    shift_id: &ShiftId,
    what: BoardAsk,
    now: Instant,
) -> Result<Result<SignupAnswer, Problem>> {
    records::hold_person(w, me).await?;
    let ActionDetail { mut action, cover: rule, .. } = records::hold_detail(w, id).await?;
    let shift = action.shift(shift_id).ok_or_else(Failure::not_found)?.clone();
    let row = rows::find(w.conn(), me, id, shift_id).await?.filter(|row| row.state == "confirmed" && row.gone == 0);
    let Some(row) = row else { return Ok(Err(Problem::new(ProblemKind::NotJoined, "There is no confirmed place"))) };
    if let Err(why) = open(&action, &shift, now) {
        return Ok(Err(refusal(why)));
    }
    match (what, row.cover.as_str()) {
        (BoardAsk::FindCover, "") if rule == CoverRule::LeaderAgrees => {
            let rev = w.rev().await?;
            rows::write(w.conn(), &Row { rev, cover: "asked".to_owned(), cover_at: since(&row, now), ..row }, false).await?;
        }
        (BoardAsk::FindCover, "") => look_for(w, &mut action, &shift, row, now).await?,
        // Asked before, or nothing to call off.
        (BoardAsk::FindCover, _) | (_, "") => {}
        (_, "asked") => {
            let rev = w.rev().await?;
            rows::write(w.conn(), &Row { rev, cover: String::new(), ..row }, false).await?;
        }
        _ => {
            let before = rows::load_board(w.conn(), id, &shift).await?;
            let mut board = before.clone();
            if board.decide(&me.to_string(), BoardAsk::CancelCover, now, offer_until(now, shift.starts)) == Outcome::BeingTaken {
                return Ok(Err(Problem::new(ProblemKind::Full, "The place is offered to somebody just now")));
            }
            let rev = w.rev().await?;
            rows::write(w.conn(), &Row { rev, cover: String::new(), ..row }, false).await?;
            put_board(w, &mut action, &shift, (&before, &board), None, rev, now).await?;
            records::change_action(w, &mut action, rev).await?;
        }
    }
    let row = rows::find(w.conn(), me, id, shift_id).await?.ok_or_else(Failure::internal)?;
    Ok(Ok(SignupAnswer { signup: row.signup()?, action }))
}

/// When they first asked: who asks, comes after all and asks again makes nobody hear of it again.
fn since(row: &Row, now: Instant) -> i64 {
    if row.cover_at > 0 { row.cover_at } else { now.0 }
}

/// The place may be taken from now on.
async fn look_for(w: &mut Write, action: &mut Action, shift: &Shift, row: Row, now: Instant) -> Result<()> {
    let before = rows::load_board(w.conn(), &action.id, shift).await?;
    let mut board = before.clone();
    board.decide(&row.person, BoardAsk::FindCover, now, offer_until(now, shift.starts));
    let rev = w.rev().await?;
    rows::write(w.conn(), &Row { rev, cover: "open".to_owned(), cover_at: since(&row, now), ..row }, false).await?;
    put_board(w, action, shift, (&before, &board), None, rev, now).await?;
    records::change_action(w, action, rev).await
}

/// Tells people who fit that somebody is looked for: unless others wait, who come first and hear of it by their offer. Nobody is told twice of the same place.
pub async fn ask_around(w: &mut Write, action: &Action, shift: &Shift, board: &Board<String>, now: Instant) -> Result<()> {
    if board.covers().is_empty() || !board.waiting().is_empty() || !board.offered().is_empty() {
        return Ok(());
    }
    let since: i64 =
        sqlx::query_scalar("SELECT MAX(cover_at) FROM signups WHERE action = $1 AND shift = $2 AND cover = 'open' AND gone = 0")
            .bind(action.id.as_str())
            .bind(shift.id.as_str())
            .fetch_one(w.conn())
            .await?;
    let people: Vec<(String, i64)> = sqlx::query_as(
        "SELECT s.person, MAX(s.decided_at) AS latest FROM signups s JOIN actions a ON a.id = s.action
         WHERE a.direction = $1 AND s.state = 'confirmed' AND s.gone = 0
         AND NOT EXISTS (SELECT 1 FROM signups m WHERE m.person = s.person AND m.action = $2 AND m.shift = $3 AND m.gone = 0)
         GROUP BY s.person ORDER BY latest DESC, s.person LIMIT $4",
    )
    .bind(action.direction.key())
    .bind(action.id.as_str())
    .bind(shift.id.as_str())
    .bind(LOOKED_AT)
    .fetch_all(w.conn())
    .await?;
    let mut asked = 0;
    for (id, _) in people {
        let id = PersonId::new(&id).map_err(|_| Failure::internal())?;
        // Who walked in at a kiosk hears of nothing.
        let Some(person) = records::person(w.conn(), &id).await?.filter(|person| !person.contact.is_nobodys()) else { continue };
        let mine = rows::other_spans(w.conn(), &id, (&action.id, &shift.id), now).await?;
        let now_free = action.shift(&shift.id).unwrap_or(shift);
        if may_join(action, now_free, Some(&person), None, mine, now).is_ok() {
            notices::stand_in(w, id.as_str(), (&action.id, now_free), since, now).await?;
            asked += 1;
        }
        if asked == ASKED {
            break;
        }
    }
    Ok(())
}

/// Agree that somebody is stood in for
///
/// As the leader of the shift, where the action asks for it; or say no, and they are counted on as before.
#[utoipa::path(
    post, path = "/actions/{action}/shifts/{shift}/cover/{person}", tag = "attendance",
    params(
        ("action" = ActionId, Path, description = "Of the action"),
        ("shift" = ShiftId, Path, description = "Of one of its shifts"),
        ("person" = PersonId, Path, description = "Who asked for a stand-in"),
        crate::openapi::KeyHeader,
    ),
    request_body = CoverAnswer,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The person on the roll", body = Listed),
        (status = 403, description = "`forbidden`: who asks does not lead this shift, or is the one who cannot come"),
        (status = 404, description = "`not-found`: the person has not asked, or has taken it back"),
        (status = 409, description = "`started`, `cancelled`"),
    ),
)]
pub async fn answer_cover(
    State(app): State<App>,
    me: Me,
    Named((action, shift, person)): Named<(ActionId, ShiftId, PersonId)>,
    ask: Ask<Json<CoverAnswer>>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    // Before anything is looked for: nobody else learns who is there.
    leaders::must_lead(w.conn(), &me, &action, &shift).await?;
    if me.person == person {
        return Err(Failure::new(ProblemKind::Forbidden, "Somebody else has to agree"));
    }
    records::hold_person(&mut w, &person).await?;
    let mut held = records::hold_action(&mut w, &action).await?;
    let its = held.shift(&shift).ok_or_else(Failure::not_found)?.clone();
    let row = rows::find(w.conn(), &person, &action, &shift).await?.filter(|row| row.state == "confirmed" && row.gone == 0);
    let row = row.filter(|row| !row.cover.is_empty()).ok_or_else(Failure::not_found)?;
    let answer = match open(&held, &its, now) {
        Err(why) => Answer::refused(&refusal(why))?,
        Ok(()) => {
            match (ask.body.0.agreed, row.cover.as_str()) {
                (true, "asked") => look_for(&mut w, &mut held, &its, row, now).await?,
                (false, "asked") => {
                    let rev = w.rev().await?;
                    rows::write(w.conn(), &Row { rev, cover: String::new(), ..row }, false).await?;
                }
                // Agreed to before.
                _ => {}
            }
            Answer::new(StatusCode::OK, &attendance::one(&app, w.conn(), &action, &shift, &person).await?)?
        }
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}
