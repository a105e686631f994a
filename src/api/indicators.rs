//! `/indicators`: counted figures, each with its definition and date.

use super::{Call, Fetched, Page, Request};
use crate::model::Indicator;

/// `GET /indicators`
pub fn list(etag: Option<&str>) -> Call<Fetched<Page<Indicator>>> {
    Request::get("/indicators").query("limit", 500).unless(etag).read_page()
}
