//! Actions that repeat. What a new rule or plan does to the dates is decided in `model::series`; here it is carried out: a date is an action like any other, so whoever has a place in one that
//! is moved or called off is told as always.

use crate::{
    actions,
    admin::{check_version, checked, if_match, put_in_place, remove, with_etag},
    app::App,
    ask::{Ask, Json},
    db::Write,
    drafts,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    mark_rows, records,
    reply::{self, Named},
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use meyirim::model::{
    ActionDetail, ActionId, ActionState, Day, Instant, Occurrence, Series, SeriesId, Zone,
    can::Act,
    instant::parse_day,
    series::{DateChange, Held, Known, LONGEST_ID, MOST, NoSeries, Repeat, SeriesDate, SeriesPlan, Step, alike, date, shifts_on, steps},
};
use sqlx::AnyConnection;

/// A new series
///
/// With all its dates that are still to come, each an action of its own.
#[utoipa::path(
    post, path = "/admin/series", tag = "admin",
    params(
        ("draft" = Option<u64>, Query, description = "The version of the draft with its id that is published; without it there must be none"),
        crate::openapi::KeyHeader,
    ),
    request_body(content = SeriesPlan, example = json!(example())),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "The series", body = Series, headers(("ETag" = String, description = "Of the rule and the plan"))),
        (status = 403, description = "`forbidden`"),
        (status = 412, description = "`changed`: somebody has gone on writing the draft"),
        (status = 422, description = "`invalid`: a field is wrong, the id is taken, or no date is to come"),
    ),
)]
pub async fn create_series(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri, ask: Ask<Json<SeriesPlan>>) -> Result<Response> {
    me.can(Act::Plan)?;
    let draft = drafts::publishes(&uri)?;
    let now = app.clock.now();
    let plan = sound(&ask.body.0)?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let new = sqlx::query("INSERT INTO series (id, rev, plan) VALUES ($1, 0, '') ON CONFLICT DO NOTHING")
        .bind(plan.id.as_str())
        .execute(w.conn());
    if new.await?.rows_affected() == 0 {
        return Err(Failure::invalid("/id", "is taken"));
    }
    let rev = sow((&app, &me), &mut w, None, &plan, now).await?;
    let series = read(w.conn(), plan).await?;
    if series.dates.is_empty() {
        return Err(Failure::invalid("/repeat", "has no date that is to come"));
    }
    drafts::published(&mut w, series.id.as_str(), draft).await?;
    let answer = Answer::new(StatusCode::CREATED, &series)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(with_etag(answer.into_response(), &app, rev))
}

/// A series with its dates
#[utoipa::path(
    get, path = "/admin/series/{id}", tag = "admin",
    params(("id" = SeriesId, Path, description = "Of the series")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The series", body = Series, headers(("ETag" = String, description = "Of the rule and the plan: good for `If-Match`. What is decided about single dates does not change it"))),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn get_series(State(app): State<App>, me: Me, Named(id): Named<SeriesId>) -> Result<Response> {
    me.can(Act::Plan)?;
    let mut conn = app.db.pool.acquire().await?;
    let found: Option<(i64, String)> =
        sqlx::query_as("SELECT rev, plan FROM series WHERE id = $1").bind(id.as_str()).fetch_optional(&mut *conn).await?;
    let (rev, plan) = found.ok_or_else(Failure::not_found)?;
    let series = read(&mut conn, serde_json::from_str(&plan)?).await?;
    Ok(with_etag(reply::ok(&series)?, &app, rev))
}

/// Change a series
///
/// The rule, the plan, or both. Dates to come follow it, but for those that were changed or called off on their own. A date that the rule no longer has is removed, or called off where somebody
/// has joined it. What has begun stays as it was.
#[utoipa::path(
    put, path = "/admin/series/{id}", tag = "admin",
    params(
        ("id" = SeriesId, Path, description = "Of the series"),
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the change is based on; without it 428"),
    ),
    request_body(content = SeriesPlan, example = json!(example())),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The series", body = Series, headers(("ETag" = String, description = "Of the rule and the plan"))),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed`: somebody was faster"),
        (status = 428, description = "`malformed`: `If-Match` is missing"),
    ),
)]
pub async fn change_series(
    State(app): State<App>,
    me: Me,
    Named(id): Named<SeriesId>,
    headers: HeaderMap,
    ask: Ask<Json<SeriesPlan>>,
) -> Result<Response> {
    me.can(Act::Plan)?;
    let now = app.clock.now();
    let plan = sound(&ask.body.0)?;
    if plan.id != id {
        return Err(Failure::invalid("/id", "is not that of the address"));
    }
    let wanted = if_match(&headers)?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let (rev, before) = hold(&mut w, &id).await?;
    check_version(&app, &wanted, rev)?;
    let rev = sow((&app, &me), &mut w, Some(&before.repeat), &plan, now).await?;
    let answer = Answer::new(StatusCode::OK, &read(w.conn(), plan).await?)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(with_etag(answer.into_response(), &app, rev))
}

/// Skip a date, or hold it after all
///
/// A date that is skipped is called off: it stays visible, and who has a place is told. With `follow` it is again as the series plans it. What is left out stays as it is.
#[utoipa::path(
    put, path = "/admin/series/{id}/dates/{day}", tag = "admin",
    params(
        ("id" = SeriesId, Path, description = "Of the series"),
        ("day" = String, Path, description = "The day on which the rule has it", format = Date, example = "2026-11-28"),
        crate::openapi::KeyHeader,
    ),
    request_body = DateChange,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The action of that date", body = ActionDetail, headers(("ETag" = String, description = "Strong"))),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: also of a day that is no date of the series"),
        (status = 422, description = "`invalid`: the date has begun, or would have"),
    ),
)]
pub async fn change_date(
    State(app): State<App>,
    me: Me,
    Named((id, day)): Named<(SeriesId, String)>,
    ask: Ask<Json<DateChange>>,
) -> Result<Response> {
    me.can(Act::Plan)?;
    let now = app.clock.now();
    let day = parse_day(&day).ok_or_else(Failure::not_found)?;
    let wanted = ask.body.0;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let (_, plan) = hold(&mut w, &id).await?;
    let follows = planned(&plan, day, &app.zone)?;
    let before = records::hold_detail(&mut w, &follows.action.id).await?;
    if before.action.series.as_ref() != Some(&id) {
        return Err(Failure::not_found());
    }
    let mut after = if wanted.follow { follows } else { before.clone() };
    let off = wanted.skipped.unwrap_or(before.action.state == ActionState::Cancelled);
    after.action.state = if off { ActionState::Cancelled } else { ActionState::Published };
    if before.action.starts() <= now || after.action.starts() <= now {
        return Err(Failure::invalid("", "the date has begun"));
    }
    let rev = put_in_place((&app, &me), &mut w, &before, &mut after, now).await?;
    let answer = Answer::new(StatusCode::OK, &after)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(with_etag(answer.into_response(), &app, rev))
}

/// Brings the dates in line with the plan, and keeps it; the answer is the number of the change.
async fn sow((app, me): (&App, &Me), w: &mut Write, before: Option<&Repeat>, plan: &SeriesPlan, now: Instant) -> Result<i64> {
    let zone = &app.zone;
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM actions WHERE series = $1 AND gone = 0 ORDER BY id")
        .bind(plan.id.as_str())
        .fetch_all(w.conn())
        .await?;
    let (mut there, mut known) = (Vec::new(), Vec::new());
    for id in ids {
        // Held before it is looked who has joined, or what somebody has changed of it, so that neither is lost.
        let detail = records::hold_detail(w, &ActionId::new(&id).map_err(|_| Failure::internal())?).await?;
        let SeriesDate { day, held, .. } = its_date(&detail)?;
        let begun = detail.action.starts() <= now;
        let people = !begun && people(w.conn(), &detail.action.id).await?;
        known.push(Known { day, held, begun, people });
        there.push((day, detail));
    }
    let to_come = |day| shifts_on(&plan.plan, day, zone).iter().all(|shift| shift.starts > now);
    for (day, step) in steps(&known, before, &plan.repeat, to_come) {
        // A number each, so that phones can fetch a long series in pages.
        w.revs(1).await?;
        let follows = planned(plan, day, zone)?;
        match there.iter().find(|(other, _)| *other == day) {
            None => add(w, follows).await?,
            Some((_, before)) => {
                carry_out((app, me), w, plan, step, (before, follows), now).await.map_err(|failure| failure.within("/plan"))?
            }
        }
    }
    let rev = w.revs(1).await?;
    sqlx::query("UPDATE series SET rev = $2, plan = $3 WHERE id = $1")
        .bind(plan.id.as_str())
        .bind(rev)
        .bind(serde_json::to_string(plan)?)
        .execute(w.conn())
        .await?;
    Ok(rev)
}

/// A new date, or one that was removed and comes back: then calendars that have it as called off hear of a later version.
async fn add(w: &mut Write, mut detail: ActionDetail) -> Result<()> {
    let id = &detail.action.id;
    let before: Option<(i64, String, String)> =
        sqlx::query_as("SELECT gone, record, rest FROM actions WHERE id = $1").bind(id.as_str()).fetch_optional(w.conn()).await?;
    if let Some((gone, record, rest)) = before {
        if gone == 0 {
            return Err(Failure::invalid("/id", format!("would make a date {id}, and there is such an action already")));
        }
        let before: ActionDetail = serde_json::from_str(&actions::join(&record, &rest))?;
        // Removing it was a change that no row counts.
        detail.sequence = before.sequence.saturating_add(2);
    }
    let rev = w.rev().await?;
    detail.action.rev = u64::try_from(rev).unwrap_or_default();
    records::put_detail(w, &detail).await
}

/// One date that there is: `follows` is how the plan has it.
async fn carry_out(
    by: (&App, &Me),
    w: &mut Write,
    plan: &SeriesPlan,
    step: Step,
    (before, follows): (&ActionDetail, ActionDetail),
    now: Instant,
) -> Result<()> {
    if step == Step::Remove {
        return remove(by, w, before, now).await;
    }
    let mut after = if step == Step::Follow { follows } else { before.clone() };
    if step == Step::CallOff {
        after.action.state = ActionState::Cancelled;
    }
    if let Some(occurrence) = &mut after.series {
        occurrence.repeat = plan.repeat.clone();
    }
    if alike(before, &after) && (before.action.state, &before.series) == (after.action.state, &after.series) {
        return Ok(());
    }
    put_in_place(by, w, before, &mut after, now).await?;
    Ok(())
}

/// How a date stands to its series.
fn its_date(detail: &ActionDetail) -> Result<SeriesDate> {
    let Occurrence { day, apart, .. } = detail.series.as_ref().ok_or_else(Failure::internal)?;
    let skipped = detail.action.state == ActionState::Cancelled;
    Ok(SeriesDate { day: *day, action: detail.action.id.clone(), held: Held { skipped, apart: *apart } })
}

fn planned(plan: &SeriesPlan, day: Day, zone: &Zone) -> Result<ActionDetail> {
    date(plan, day, zone).ok_or_else(|| Failure::invalid("/id", format!("is longer than {LONGEST_ID} characters")))
}

/// Nobody else changes the series until the transaction ends.
async fn hold(w: &mut Write, id: &SeriesId) -> Result<(i64, SeriesPlan)> {
    let found: Option<(i64, String)> = sqlx::query_as("UPDATE series SET held = 1 - held WHERE id = $1 RETURNING rev, plan")
        .bind(id.as_str())
        .fetch_optional(w.conn())
        .await?;
    let (rev, plan) = found.ok_or_else(Failure::not_found)?;
    Ok((rev, serde_json::from_str(&plan)?))
}

async fn read(conn: &mut AnyConnection, plan: SeriesPlan) -> Result<Series> {
    let SeriesPlan { id, repeat, plan } = plan;
    // Ids end in the day, so this is their order.
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT record, rest FROM actions WHERE series = $1 AND gone = 0 ORDER BY id")
        .bind(id.as_str())
        .fetch_all(conn)
        .await?;
    let dates = rows.iter().map(|(record, rest)| its_date(&serde_json::from_str(&actions::join(record, rest))?));
    let dates = dates.collect::<Result<Vec<_>>>()?;
    Ok(Series { id, repeat, plan, dates })
}

/// Somebody has a place, waits for one, leads a shift, or was noted as there.
async fn people(conn: &mut AnyConnection, action: &ActionId) -> Result<bool> {
    let sql = "SELECT (SELECT COUNT(*) FROM signups WHERE action = $1 AND gone = 0 AND state IN ('confirmed', 'offered', 'waiting'))
               + (SELECT COUNT(*) FROM shift_leaders WHERE action = $1)";
    let count: i64 = sqlx::query_scalar(sql).bind(action.as_str()).fetch_one(&mut *conn).await?;
    Ok(count > 0 || mark_rows::any(conn, action, None).await?)
}

/// What the types cannot say.
fn sound(plan: &SeriesPlan) -> Result<SeriesPlan> {
    let mut plan = plan.clone();
    plan.plan = checked(&plan.plan).map_err(|failure| failure.within("/plan"))?;
    (plan.plan.action.series, plan.plan.series, plan.plan.report) = (None, None, None);
    plan.plan.called_off = None;
    plan.repeat.check().map_err(|why| match why {
        NoSeries::Every => Failure::invalid("/repeat/every", "is 1 to 12"),
        NoSeries::On => Failure::invalid("/repeat/on", "names weekdays from 1 to 7, each once, or a day of the month that there is"),
        NoSeries::NoDate => Failure::invalid("/repeat/until", "leaves no date"),
        NoSeries::TooMany => Failure::invalid("/repeat/until", format!("makes more than {MOST} dates")),
    })?;
    Ok(plan)
}

fn example() -> serde_json::Value {
    serde_json::json!({
        "id": "saturdays",
        "repeat": { "from": "2040-05-05", "until": "2040-06-30", "every": 1, "on": { "weekly": [6] } },
        "plan": {
            "action": {
                "id": "example", "rev": 0, "state": "published", "title": { "kk": "Мысал", "ru": "Пример", "en": "An example" }, "direction": "saulyq",
                "shifts": [{
                    "id": "1", "starts": "2040-05-05T04:00:00Z", "ends": "2040-05-05T07:00:00Z",
                    "seats": { "needed": 2, "most": 8, "taken": 0, "waiting": 0 },
                }],
                "youngest": "14_17", "waitlist": true, "demo": true,
            },
        },
    })
}
