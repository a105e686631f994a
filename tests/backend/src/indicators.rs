//! Indicators: counted figures, each with its definition and date.

use crate::{
    app::App,
    failure::Result,
    page::{self, PageCursor},
    params::Params,
    reply,
};
use axum::{
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
};
use meyirim::model::Indicator;

/// All indicators
///
/// Ascending by id.
#[utoipa::path(
    get, path = "/indicators", tag = "indicators",
    params(
        crate::openapi::PageQuery,
        crate::openapi::HaveHeader,
    ),
    responses(
        (status = 200, description = "A page", body = crate::openapi::PageOf<Indicator>, headers(
            ("ETag" = String, description = "Weak"), ("Link" = Option<String>, description = "`rel=\"next\"`, unless this is the last page")
        )),
        (status = 304, description = "As it was"),
    ),
)]
pub async fn list(State(app): State<App>, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    let mut params = Params::read(&uri, &["limit", "cursor"]);
    let limit = params.limit(100, 1000);
    let after = page::cursor(&mut params, &app.db);
    params.done()?;

    let (head, etag) =
        page::as_of(&app.db, "SELECT head, floor, (SELECT COALESCE(MAX(rev), 0) FROM indicators WHERE rev > floor) FROM history").await?;
    if let Some(unchanged) = reply::unchanged(&headers, &etag) {
        return Ok(unchanged);
    }
    let total: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM indicators WHERE gone = 0").fetch_one(&app.db.pool).await?;
    let after = after.unwrap_or(PageCursor { head, starts: 0, id: String::new() });
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT id, record FROM indicators WHERE gone = 0 AND id > $1 ORDER BY id LIMIT $2")
        .bind(&after.id)
        .bind(i64::from(limit) + 1)
        .fetch_all(&app.db.pool)
        .await?;
    Ok(page::by_id(&app.db, &uri, Some(&etag), rows, limit, total, &after))
}
