//! Changing the city: actions, for coordinators and administrators. The rules that keep such a change safe: nobody overwrites what they have not seen
//! (`If-Match`), counts are never taken from a body, a larger shift calls people from its waitlist, and the change reaches everyone's phone.

use crate::{
    actions,
    app::App,
    ask::{Ask, Json},
    called_off::tell,
    db::Write,
    drafts,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    mark_rows, notices, participation, records,
    reply::Named,
    reports, signups, walk_in_rows,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{Action, ActionDetail, ActionId, Coordinates, Instant, Occurrence, called_off, can::Act, series::alike},
    routes::MANAGE_WORDS,
};

/// A new action
///
/// Its id is the client's choice; a draft with it is gone. Counts, `rev` and a report in the body are ignored.
#[utoipa::path(
    post, path = "/admin/actions", tag = "admin",
    params(
        ("draft" = Option<u64>, Query, description = "The version of the draft with its id that is published; without it there must be none"),
        crate::openapi::KeyHeader,
    ),
    request_body(content = ActionDetail, example = json!({
        "action": {
            "id": "example", "rev": 0, "state": "published", "title": { "kk": "Мысал", "ru": "Пример", "en": "An example" }, "direction": "saulyq",
            "shifts": [{
                "id": "1", "starts": "2040-05-01T04:00:00Z", "ends": "2040-05-01T07:00:00Z",
                "seats": { "needed": 2, "most": 8, "taken": 0, "waiting": 0 },
            }],
            "youngest": "14_17", "waitlist": true, "demo": true,
        },
        "about": { "ru": "Что будет сделано" },
    })),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "The action", body = ActionDetail, headers(("ETag" = String, description = "Strong"))),
        (status = 403, description = "`forbidden`"),
        (status = 412, description = "`changed`: somebody has gone on writing the draft"),
        (status = 422, description = "`invalid`: a field is wrong, or the id is taken"),
    ),
)]
pub async fn create(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri, ask: Ask<Json<ActionDetail>>) -> Result<Response> {
    me.can(Act::Plan)?;
    let draft = drafts::publishes(&uri)?;
    let mut detail = checked(&ask.body.0)?;
    if MANAGE_WORDS.contains(&detail.action.id.as_str()) {
        return Err(Failure::invalid("/action/id", "is the address of something else"));
    }
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, app.clock.now()).await? {
        return Ok(answer.into_replay());
    }
    let taken: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM actions WHERE id = $1").bind(detail.action.id.as_str()).fetch_one(w.conn()).await?;
    if taken > 0 {
        // Also one that was deleted: phones that still have its tombstone would be told two stories.
        return Err(Failure::invalid("/action/id", "is taken"));
    }
    let rev = w.rev().await?;
    detail.action.rev = u64::try_from(rev).unwrap_or_default();
    for shift in &mut detail.action.shifts {
        (shift.seats.taken, shift.seats.waiting) = (0, 0);
    }
    (detail.action.series, detail.series, detail.report) = (None, None, None);
    called_off::settle(None, &mut detail, app.clock.now());
    records::put_detail(&mut w, &detail).await?;
    drafts::published(&mut w, detail.action.id.as_str(), draft).await?;
    let answer = Answer::new(StatusCode::CREATED, &detail)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(with_etag(answer.into_response(), &app, rev))
}

/// Change an action
///
/// The whole of it. Calling it off is a change of its `state`, with the reason in `called_off`. Of that, of another time or place and of a shift that is taken out, those who joined at a kiosk and left a phone get a text message, all others a notice. Counts, `rev` and the report in the body are ignored; signups of shifts that are
/// no longer there are removed; free places go to those who wait.
#[utoipa::path(
    put, path = "/admin/actions/{id}", tag = "admin",
    params(
        ("id" = ActionId, Path, description = "Of the action"),
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the change is based on; without it 428"),
    ),
    request_body(content = ActionDetail, example = json!({
        "action": {
            "id": "example", "rev": 0, "state": "published", "title": { "kk": "Мысал", "ru": "Пример", "en": "An example" }, "direction": "saulyq",
            "shifts": [{
                "id": "1", "starts": "2040-05-01T04:00:00Z", "ends": "2040-05-01T07:00:00Z",
                "seats": { "needed": 2, "most": 8, "taken": 0, "waiting": 0 },
            }],
            "youngest": "14_17", "waitlist": true, "demo": true,
        },
        "about": { "ru": "Что будет сделано" },
    })),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The action", body = ActionDetail, headers(("ETag" = String, description = "Strong"))),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed`: somebody was faster"),
        (status = 428, description = "`malformed`: `If-Match` is missing"),
    ),
)]
pub async fn change(
    State(app): State<App>,
    me: Me,
    Named(id): Named<ActionId>,
    headers: HeaderMap,
    ask: Ask<Json<ActionDetail>>,
) -> Result<Response> {
    me.can(Act::Plan)?;
    let now = app.clock.now();
    let mut detail = checked(&ask.body.0)?;
    if detail.action.id != id {
        return Err(Failure::invalid("/action/id", "is not that of the address"));
    }
    let wanted = if_match(&headers)?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let before = records::hold_detail(&mut w, &id).await?;
    check_version(&app, &wanted, before.action.rev as i64)?;
    detail.action.series = before.action.series.clone();
    detail.report = before.report.clone();
    detail.series = before.series.clone().map(|date| Occurrence { apart: date.apart || !alike(&before, &detail), ..date });
    let rev = put_in_place((&app, &me), &mut w, &before, &mut detail, now).await?;
    participation::recount_action(w.conn(), id.as_str(), &app.zone, now).await?;
    reports::follow(&mut w, &detail, &app.zone, now).await?;
    let answer = Answer::new(StatusCode::OK, &detail)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(with_etag(answer.into_response(), &app, rev))
}

/// Delete an action
///
/// With all signups; who had one is told that it is off. For what was called off, change its `state` instead: a deleted action vanishes from the app.
#[utoipa::path(
    delete, path = "/admin/actions/{id}", tag = "admin",
    params(
        ("id" = ActionId, Path, description = "Of the action"),
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that is to go; without it 428"),
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 204, description = "Gone"),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed`: somebody was faster"),
        (status = 422, description = "`invalid`: people were noted as there; call it off instead"),
        (status = 428, description = "`malformed`: `If-Match` is missing"),
    ),
)]
pub async fn delete(State(app): State<App>, me: Me, Named(id): Named<ActionId>, headers: HeaderMap, ask: Ask<()>) -> Result<Response> {
    me.can(Act::Plan)?;
    let now = app.clock.now();
    let wanted = if_match(&headers)?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let before = records::hold_detail(&mut w, &id).await?;
    check_version(&app, &wanted, before.action.rev as i64)?;
    if mark_rows::any(w.conn(), &id, None).await? {
        return Err(Failure::invalid("", "people were noted as there: call it off instead"));
    }
    if before.series.is_some() {
        return Err(Failure::invalid("", "is a date of a series: call it off, or change the series"));
    }
    remove((&app, &me), &mut w, &before, now).await?;
    reports::follow(&mut w, &before, &app.zone, now).await?;
    let answer = Answer::empty();
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// Writes an action in place of what it was, for whoever does it: people whom it concerns are told, signups of shifts that are no more go, free places go to those who wait. The answer is the number of the change.
pub async fn put_in_place(
    (app, me): (&App, &Me),
    w: &mut Write,
    before: &ActionDetail,
    after: &mut ActionDetail,
    now: Instant,
) -> Result<i64> {
    let id = &before.action.id;
    called_off::settle(Some(before), after, now);
    let rev = w.rev().await?;
    after.action.rev = u64::try_from(rev).unwrap_or_default();
    let people_care = calendars_care(before, after);
    after.sequence = after.sequence.max(before.sequence.saturating_add(u32::from(people_care)));
    notices::change(w, before, Some(after), now).await?;
    let kept: Vec<_> = after.action.shifts.iter().map(|shift| shift.id.clone()).collect();
    for shift in before.action.shifts.iter().filter(|shift| !kept.contains(&shift.id)) {
        if mark_rows::any(w.conn(), id, Some(&shift.id)).await? {
            return Err(Failure::invalid("/action/shifts", "lack one in which people were noted as there"));
        }
    }
    tell(app, w, me, (before, Some(after)), now).await?;
    walk_in_rows::follow(w.conn(), &after.action).await?;
    signups::remove(w, id, &kept, rev, now).await?;
    signups::settle(w, &mut after.action, rev, now).await?;
    records::put_detail(w, after).await?;
    Ok(rev)
}

/// Removes an action with its signups, for whoever does it.
pub async fn remove((app, me): (&App, &Me), w: &mut Write, before: &ActionDetail, now: Instant) -> Result<()> {
    let id = &before.action.id;
    let rev = w.rev().await?;
    notices::change(w, before, None, now).await?;
    tell(app, w, me, (before, None), now).await?;
    signups::remove(w, id, &[], rev, now).await?;
    sqlx::query("UPDATE actions SET gone = $2, rev = $3 WHERE id = $1").bind(id.as_str()).bind(now.0).bind(rev).execute(w.conn()).await?;
    Ok(())
}

pub fn with_etag(mut response: Response, app: &App, rev: i64) -> Response {
    if let Ok(etag) = HeaderValue::from_str(&actions::etag(app, rev)) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

pub fn if_match(headers: &HeaderMap) -> Result<String> {
    let missing = || Failure::malformed("/header/if-match", "is missing").status(StatusCode::PRECONDITION_REQUIRED);
    headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned).ok_or_else(missing)
}

/// Fails when `wanted` is not the version that there is.
pub fn check_version(app: &App, wanted: &str, rev: i64) -> Result<()> {
    let etag = actions::etag(app, rev);
    if wanted.split(',').any(|tag| tag.trim() == etag || tag.trim() == "*") {
        return Ok(());
    }
    let problem = Problem::new(ProblemKind::Changed, "Somebody changed it meanwhile");
    Err(Failure { problem: Box::new(problem), retry_after: None })
}

/// Whether people with the action in their calendar must hear of the change: another time, place or state.
fn calendars_care(before: &ActionDetail, after: &ActionDetail) -> bool {
    let times = |action: &Action| action.shifts.iter().map(|shift| (shift.id.clone(), shift.starts, shift.ends)).collect::<Vec<_>>();
    let (a, b) = (&before.action, &after.action);
    times(a) != times(b) || a.state != b.state || a.place != b.place || before.address != after.address || before.meeting != after.meeting
}

/// What the types cannot say of an action. Errors name fields of an [`ActionDetail`].
pub fn checked(detail: &ActionDetail) -> Result<ActionDetail> {
    let mut detail = detail.clone();
    let shifts = &mut detail.action.shifts;
    for (at, shift) in shifts.iter().enumerate() {
        if shift.ends <= shift.starts {
            return Err(Failure::invalid(format!("/action/shifts/{at}/ends"), "is not after its start"));
        }
        if shift.seats.needed > shift.seats.most {
            return Err(Failure::invalid(format!("/action/shifts/{at}/seats/needed"), "is more than most"));
        }
        if shifts[..at].iter().any(|other| other.id == shift.id) {
            return Err(Failure::invalid(format!("/action/shifts/{at}/id"), "is there twice"));
        }
    }
    shifts.sort_by_key(|shift| shift.starts);
    if let Some(lang) = detail.called_off.as_ref().and_then(|off| off.reason.as_ref()).and_then(called_off::too_long) {
        let at = format!("/called_off/reason/{}", lang.code());
        return Err(Failure::invalid(at, format!("has more than {} characters", called_off::LONGEST)));
    }
    if !detail.hours.is_sound() {
        return Err(Failure::invalid("/hours", "round to 1 to 60 minutes, count at most a day, and weigh the night with 0 to 300 percent"));
    }
    if !detail.coordinates.as_ref().is_none_or(Coordinates::are_on_earth) {
        return Err(Failure::invalid("/coordinates", "are not on Earth"));
    }
    Ok(detail)
}
