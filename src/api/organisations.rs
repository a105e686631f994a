//! `/organisations`: funds, social shops and all other actors.

use super::{Call, Fetched, Page, Request};
use crate::model::Organisation;

/// `GET /organisations`, all kinds, ascending by id.
pub fn list(etag: Option<&str>) -> Call<Fetched<Page<Organisation>>> {
    Request::get("/organisations").query("limit", 500).unless(etag).read_page()
}
