//! Actions, as everyone sees them: the list by start, and the detail.

use crate::{
    app::App,
    failure::{Failure, Result},
    page::{self, PageCursor},
    params::Params,
    reply::{self, Named},
};
use axum::{
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
};
use meyirim::model::{Action, ActionDetail, ActionId, Direction, Instant};

/// All actions in order
///
/// Ascending by start, then id. Past ones stay.
#[utoipa::path(
    get, path = "/actions", tag = "actions",
    params(
        ("from" = Option<Instant>, Query, description = "Those that end after this moment"),
        ("until" = Option<Instant>, Query, description = "Those that ended at or before this moment"),
        ("direction" = Option<Direction>, Query, description = "Those of one direction"),
        ("district" = Option<String>, Query, description = "Those in one district, by its key", min_length = 1, max_length = 64),
        ("free" = Option<bool>, Query, description = "`true`: those with a free place"),
        crate::openapi::PageQuery,
        crate::openapi::HaveHeader,
    ),
    responses(
        (status = 200, description = "A page", body = crate::openapi::PageOf<Action>, headers(
            ("ETag" = String, description = "Weak"), ("Link" = Option<String>, description = "`rel=\"next\"`, unless this is the last page")
        )),
        (status = 304, description = "As it was"),
    ),
)]
pub async fn list(State(app): State<App>, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    let mut params = Params::read(&uri, &["from", "until", "direction", "district", "free", "limit", "cursor"]);
    let from: Option<Instant> = params.get("from");
    let until: Option<Instant> = params.get("until");
    let direction = params.get_with("direction", |key| Direction::from_key(key).ok_or_else(|| "is no direction".to_owned()));
    let in_district = |key: &str| if (1..=64).contains(&key.len()) { Ok(key.to_owned()) } else { Err("is no district".to_owned()) };
    let district = params.get_with("district", in_district);
    let free: Option<bool> = params.get("free");
    let limit = params.limit(100, 1000);
    let after = page::cursor(&mut params, &app.db);
    params.done()?;

    let (head, etag) =
        page::as_of(&app.db, "SELECT head, floor, (SELECT COALESCE(MAX(rev), 0) FROM actions WHERE rev > floor) FROM history").await?;
    if let Some(unchanged) = reply::unchanged(&headers, &etag) {
        return Ok(unchanged);
    }

    let from = from.map_or(i64::MIN, |at| at.0);
    let until = until.map_or(i64::MAX, |at| at.0);
    let direction = direction.map_or("", Direction::key);
    let district = district.unwrap_or_default();
    let free = i64::from(free.unwrap_or(false));
    let total: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM actions WHERE gone = 0 AND ends > $1 AND ends <= $2
         AND ($3 = '' OR direction = $3) AND ($4 = '' OR district = $4) AND free >= $5",
    )
    .bind(from)
    .bind(until)
    .bind(direction)
    .bind(&district)
    .bind(free)
    .fetch_one(&app.db.pool)
    .await?;

    let after = after.unwrap_or(PageCursor { head, starts: i64::MIN, id: String::new() });
    let mut rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT id, starts, record FROM actions WHERE gone = 0 AND ends > $1 AND ends <= $2
         AND ($3 = '' OR direction = $3) AND ($4 = '' OR district = $4) AND free >= $5
         AND (starts, id) > ($6, $7) ORDER BY starts, id LIMIT $8",
    )
    .bind(from)
    .bind(until)
    .bind(direction)
    .bind(&district)
    .bind(free)
    .bind(after.starts)
    .bind(&after.id)
    .bind(i64::from(limit) + 1)
    .fetch_all(&app.db.pool)
    .await?;

    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|(id, starts, _)| PageCursor { head: after.head, starts: *starts, id: id.clone() });
    let records: Vec<String> = rows.into_iter().map(|(.., record)| record).collect();
    let mut response = reply::tagged(&etag, page::body(&app.db, &records, total, after.head));
    if let Some(next) = next {
        page::link(&mut response, &uri, &next.write(&app.db));
    }
    Ok(response)
}

/// One action with its texts
#[utoipa::path(
    get, path = "/actions/{id}", tag = "actions",
    params(
        ("id" = ActionId, Path, description = "Of the action"),
        crate::openapi::HaveHeader,
    ),
    responses(
        (status = 200, description = "The action", body = ActionDetail, headers(("ETag" = String, description = "Strong: good for `If-Match`"))),
        (status = 304, description = "As it was"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn get(
    State(app): State<App>,
    Named(id): Named<ActionId>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let found: Option<(i64, String, String)> = sqlx::query_as("SELECT rev, record, rest FROM actions WHERE id = $1 AND gone = 0")
        .bind(id.as_str())
        .fetch_optional(&app.db.pool)
        .await?;
    let (rev, record, rest) = found.ok_or_else(Failure::not_found)?;
    let etag = etag(&app, rev);
    if let Some(unchanged) = reply::unchanged(&headers, &etag) {
        return Ok(unchanged);
    }
    Ok(reply::tagged(&etag, join(&record, &rest)))
}

/// The ETag of an action's detail.
pub fn etag(app: &App, rev: i64) -> String {
    format!("\"{}-{rev}\"", app.db.epoch)
}

/// The detail from its two stored halves. The record changes with every signup, the rest hardly ever.
pub fn join(record: &str, rest: &str) -> String {
    format!("{{\"action\":{record},{}", rest.strip_prefix('{').unwrap_or("}"))
}

/// And the other way round: the rest of a detail without its record.
pub fn rest(detail: &ActionDetail) -> Result<String, serde_json::Error> {
    let mut value = serde_json::to_value(detail)?;
    if let Some(object) = value.as_object_mut() {
        object.remove("action");
    }
    serde_json::to_string(&value)
}
