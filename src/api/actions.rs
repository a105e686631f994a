//! `/actions`: the listing, page by page, and one action with its texts.

use super::{Call, Fetched, Page, Request};
use crate::model::{Action, ActionDetail, ActionId, Instant};

/// What the first screen needs, in records: two screens of a phone, so that the first answer is small.
pub const FIRST_PAGE: u32 = 40;
/// What a page of the rest holds: few round trips, and each decoded well within one frame budget of a slow phone.
pub const FURTHER_PAGE: u32 = 500;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListActions {
    /// Those that end after this moment.
    pub from: Option<Instant>,
    /// Those that ended at or before this moment.
    pub until: Option<Instant>,
    pub limit: Option<u32>,
}

/// `GET /actions`, ascending by start, then id.
pub fn list(params: &ListActions) -> Call<Fetched<Page<Action>>> {
    Request::get("/actions").query_if("from", params.from).query_if("until", params.until).query_if("limit", params.limit).read_page()
}

/// `GET /actions/{id}`
pub fn get(id: &ActionId, etag: Option<&str>) -> Call<Fetched<(ActionDetail, Option<String>)>> {
    Request::get(format!("/actions/{id}")).unless(etag).read_tagged()
}
