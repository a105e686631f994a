//! `/admin`: drafts, actions and what came of them, for those who plan. 403 for everybody else.

use super::{Call, Method, Request};
use crate::model::{
    ActionDetail, ActionId,
    action_draft::{DraftId, Drafts, KeptDraft, PutDraft},
    called_off::Hearing,
    report::{Closing, NewReport, Reported},
};

/// `GET /admin/drafts`, the latest change first.
pub fn drafts() -> Call<Drafts> {
    Request::get("/admin/drafts").read()
}

/// `GET /admin/drafts/{id}`. 404: it was published, thrown away, or never there.
pub fn draft(id: &DraftId) -> Call<KeptDraft> {
    Request::get(format!("/admin/drafts/{id}")).read()
}

/// `PUT /admin/drafts/{id}`. 412 `changed` when there is another version than the one it is based on; 422 `invalid` when it is published already.
pub fn put_draft(id: &DraftId, draft: &PutDraft, key: &str) -> Call<KeptDraft> {
    Request::new(Method::Put, format!("/admin/drafts/{id}")).idempotency_key(key).json(draft).read()
}

/// `DELETE /admin/drafts/{id}`. 412 `changed` when there is another version than `rev`.
pub fn drop_draft(id: &DraftId, rev: u64, key: &str) -> Call<()> {
    Request::new(Method::Delete, format!("/admin/drafts/{id}")).query("rev", rev).idempotency_key(key).read_nothing()
}

/// `POST /admin/actions`: published at once. 422 `invalid`; 412 `changed` when there is a draft with its id.
pub fn create(detail: &ActionDetail, key: &str) -> Call<(ActionDetail, Option<String>)> {
    Request::new(Method::Post, "/admin/actions").idempotency_key(key).json(detail).read_written()
}

/// The same, of a draft as it was in that version, which is gone then. 412 `changed` when somebody has gone on writing it.
pub fn publish(detail: &ActionDetail, draft: u64, key: &str) -> Call<(ActionDetail, Option<String>)> {
    let Call { request, read } = create(detail, key);
    Call { request: request.query("draft", draft), read }
}

/// `PUT /admin/actions/{id}`, also to call it off. 412 `changed` when somebody was faster than the version of `etag`.
pub fn change(detail: &ActionDetail, etag: &str, key: &str) -> Call<(ActionDetail, Option<String>)> {
    let request = Request::new(Method::Put, format!("/admin/actions/{}", detail.action.id));
    request.idempotency_key(key).only_if(Some(etag)).json(detail).read_written()
}

/// `GET /admin/actions/{id}/hearing`: how many hear of it if it is called off now, or held after all where it is called off.
pub fn hearing(id: &ActionId) -> Call<Hearing> {
    Request::get(format!("/admin/actions/{id}/hearing")).read()
}

/// `DELETE /admin/actions/{id}`. 422 `invalid` where people were noted as there, and of a date of a series.
pub fn remove(id: &ActionId, etag: &str, key: &str) -> Call<()> {
    let request = Request::new(Method::Delete, format!("/admin/actions/{id}"));
    request.idempotency_key(key).only_if(Some(etag)).read_nothing()
}

/// `GET /admin/actions/{id}/report`: what was noted, and what was reported.
pub fn closing(id: &ActionId) -> Call<Closing> {
    Request::get(format!("/admin/actions/{id}/report")).read()
}

/// `PUT /admin/actions/{id}/report`. 409 `not-now` before its end, `cancelled`; 422 `invalid`, 412 `changed`.
pub fn report(id: &ActionId, report: &NewReport, etag: &str, key: &str) -> Call<(ActionDetail, Option<String>)> {
    let request = Request::new(Method::Put, format!("/admin/actions/{id}/report"));
    request.idempotency_key(key).only_if(Some(etag)).json(report).read_written()
}

/// `GET /admin/reports`: which actions have one.
pub fn reported() -> Call<Reported> {
    Request::get("/admin/reports").read()
}
