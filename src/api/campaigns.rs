//! `/campaigns`: read by everybody, written by those who publish.

use super::{Call, Fetched, Method, Page, Request};
use crate::model::{Campaign, CampaignId};

/// `GET /campaigns`, all of them.
pub fn list(etag: Option<&str>) -> Call<Fetched<Page<Campaign>>> {
    Request::get("/campaigns").query("limit", 500).unless(etag).read_page()
}

/// `GET /campaigns/{id}`, with the ETag that a change is based on. 404.
pub fn get(id: &CampaignId) -> Call<Fetched<(Campaign, Option<String>)>> {
    Request::get(format!("/campaigns/{id}")).read_tagged()
}

/// `PUT /campaigns/{id}`; without an ETag it is a new one. 412 `changed` when somebody was faster; 403 with why; 422 `invalid`.
pub fn put(campaign: &Campaign, etag: Option<&str>, key: &str) -> Call<(Campaign, Option<String>)> {
    let request = Request::new(Method::Put, format!("/campaigns/{}", campaign.id)).idempotency_key(key);
    request.only_if(etag).json(campaign).read_written()
}

/// `DELETE /campaigns/{id}`. 412 `changed` when somebody has changed it since.
pub fn remove(id: &CampaignId, etag: &str, key: &str) -> Call<()> {
    Request::new(Method::Delete, format!("/campaigns/{id}")).idempotency_key(key).only_if(Some(etag)).read_nothing()
}
