//! `/changes`: what is new since a cursor.

use super::{ApiError, Call, Reply, Request, decode, page::BadRecord};
use crate::model::{ChangeSet, Changed, Cursor, Id};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// A change set, and the records in it that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    pub set: ChangeSet,
    pub bad: Vec<BadRecord>,
}

/// `GET /changes?since=`. `signups` of whoever is signed in are part of it.
pub fn since(cursor: &Cursor) -> Call<Changes> {
    fn read(reply: &Reply) -> Result<Changes, ApiError> {
        decode::check(reply)?;
        let mut changes = from_bytes(&reply.body)?;
        changes.bad.extend(reply.bad().iter().cloned());
        Ok(changes)
    }
    Call { request: Request::get("/changes").query("since", &cursor.0), read }
}

/// Reads a change set; also the data of a message of the live stream.
pub fn from_bytes(body: &[u8]) -> Result<Changes, ApiError> {
    let raw: Raw = decode::from_bytes(body)?;
    let mut bad = Vec::new();
    let set = ChangeSet {
        cursor: raw.cursor,
        reset: raw.reset,
        more: raw.more,
        actions: part("actions", raw.actions, &mut bad)?,
        organisations: part("organisations", raw.organisations, &mut bad)?,
        indicators: part("indicators", raw.indicators, &mut bad)?,
        signups: part("signups", raw.signups, &mut bad)?,
    };
    Ok(Changes { set, bad })
}

pub(super) fn part<T: DeserializeOwned>(name: &str, raw: Option<RawChanged<'_>>, bad: &mut Vec<BadRecord>) -> Result<Changed<T>, ApiError> {
    let Some(raw) = raw else { return Ok(Changed::default()) };
    let mut changed = Vec::new();
    if let Some(array) = raw.changed {
        let (good, unreadable) = decode::each(&format!("{name}.changed"), array.get().as_bytes())?;
        changed = good;
        bad.extend(unreadable);
    }
    // A tombstone that is no id names nothing that we could have.
    let removed = raw.removed.iter().filter_map(|id| Id::new(id).ok()).collect();
    let all = raw.all.map(|all| all.iter().filter_map(|id| Id::new(id).ok()).collect());
    Ok(Changed { changed, removed, all })
}

#[derive(Deserialize)]
struct Raw<'a> {
    cursor: Cursor,
    #[serde(default)]
    reset: bool,
    #[serde(default)]
    more: bool,
    #[serde(default, borrow)]
    actions: Option<RawChanged<'a>>,
    #[serde(default, borrow)]
    organisations: Option<RawChanged<'a>>,
    #[serde(default, borrow)]
    indicators: Option<RawChanged<'a>>,
    #[serde(default, borrow)]
    signups: Option<RawChanged<'a>>,
}

#[derive(Deserialize)]
pub(super) struct RawChanged<'a> {
    #[serde(default, borrow)]
    changed: Option<&'a RawValue>,
    #[serde(default)]
    removed: Vec<String>,
    #[serde(default)]
    all: Option<Vec<String>>,
}
