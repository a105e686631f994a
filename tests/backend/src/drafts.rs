//! Actions that are being written: kept for all who plan, seen by nobody else. A draft lies in a table of its own and has no number in the history of changes, so no list, feed, stream or calendar
//! can show it. Publishing is making an action, or a series, with its id: that removes it, in the same transaction.

use crate::{
    app::App,
    ask::{Ask, Json},
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    reply::{self, Named},
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{StatusCode, Uri},
    response::Response,
};
use meyirim::{
    api::ProblemKind,
    model::{
        Instant,
        action_draft::{DraftId, Drafts, KeptDraft, MOST_DRAFTS, PutDraft},
        can::Act,
    },
};
use sqlx::AnyConnection;

type Columns = (String, i64, i64, Option<String>, String);

const SELECT: &str = "SELECT d.id, d.rev, d.changed_at, p.name, d.form FROM drafts d LEFT JOIN persons p ON p.id = d.person";

fn kept((id, rev, changed_at, by_name, form): Columns) -> Result<KeptDraft> {
    Ok(KeptDraft {
        id: DraftId::new(&id).map_err(|_| Failure::internal())?,
        rev: u64::try_from(rev).unwrap_or_default(),
        changed_at: Instant(changed_at),
        by_name,
        form: serde_json::from_str(&form)?,
    })
}

async fn find(conn: &mut AnyConnection, id: &DraftId) -> Result<Option<KeptDraft>> {
    let sql = format!("{SELECT} WHERE d.id = $1");
    let row: Option<Columns> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_optional(conn).await?;
    row.map(kept).transpose()
}

/// All drafts
///
/// Of everybody who plans, the latest change first.
#[utoipa::path(
    get, path = "/admin/drafts", tag = "admin",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The drafts", body = Drafts), (status = 403, description = "`forbidden`")),
)]
pub async fn list_drafts(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::Plan)?;
    Params::read(&uri, &[]).done()?;
    let sql = format!("{SELECT} ORDER BY d.changed_at DESC, d.id LIMIT {MOST_DRAFTS}");
    let rows: Vec<Columns> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&app.db.pool).await?;
    reply::ok(&Drafts { items: rows.into_iter().map(kept).collect::<Result<_>>()? })
}

/// A draft
#[utoipa::path(
    get, path = "/admin/drafts/{id}", tag = "admin",
    params(("id" = DraftId, Path, description = "Of the draft")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The draft", body = KeptDraft),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: also once it is published"),
    ),
)]
pub async fn get_draft(State(app): State<App>, me: Me, Named(id): Named<DraftId>) -> Result<Response> {
    me.can(Act::Plan)?;
    let mut conn = app.db.pool.acquire().await?;
    reply::ok(&find(&mut conn, &id).await?.ok_or_else(Failure::not_found)?)
}

/// Keep a draft
///
/// Whatever was typed so far, whether or not it makes an action yet. Its id is that which the action, or the series, will have.
#[utoipa::path(
    put, path = "/admin/drafts/{id}", tag = "admin",
    params(("id" = DraftId, Path, description = "The client's choice"), crate::openapi::KeyHeader),
    request_body(content = PutDraft, example = json!({ "rev": 0, "form": { "title": { "kk": "Мысал", "ru": "", "en": "" } } })),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The draft", body = KeptDraft),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: what is no id"),
        (status = 412, description = "`changed`: there is another version than `rev`, or none"),
        (status = 422, description = "`invalid`: it is published already, or there are too many drafts"),
    ),
)]
pub async fn put_draft(State(app): State<App>, me: Me, Named(id): Named<DraftId>, ask: Ask<Json<PutDraft>>) -> Result<Response> {
    me.can(Act::Plan)?;
    let now = app.clock.now();
    let PutDraft { rev, form } = &ask.body.0;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let there: Option<i64> = sqlx::query_scalar("SELECT rev FROM drafts WHERE id = $1").bind(id.as_str()).fetch_optional(w.conn()).await?;
    let rev = i64::try_from(*rev).unwrap_or(i64::MAX);
    if there.unwrap_or(0) != rev {
        return Err(changed());
    }
    let published: i64 =
        sqlx::query_scalar("SELECT (SELECT COUNT(*) FROM actions WHERE id = $1) + (SELECT COUNT(*) FROM series WHERE id = $1)")
            .bind(id.as_str())
            .fetch_one(w.conn())
            .await?;
    if published > 0 {
        return Err(Failure::invalid("", "is published already"));
    }
    let many: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM drafts").fetch_one(w.conn()).await?;
    if there.is_none() && many >= MOST_DRAFTS as i64 {
        return Err(Failure::invalid("", format!("there are {MOST_DRAFTS} drafts already")));
    }
    // Two at once find the same version: only one of them meets it. One that was published or thrown away since it was looked for does not come back.
    let put = sqlx::query(match there {
        None => "INSERT INTO drafts (id, rev, changed_at, person, form) VALUES ($1, $2 + 1, $3, $4, $5) ON CONFLICT DO NOTHING",
        Some(_) => "UPDATE drafts SET rev = rev + 1, changed_at = $3, person = $4, form = $5 WHERE id = $1 AND rev = $2",
    })
    .bind(id.as_str())
    .bind(rev)
    .bind(now.0)
    .bind(me.person.as_str())
    .bind(serde_json::to_string(form)?)
    .execute(w.conn())
    .await?;
    if put.rows_affected() == 0 {
        return Err(changed());
    }
    let answer = Answer::new(StatusCode::OK, &find(w.conn(), &id).await?.ok_or_else(Failure::internal)?)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// Throw a draft away
#[utoipa::path(
    delete, path = "/admin/drafts/{id}", tag = "admin",
    params(
        ("id" = DraftId, Path, description = "Of the draft"),
        ("rev" = u64, Query, description = "The version that is to go"),
        crate::openapi::KeyHeader,
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 204, description = "Gone"),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed`: there is another version than `rev`"),
    ),
)]
pub async fn drop_draft(
    State(app): State<App>,
    me: Me,
    Named(id): Named<DraftId>,
    OriginalUri(uri): OriginalUri,
    ask: Ask<()>,
) -> Result<Response> {
    me.can(Act::Plan)?;
    let mut params = Params::read(&uri, &["rev"]);
    let rev = version(&mut params, "rev");
    params.done()?;
    let rev = rev.ok_or_else(|| Failure::malformed("/query/rev", "is missing"))?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, app.clock.now()).await? {
        return Ok(answer.into_replay());
    }
    let gone = sqlx::query("DELETE FROM drafts WHERE id = $1 AND rev = $2")
        .bind(id.as_str())
        .bind(i64::try_from(rev).unwrap_or(i64::MAX))
        .execute(w.conn())
        .await?;
    if gone.rows_affected() == 0 {
        return Err(if find(w.conn(), &id).await?.is_some() { changed() } else { Failure::not_found() });
    }
    let answer = Answer::empty();
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// The version of the draft that a request publishes: 0 where it knows of none.
pub fn publishes(uri: &Uri) -> Result<u64> {
    let mut params = Params::read(uri, &["draft"]);
    let rev = version(&mut params, "draft");
    params.done()?;
    Ok(rev.unwrap_or_default())
}

/// A version out of the query. One that no data base can hold is none.
fn version(params: &mut Params, name: &str) -> Option<u64> {
    let read = |text: &str| text.parse::<u64>().ok().filter(|rev| i64::try_from(*rev).is_ok()).ok_or_else(|| "is no version".to_owned());
    params.get_with(name, read)
}

/// What was a draft is published under its id. Not if somebody has gone on writing it: what they wrote would stand nowhere.
pub async fn published(w: &mut Write, id: &str, rev: u64) -> Result<()> {
    sqlx::query("DELETE FROM drafts WHERE id = $1 AND rev = $2")
        .bind(id.to_owned())
        .bind(i64::try_from(rev).unwrap_or(i64::MAX))
        .execute(w.conn())
        .await?;
    let newer: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM drafts WHERE id = $1").bind(id.to_owned()).fetch_one(w.conn()).await?;
    if newer > 0 { Err(changed()) } else { Ok(()) }
}

fn changed() -> Failure {
    Failure::new(ProblemKind::Changed, "Somebody changed it meanwhile")
}
