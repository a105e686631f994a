//! `/roster`: the association's list of members, for those who keep it or look after it. 403 for everybody else.

use super::{ApiError, Call, Fetched, Method, Page, Reply, Request, changes, decode, page::BadRecord, request::segment};
use crate::model::{
    Cursor,
    batch::{BatchDone, BatchId, BatchPart, MemberChange, UndoBatch},
    change::RosterChangeSet,
    member::{Member, MemberId},
    participation::Participation,
    presence::{Here, Others},
    roll::Attended,
};
use serde::Deserialize;

/// `GET /roster`, ascending by id.
pub fn list(etag: Option<&str>) -> Call<Fetched<Page<Member>>> {
    Request::get("/roster").query("limit", 1000).unless(etag).read_page()
}

/// A change set of the list, and the records in it that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterChanges {
    pub set: RosterChangeSet,
    pub bad: Vec<BadRecord>,
}

/// `GET /roster/changes?since=`.
pub fn since(cursor: &Cursor) -> Call<RosterChanges> {
    #[derive(Deserialize)]
    struct Raw<'a> {
        cursor: Cursor,
        #[serde(default)]
        reset: bool,
        #[serde(default)]
        more: bool,
        #[serde(borrow)]
        members: changes::RawChanged<'a>,
    }
    fn read(reply: &Reply) -> Result<RosterChanges, ApiError> {
        decode::check(reply)?;
        let raw: Raw = decode::from_bytes(&reply.body)?;
        let mut bad = Vec::new();
        let members = changes::part("members", Some(raw.members), &mut bad)?;
        Ok(RosterChanges { set: RosterChangeSet { cursor: raw.cursor, reset: raw.reset, more: raw.more, members }, bad })
    }
    Call { request: Request::get("/roster/changes").query("since", &cursor.0), read }
}

/// `POST /roster/batches`: a part of a batch. 422 `invalid` for a part that [`BatchPart::check`] refuses, and for the id of somebody else's batch.
pub fn send(part: &BatchPart, key: &str) -> Call<BatchDone> {
    Request::new(Method::Post, "/roster/batches").idempotency_key(key).json(part).read()
}

/// `POST /roster/batches/{id}/undo`. 404 where no part of it has come.
pub fn undo(batch: &BatchId, undo: &UndoBatch, key: &str) -> Call<BatchDone> {
    Request::new(Method::Post, format!("/roster/batches/{}/undo", segment(batch.as_str()))).idempotency_key(key).json(undo).read()
}

/// `GET /roster/participation`, ascending by member, with the ETag to ask with the next time.
pub fn participation(etag: Option<&str>) -> Call<Fetched<(Vec<Participation>, Option<String>)>> {
    Request::get("/roster/participation").unless(etag).read_tagged()
}

/// `GET /roster/{id}/attendance`: the shifts of a member who has an account, the latest first.
pub fn attendance(id: &MemberId) -> Call<Vec<Attended>> {
    Request::get(format!("/roster/{}/attendance", segment(id.as_str()))).read()
}

/// `PUT /roster/presence`.
pub fn presence(here: &Here, key: &str) -> Call<Others> {
    Request::new(Method::Put, "/roster/presence").idempotency_key(key).json(here).read()
}

/// `GET /roster/{id}/history`, the latest first; empty for an id that nobody has.
pub fn history(id: &MemberId) -> Call<Vec<MemberChange>> {
    Request::get(format!("/roster/{}/history", segment(id.as_str()))).read()
}
