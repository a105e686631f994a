//! News of the hub and of its partners. Everybody reads it; what an item must hold is decided by `model::news`.

use crate::{
    app::App,
    ask::{Ask, Json},
    bulletin_rows as rows,
    failure::Result,
    reply::Named,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
};
use meyirim::model::{NewsId, NewsItem};

/// All news
///
/// Ascending by id.
#[utoipa::path(
    get, path = "/news", tag = "news",
    params(crate::openapi::PageQuery, crate::openapi::HaveHeader),
    responses(
        (status = 200, description = "A page", body = crate::openapi::PageOf<NewsItem>, headers(
            ("ETag" = String, description = "Weak"), ("Link" = Option<String>, description = "`rel=\"next\"`, unless this is the last page")
        )),
        (status = 304, description = "As it was"),
    ),
)]
pub async fn list_news(State(app): State<App>, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    rows::list::<NewsItem>(&app, &uri, &headers).await
}

/// One news item
#[utoipa::path(
    get, path = "/news/{id}", tag = "news",
    params(("id" = NewsId, Path, description = "Of the news item"), crate::openapi::HaveHeader),
    responses(
        (status = 200, description = "The news item", body = NewsItem, headers(("ETag" = String, description = "Strong"))),
        (status = 304, description = "As it was"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn get_news(
    State(app): State<App>,
    Named(id): Named<NewsId>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    rows::get(&app, &id, &uri, &headers).await
}

/// A news item as it is now
///
/// The whole of it, new or in place of what was there; `rev` in the body is ignored. Coordinators who are bound to organisations write for these alone.
#[utoipa::path(
    put, path = "/news/{id}", tag = "news",
    params(
        ("id" = NewsId, Path, description = "The client's choice where it is new"),
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the change is based on; without it, it is a new one"),
    ),
    request_body(content = NewsItem, example = json!({
        "id": "example", "rev": 0, "title": { "kk": "Мысал", "ru": "Пример", "en": "An example" }, "text": { "ru": "Что нового" },
        "published": "2026-01-01T05:00:00Z", "demo": true,
    })),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The news item", body = NewsItem, headers(("ETag" = String, description = "Strong"))),
        (status = 403, description = "`forbidden`: `needs …`, `auditor`, `other-organisation`"),
        (status = 404, description = "`not-found`: there is none to change"),
        (status = 412, description = "`changed`: somebody was faster, or has one with this id"),
    ),
)]
pub async fn put_news(
    State(app): State<App>,
    me: Me,
    Named(id): Named<NewsId>,
    headers: HeaderMap,
    ask: Ask<Json<NewsItem>>,
) -> Result<Response> {
    rows::put(&app, &me, &id, &headers, &ask).await
}

/// Delete a news item
#[utoipa::path(
    delete, path = "/news/{id}", tag = "news",
    params(
        ("id" = NewsId, Path, description = "Of the news item"),
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that is to go; without it 428"),
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 204, description = "Gone"),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed`: somebody was faster"),
        (status = 428, description = "`malformed`: `If-Match` is missing"),
    ),
)]
pub async fn delete_news(State(app): State<App>, me: Me, Named(id): Named<NewsId>, headers: HeaderMap, ask: Ask<()>) -> Result<Response> {
    rows::delete(&app, &me, &id, &headers, &ask).await
}
