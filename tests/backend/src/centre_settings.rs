//! The settings of the coworking centre: read by everybody, changed by those who run it, by the version that a change is based on. What a change does to bookings that are there is decided by `model::centre_change`.

use crate::{
    admin,
    app::App,
    ask::{Ask, LargeJson},
    audit::{self, What},
    booking_rows as rows,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    reply, secrets,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use meyirim::{
    api::ProblemKind,
    model::{
        Centre,
        can::Act,
        centre_change::{Stranded, stranded, strands_code},
    },
};
use serde_json::json;

/// The coworking centre
#[utoipa::path(
    get, path = "/centre", tag = "centre",
    params(crate::openapi::HaveHeader),
    responses(
        (status = 200, description = "What it is, its hours and rules, its seats and rooms", body = Centre, headers(("ETag" = String, description = "Strong"))),
        (status = 304, description = "Nothing has changed"),
        (status = 404, description = "`not-found`: this hub has none"),
    ),
)]
pub async fn get_centre(State(app): State<App>, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let centre = rows::centre(&mut *app.db.pool.acquire().await?).await?;
    Ok(tagged(&headers, serde_json::to_string(&centre)?))
}

/// By which the settings are told unchanged: what they say, so that saving the same again changes nothing for anybody.
fn etag(body: &str) -> String {
    format!("\"{}\"", secrets::hash(body))
}

/// An answer by what it says, or that it is as it was.
pub fn tagged(headers: &HeaderMap, body: String) -> Response {
    let etag = etag(&body);
    reply::unchanged(headers, &etag).unwrap_or_else(|| reply::tagged(&etag, body))
}

/// An answer to a change of the settings, with the ETag of what it says.
fn written(answer: Answer, replay: bool) -> Response {
    let etag = (!answer.is_refusal()).then(|| HeaderValue::from_str(&etag(&answer.body)).ok()).flatten();
    let mut response = if replay { answer.into_replay() } else { answer.into_response() };
    if let Some(etag) = etag {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

/// Change the centre
///
/// All of it, in place of the version that it is based on. Bookings that are there stay, also at hours and at places that it has no more: they are to be moved or given up by somebody who can tell people. `strands` says of how many
/// of these whoever changes it knows (`POST /centre/check`); where it would be more, nothing is changed.
#[utoipa::path(
    put, path = "/centre", tag = "centre",
    params(
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the change is based on; without it 428, unless there is no centre yet"),
        ("strands" = Option<usize>, Query, description = "How many bookings to come may be left without their hour or their place; without it none"),
    ),
    request_body = Centre,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As it is now", body = Centre, headers(("ETag" = String, description = "Strong"))),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: there is none to change"),
        (status = 412, description = "`changed`: somebody was faster; with `strands 3` in `detail`: so many bookings would be left, which is more than were known of"),
        (status = 422, description = "`invalid`"),
        (status = 428, description = "`malformed`: `If-Match` is missing"),
    ),
)]
pub async fn put_centre(
    State(app): State<App>,
    me: Me,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    ask: Ask<LargeJson<Centre>>,
) -> Result<Response> {
    me.can(Act::RunCentre)?;
    let mut params = Params::read(&uri, &["strands"]);
    let known: usize = params.get("strands").unwrap_or_default();
    params.done()?;
    let (now, centre) = (app.clock.now(), &ask.body.0);
    centre.check().map_err(|(pointer, detail)| Failure::invalid(pointer, detail))?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(written(answer, true));
    }
    // What is released by the rule of now stays so by another.
    rows::release(&mut w, now).await?;
    let strands = match rows::hold(&mut w).await {
        Ok(before) => {
            let (wanted, there) = (admin::if_match(&headers)?, etag(&serde_json::to_string(&before)?));
            if !wanted.split(',').any(|tag| tag.trim() == there || tag.trim() == "*") {
                return Err(Failure::new(ProblemKind::Changed, "Somebody changed it meanwhile"));
            }
            let to_come = rows::to_come(w.conn(), now).await?;
            stranded(&before, centre, &app.zone, now, &to_come).fresh()
        }
        Err(failure) if failure.problem.status == 404 && !headers.contains_key(header::IF_MATCH) => 0,
        Err(failure) => return Err(failure),
    };
    if strands > known {
        return Err(Failure::new(ProblemKind::Changed, "Bookings would be left behind").detail(strands_code(strands)));
    }
    rows::put_centre(&mut w, centre).await?;
    let answer = Answer::new(StatusCode::OK, centre)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::CentreBooked, "centre", &json!({ "strands": strands }), now).await?;
    w.commit().await?;
    Ok(written(answer, false))
}

/// What a change of the centre would do
///
/// Which bookings to come would have no opening hours or no place by these settings, without names. Nothing is changed. With the settings as they are, it tells of those that were left behind before.
#[utoipa::path(
    post, path = "/centre/check", tag = "centre",
    params(crate::openapi::KeyHeader),
    request_body = Centre,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "By time", body = Stranded),
        (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub async fn check_centre(State(app): State<App>, me: Me, ask: Ask<LargeJson<Centre>>) -> Result<Response> {
    me.can(Act::RunCentre)?;
    let (now, after) = (app.clock.now(), &ask.body.0);
    after.check().map_err(|(pointer, detail)| Failure::invalid(pointer, detail))?;
    let mut conn = app.db.pool.acquire().await?;
    let before = match rows::centre(&mut conn).await {
        Ok(before) => before,
        Err(failure) if failure.problem.status == 404 => after.clone(),
        Err(failure) => return Err(failure),
    };
    let to_come = rows::to_come(&mut conn, now).await?;
    reply::ok(&stranded(&before, after, &app.zone, now, &to_come))
}
