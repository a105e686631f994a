//! What came of an action: what the log of attendance says of it, and what somebody who plans reports. The report stands with the action, so that it reaches everybody as any change does; why
//! its number is another than the log's stays here. Each report adds up to the hub's figures, in the same transaction.

use crate::{
    admin::{check_version, if_match, with_etag},
    app::App,
    ask::{Ask, Json},
    db::Write,
    failure::{Failure, Result},
    figures,
    idempotency::{self, Answer},
    mark_rows,
    params::Params,
    records, reply,
    reply::Named,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use meyirim::{
    api::ProblemKind,
    model::{
        ActionDetail, ActionId, Instant, Mark, PersonId, Texts, Zone,
        action_draft::LONGEST_ABOUT,
        attendance::{Hours, fold},
        can::Act,
        clash::Span,
        report::{Closing, LONGEST_WHY, MOST_FIGURES, MOST_PEOPLE, NewReport, NoReport, Noted, Report, Reported},
    },
};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// Which actions have a report
#[utoipa::path(
    get, path = "/admin/reports", tag = "admin",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "Their ids", body = Reported), (status = 403, description = "`forbidden`")),
)]
pub async fn list_reports(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::Plan)?;
    Params::read(&uri, &[]).done()?;
    let ids: Vec<String> =
        sqlx::query_scalar("SELECT r.action FROM reports r JOIN actions a ON a.id = r.action WHERE a.gone = 0 ORDER BY r.action")
            .fetch_all(&app.db.pool)
            .await?;
    let items = ids.iter().map(|id| ActionId::new(id).map_err(|_| Failure::internal())).collect::<Result<_>>()?;
    reply::ok(&Reported { items })
}

/// What was noted, and what was reported
#[utoipa::path(
    get, path = "/admin/actions/{id}/report", tag = "admin",
    params(("id" = ActionId, Path, description = "Of the action")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "Both, also while it is not over", body = Closing),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn get_report(State(app): State<App>, me: Me, Named(id): Named<ActionId>) -> Result<Response> {
    me.can(Act::Plan)?;
    let mut conn = app.db.pool.acquire().await?;
    let found: Option<(String, String)> =
        sqlx::query_as("SELECT record, rest FROM actions WHERE id = $1 AND gone = 0").bind(id.as_str()).fetch_optional(&mut *conn).await?;
    let (record, rest) = found.ok_or_else(Failure::not_found)?;
    let detail: ActionDetail = serde_json::from_str(&crate::actions::join(&record, &rest))?;
    let why: Option<Option<String>> =
        sqlx::query_scalar("SELECT why FROM reports WHERE action = $1").bind(id.as_str()).fetch_optional(&mut *conn).await?;
    let noted = noted(&mut conn, &detail, &app.zone, app.clock.now()).await?;
    reply::ok(&Closing { noted, report: detail.report, why: why.flatten() })
}

/// Report what came of an action
///
/// Once its last shift is over; again to correct it. The minutes are those that are confirmed by then.
#[utoipa::path(
    put, path = "/admin/actions/{id}/report", tag = "admin",
    params(
        ("id" = ActionId, Path, description = "Of the action"),
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the action's version that was seen; without it 428"),
    ),
    request_body(content = NewReport, example = json!({
        "came": 12, "done": { "ru": "Собрали 40 мешков" }, "figures": [{ "what": { "ru": "Мешков" }, "count": 40 }],
    })),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The action with its report", body = ActionDetail, headers(("ETag" = String, description = "Strong"))),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-now`: it is not over (`detail`: when it is); `cancelled`"),
        (status = 412, description = "`changed`: somebody was faster"),
        (status = 428, description = "`malformed`: `If-Match` is missing"),
    ),
)]
pub async fn put_report(
    State(app): State<App>,
    me: Me,
    Named(id): Named<ActionId>,
    headers: HeaderMap,
    ask: Ask<Json<NewReport>>,
) -> Result<Response> {
    me.can(Act::Plan)?;
    let now = app.clock.now();
    let new = ask.body.0.clone().tidied();
    short_enough(&new)?;
    let wanted = if_match(&headers)?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let mut detail = records::hold_detail(&mut w, &id).await?;
    check_version(&app, &wanted, detail.action.rev as i64)?;
    let noted = noted(w.conn(), &detail, &app.zone, now).await?;
    new.check(&detail.action, &noted, now).map_err(refused)?;
    let rev = w.rev().await?;
    detail.action.rev = u64::try_from(rev).unwrap_or_default();
    keep(&mut w, &mut detail, new, noted, &me.person, now).await?;
    figures::count(&mut w, &app.zone, now).await?;
    let answer = Answer::new(StatusCode::OK, &detail)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(with_etag(answer.into_response(), &app, rev))
}

/// Writes the report with its action, whose number of the change is set already.
pub async fn keep(w: &mut Write, detail: &mut ActionDetail, new: NewReport, noted: Noted, by: &PersonId, now: Instant) -> Result<()> {
    let NewReport { came, why, done, figures } = new;
    detail.report = Some(Report { came, minutes: noted.minutes, done, figures, at: now });
    records::put_detail(w, detail).await?;
    sqlx::query(
        "INSERT INTO reports (action, person, why, at, starts, direction, came, minutes, demo) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (action) DO UPDATE SET person = excluded.person, why = excluded.why, at = excluded.at, starts = excluded.starts,
         direction = excluded.direction, came = excluded.came, minutes = excluded.minutes, demo = excluded.demo",
    )
    .bind(detail.action.id.as_str())
    .bind(by.as_str())
    .bind(why)
    .bind(now.0)
    .bind(detail.action.starts().0)
    .bind(detail.action.direction.key())
    .bind(i64::from(came))
    .bind(noted.came.map(|_| i64::from(noted.minutes)))
    .bind(i64::from(detail.action.demo))
    .execute(w.conn())
    .await?;
    Ok(())
}

/// An action on which a report was written has changed, or is gone: its direction and year count as they are now.
pub async fn follow(w: &mut Write, detail: &ActionDetail, zone: &Zone, now: Instant) -> Result<()> {
    if detail.report.is_none() {
        return Ok(());
    }
    sqlx::query("UPDATE reports SET starts = $2, direction = $3 WHERE action = $1")
        .bind(detail.action.id.as_str())
        .bind(detail.action.starts().0)
        .bind(detail.action.direction.key())
        .execute(w.conn())
        .await?;
    figures::count(w, zone, now).await
}

/// What the log of an action comes to.
pub async fn noted(conn: &mut AnyConnection, detail: &ActionDetail, zone: &Zone, now: Instant) -> Result<Noted> {
    let mut people = BTreeSet::new();
    let (mut marked, mut noted) = (false, Noted { places: detail.action.seats().taken, ..Noted::default() });
    for shift in &detail.action.shifts {
        let span = Span { starts: shift.starts, ends: shift.ends };
        let mut each: BTreeMap<PersonId, Vec<Mark>> = BTreeMap::new();
        for mark in mark_rows::of_shift(&mut *conn, &detail.action.id, &shift.id, None).await? {
            each.entry(mark.person.clone()).or_default().push(mark);
        }
        for (person, marks) in each {
            let state = fold(&marks, span, detail.hours, now, zone);
            marked = true;
            noted.minutes = noted.minutes.saturating_add(state.hours.minutes());
            let there = state.checked_in.is_some() || state.hours.minutes() > 0;
            let open = matches!(state.hours, Hours::Open) && state.checked_in.is_some() || matches!(state.hours, Hours::Disputed { .. });
            noted.open += u32::from(open);
            if there {
                people.insert(person);
            }
        }
    }
    noted.came = marked.then(|| u32::try_from(people.len()).unwrap_or(u32::MAX));
    Ok(noted)
}

fn refused(why: NoReport) -> Failure {
    match why {
        NoReport::NotOver(until) => Failure::new(ProblemKind::NotNow, "It is not over yet").detail(until.to_string()),
        NoReport::Cancelled => Failure::new(ProblemKind::Cancelled, "It was called off"),
        NoReport::TooManyPeople => Failure::invalid("/came", format!("is at most {MOST_PEOPLE}")),
        NoReport::WhyNeeded => Failure::invalid("/why", "is missing: another number was noted"),
        NoReport::WhyTooLong => Failure::invalid("/why", format!("has at most {LONGEST_WHY} characters")),
        NoReport::TooManyFigures => Failure::invalid("/figures", format!("are at most {MOST_FIGURES}")),
    }
}

fn short_enough(new: &NewReport) -> Result<()> {
    let longest = |texts: &Texts| texts.each().map(|text| text.chars().count()).max().unwrap_or_default();
    if new.done.as_ref().is_some_and(|done| longest(done) > LONGEST_ABOUT) {
        return Err(Failure::invalid("/done", format!("has at most {LONGEST_ABOUT} characters")));
    }
    match new.figures.iter().position(|figure| longest(&figure.what) > LONGEST_WHY) {
        Some(at) => Err(Failure::invalid(format!("/figures/{at}/what"), format!("has at most {LONGEST_WHY} characters"))),
        None => Ok(()),
    }
}
