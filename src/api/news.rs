//! `/news`: read by everybody, written by those who publish.

use super::{Call, Fetched, Method, Page, Request};
use crate::model::{NewsId, NewsItem};

/// `GET /news`, all of it.
pub fn list(etag: Option<&str>) -> Call<Fetched<Page<NewsItem>>> {
    Request::get("/news").query("limit", 500).unless(etag).read_page()
}

/// `GET /news/{id}`, with the ETag that a change is based on. 404.
pub fn get(id: &NewsId) -> Call<Fetched<(NewsItem, Option<String>)>> {
    Request::get(format!("/news/{id}")).read_tagged()
}

/// `PUT /news/{id}`; without an ETag it is a new one. 412 `changed` when somebody was faster; 403 with why; 422 `invalid`.
pub fn put(item: &NewsItem, etag: Option<&str>, key: &str) -> Call<(NewsItem, Option<String>)> {
    let request = Request::new(Method::Put, format!("/news/{}", item.id)).idempotency_key(key);
    request.only_if(etag).json(item).read_written()
}

/// `DELETE /news/{id}`. 412 `changed` when somebody has changed it since.
pub fn remove(id: &NewsId, etag: &str, key: &str) -> Call<()> {
    Request::new(Method::Delete, format!("/news/{id}")).idempotency_key(key).only_if(Some(etag)).read_nothing()
}
