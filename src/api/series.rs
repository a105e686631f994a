//! `/admin/series`: actions that repeat, for those who plan. Everybody else meets a series in its dates, which are actions.

use super::{Call, Fetched, Method, Request, request::segment};
use crate::model::{
    ActionDetail, Day, Series, SeriesId,
    instant::iso,
    series::{DateChange, SeriesPlan},
};

/// `POST /admin/series`. 403; 422 `invalid`.
pub fn create(plan: &SeriesPlan, key: &str) -> Call<Series> {
    Request::new(Method::Post, "/admin/series").idempotency_key(key).json(plan).read()
}

/// The same, of a draft as it was in that version, which is gone then. 412 `changed` when somebody has gone on writing it.
pub fn publish(plan: &SeriesPlan, draft: u64, key: &str) -> Call<Series> {
    let Call { request, read } = create(plan, key);
    Call { request: request.query("draft", draft), read }
}

/// `GET /admin/series/{id}`, with its ETag.
pub fn get(id: &SeriesId) -> Call<Fetched<(Series, Option<String>)>> {
    Request::get(format!("/admin/series/{}", segment(id.as_str()))).read_tagged()
}

/// `PUT /admin/series/{id}`. 412 `changed` when somebody was faster than the version of `etag`.
pub fn change(plan: &SeriesPlan, etag: &str, key: &str) -> Call<Series> {
    let path = format!("/admin/series/{}", segment(plan.id.as_str()));
    Request::new(Method::Put, path).idempotency_key(key).header("if-match", etag).json(plan).read()
}

/// `PUT /admin/series/{id}/dates/{day}`: skip a date, hold it after all, have it follow the plan again. 404; 422 `invalid` when it has begun.
pub fn change_date(id: &SeriesId, day: Day, change: DateChange, key: &str) -> Call<ActionDetail> {
    let path = format!("/admin/series/{}/dates/{}", segment(id.as_str()), iso(day));
    Request::new(Method::Put, path).idempotency_key(key).json(&change).read()
}
