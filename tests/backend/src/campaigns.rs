//! Campaigns: a goal, how far it has come, and who says so. Everybody reads them; what a campaign must hold is decided by `model::campaign`.

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
use meyirim::model::{Campaign, CampaignId};

/// All campaigns
///
/// Ascending by id.
#[utoipa::path(
    get, path = "/campaigns", tag = "campaigns",
    params(crate::openapi::PageQuery, crate::openapi::HaveHeader),
    responses(
        (status = 200, description = "A page", body = crate::openapi::PageOf<Campaign>, headers(
            ("ETag" = String, description = "Weak"), ("Link" = Option<String>, description = "`rel=\"next\"`, unless this is the last page")
        )),
        (status = 304, description = "As it was"),
    ),
)]
pub async fn list_campaigns(State(app): State<App>, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    rows::list::<Campaign>(&app, &uri, &headers).await
}

/// One campaign
#[utoipa::path(
    get, path = "/campaigns/{id}", tag = "campaigns",
    params(("id" = CampaignId, Path, description = "Of the campaign"), crate::openapi::HaveHeader),
    responses(
        (status = 200, description = "The campaign", body = Campaign, headers(("ETag" = String, description = "Strong"))),
        (status = 304, description = "As it was"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn get_campaign(
    State(app): State<App>,
    Named(id): Named<CampaignId>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    rows::get(&app, &id, &uri, &headers).await
}

/// A campaign as it is now
///
/// The whole of it, new or in place of what was there; `rev` in the body is ignored. Coordinators who are bound to organisations write for these alone.
#[utoipa::path(
    put, path = "/campaigns/{id}", tag = "campaigns",
    params(
        ("id" = CampaignId, Path, description = "The client's choice where it is new"),
        crate::openapi::KeyHeader,
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the change is based on; without it, it is a new one"),
    ),
    request_body(content = Campaign, example = json!({
        "id": "example", "rev": 0, "kind": "marathon", "title": { "kk": "Мысал", "ru": "Пример", "en": "An example" }, "summary": { "ru": "О чём это" },
        "unit": { "ru": "добрых дел" }, "target": 30, "achieved": { "value": 18, "as_of": "2026-11-22" }, "wall": true, "demo": true,
    })),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The campaign", body = Campaign, headers(("ETag" = String, description = "Strong"))),
        (status = 403, description = "`forbidden`: `needs …`, `auditor`, `other-organisation`"),
        (status = 404, description = "`not-found`: there is none to change"),
        (status = 412, description = "`changed`: somebody was faster, or has one with this id"),
    ),
)]
pub async fn put_campaign(
    State(app): State<App>,
    me: Me,
    Named(id): Named<CampaignId>,
    headers: HeaderMap,
    ask: Ask<Json<Campaign>>,
) -> Result<Response> {
    rows::put(&app, &me, &id, &headers, &ask).await
}

/// Delete a campaign
#[utoipa::path(
    delete, path = "/campaigns/{id}", tag = "campaigns",
    params(
        ("id" = CampaignId, Path, description = "Of the campaign"),
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
pub async fn delete_campaign(
    State(app): State<App>,
    me: Me,
    Named(id): Named<CampaignId>,
    headers: HeaderMap,
    ask: Ask<()>,
) -> Result<Response> {
    rows::delete(&app, &me, &id, &headers, &ask).await
}
