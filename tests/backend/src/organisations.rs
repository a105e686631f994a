//! Organisations: all who help. Some hundred records, so the list record is the whole record.

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
use meyirim::model::{Organisation, OrganisationId, OrganisationKind};

/// All organisations
///
/// Ascending by id.
#[utoipa::path(
    get, path = "/organisations", tag = "organisations",
    params(
        ("kind" = Option<OrganisationKind>, Query, description = "Those of one kind"),
        crate::openapi::PageQuery,
        crate::openapi::HaveHeader,
    ),
    responses(
        (status = 200, description = "A page", body = crate::openapi::PageOf<Organisation>, headers(
            ("ETag" = String, description = "Weak"), ("Link" = Option<String>, description = "`rel=\"next\"`, unless this is the last page")
        )),
        (status = 304, description = "As it was"),
    ),
)]
pub async fn list(State(app): State<App>, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    let mut params = Params::read(&uri, &["kind", "limit", "cursor"]);
    let kind = params.get_with("kind", |key| OrganisationKind::from_key(key).ok_or_else(|| "is no kind of organisation".to_owned()));
    let kind = kind.map_or("", OrganisationKind::key);
    let limit = params.limit(100, 1000);
    let after = page::cursor(&mut params, &app.db);
    params.done()?;

    let (head, etag) =
        page::as_of(&app.db, "SELECT head, floor, (SELECT COALESCE(MAX(rev), 0) FROM organisations WHERE rev > floor) FROM history")
            .await?;
    if let Some(unchanged) = reply::unchanged(&headers, &etag) {
        return Ok(unchanged);
    }
    let total: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM organisations WHERE gone = 0 AND ($1 = '' OR kind = $1)")
        .bind(kind)
        .fetch_one(&app.db.pool)
        .await?;
    let after = after.unwrap_or(PageCursor { head, starts: 0, id: String::new() });
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT id, record FROM organisations WHERE gone = 0 AND ($1 = '' OR kind = $1) AND id > $2 ORDER BY id LIMIT $3")
            .bind(kind)
            .bind(&after.id)
            .bind(i64::from(limit) + 1)
            .fetch_all(&app.db.pool)
            .await?;
    Ok(page::by_id(&app.db, &uri, Some(&etag), rows, limit, total, &after))
}

/// One organisation
#[utoipa::path(
    get, path = "/organisations/{id}", tag = "organisations",
    params(
        ("id" = OrganisationId, Path, description = "Of the organisation"),
        crate::openapi::HaveHeader,
    ),
    responses(
        (status = 200, description = "The organisation", body = Organisation, headers(("ETag" = String, description = "Strong"))),
        (status = 304, description = "As it was"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn get(
    State(app): State<App>,
    Named(id): Named<OrganisationId>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let found: Option<(i64, String)> = sqlx::query_as("SELECT rev, record FROM organisations WHERE id = $1 AND gone = 0")
        .bind(id.as_str())
        .fetch_optional(&app.db.pool)
        .await?;
    let (rev, record) = found.ok_or_else(Failure::not_found)?;
    let etag = format!("\"{}-{rev}\"", app.db.epoch);
    Ok(reply::unchanged(&headers, &etag).unwrap_or_else(|| reply::tagged(&etag, record)))
}
