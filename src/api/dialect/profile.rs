//! A backend profile as it is written: JSON, described for people in `public/profiles/README.md` and for tools in `public/profiles/schema.json`.
//!
//! Everything here is data. What configuration cannot say (an algorithm, a query language's quoting) is a named strategy: a variant of an enum, and one file beside this
//! one. Enums are written as `"name"` or `{"name": {...}}`, because that form alone lets an error name its place in the file.

pub use super::people::{Auth, Oidc, Password, Told};
pub use super::records::{Change, FieldSpec, IdKind, Reading, Resource, Resources, Specs};

use super::{path::Path, times::Times};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What administrators call this backend.
    pub name: String,
    /// For editors: where the JSON Schema lies.
    #[serde(default, rename = "$schema")]
    pub schema: Option<String>,
    #[serde(default)]
    pub contract: Contract,
    /// Base of the API, in place of `api` in hub.json.
    #[serde(default)]
    pub base: Option<String>,
    /// Origins that the server may take itself for in its links.
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub times: Times,
    /// Added to every request: `Accept`, an API version.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    #[serde(default)]
    pub answers: Answers,
    #[serde(default)]
    pub paging: Paging,
    #[serde(default)]
    pub total: Total,
    #[serde(default)]
    pub filter: Filter,
    #[serde(default)]
    pub sort: Sort,
    #[serde(default)]
    pub resources: Resources,
    #[serde(default)]
    pub changes: Changes,
    #[serde(default)]
    pub version: Version,
    #[serde(default)]
    pub writes: Writes,
    #[serde(default)]
    pub joining: Joining,
    #[serde(default)]
    pub auth: Auth,
    /// In order; the first that fits says what an answer means.
    #[serde(default)]
    pub errors: Vec<Rule>,
    /// Header with the seconds to wait, beside `Retry-After`: `backoff`, `ratelimit-reset`.
    #[serde(default)]
    pub slow_down: Option<String>,
    /// Seconds between two looks at what has changed, while somebody watches. `null`: only when asked.
    #[serde(default)]
    pub poll: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// The backend speaks our contract: nothing is translated.
    Native,
    #[default]
    Mapped,
}

/// Where things stand in an answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answers {
    /// The array of a list.
    pub items: Path,
    /// The record within each item.
    pub each: Path,
    /// A single record.
    pub one: Path,
}

/// How a list goes on. `size` is sent as it stands: a page number means nothing when pages change their size on the way.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Paging {
    /// All at once.
    #[default]
    None,
    Page {
        number: String,
        #[serde(default = "one")]
        first: u64,
        #[serde(default)]
        last: Option<Path>,
        size: Size,
    },
    Offset {
        offset: String,
        size: Size,
    },
    /// After the last record's value of a field, which the list is sorted by.
    Keyset {
        after: String,
        field: Path,
        size: Size,
    },
    /// A cursor in the body.
    Cursor {
        cursor: String,
        from: Path,
        #[serde(default)]
        size: Option<Size>,
    },
    /// The whole address of the next page.
    Link {
        from: LinkFrom,
        #[serde(default)]
        size: Option<Size>,
    },
}

fn one() -> u64 {
    1
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    pub name: String,
    pub value: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkFrom {
    /// `Link` (RFC 8288), or a header that holds the bare address.
    Header(String),
    Body(Path),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    #[default]
    None,
    Body(Path),
    Header(String),
}

/// How a condition on a field is written. Operators: `eq`, `gte`, `gt`, `lte`, `lt`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Filter {
    /// The server cannot: everything is fetched, and chosen from here.
    #[default]
    None,
    /// `f_gte=v`
    Suffix(BTreeMap<Op, String>),
    /// `min_f=v`
    Prefix(BTreeMap<Op, String>),
    /// `f=gte.v`
    Value(BTreeMap<Op, String>),
    /// `filter[f][_gte]=v`
    Brackets { template: String, ops: BTreeMap<Op, String> },
    /// `where={"f":{"$gte":v}}`
    Json { name: String, ops: BTreeMap<Op, String> },
    /// One expression in the grammar of a server.
    Expression { name: String, grammar: Grammar },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Eq,
    Gte,
    Gt,
    Lte,
    Lt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grammar {
    /// `(f>='v' && g='w')`
    Pocketbase,
    /// `f ge 'v' and g eq 'w'`
    Odata,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Sort {
    #[default]
    None,
    /// `sort=f` and `sort=-f`
    Minus(String),
    /// `sort=f:asc`
    Colon(String),
    /// `$orderby=f asc`
    Space(String),
    /// `_sort=f&_order=asc`
    Two { by: String, order: String },
}

/// How the app learns what is new.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Changes {
    /// Everything is fetched again.
    #[default]
    Sweep,
    /// By the stamp of the last change.
    Since {
        /// The stamp in a record.
        stamp: Path,
        /// The parameter, where it is one of its own; else a filter on the name `updated`.
        #[serde(default)]
        parameter: Option<String>,
        /// Seconds asked for again, because the stamps are coarse or servers disagree.
        #[serde(default)]
        overlap: u32,
        #[serde(default)]
        deletions: Deletions,
    },
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Deletions {
    /// Not told: all ids are fetched, with the parameter that leaves everything else out.
    #[default]
    Sweep,
    Ids {
        name: String,
        value: String,
    },
    /// A record that has this member, true, is the tombstone of another.
    Tombstone(Path),
}

/// How a record says which version it is, for writes that must not overwrite another's.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Version {
    #[default]
    None,
    /// The header `ETag`, sent back as `If-Match`.
    Etag,
    /// A field, sent back in the body.
    Field(String),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Writes {
    /// Around what is sent: `data`, `fields`, `row`.
    pub wrap: Option<String>,
    pub media_type: String,
    pub update: Update,
    pub answer: Answered,
}

impl Default for Writes {
    fn default() -> Self {
        Self { wrap: None, media_type: "application/json".to_owned(), update: Update::Patch, answer: Answered::Record }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Update {
    Patch,
    /// `POST` to the record.
    Post,
    /// Only whole records can be written: the record is fetched, changed, and put back with its version.
    Replace,
}

/// What a write answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// The record as it is now.
    Record,
    /// Only some of it, or nothing: it is fetched again.
    Fetch,
}

/// How a place is taken when many want it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Joining {
    /// Not by this hub: who signs up is kept on the device, to be handed over.
    #[default]
    HandOver,
    /// A plain record, and no promise of a place.
    None { body: Body },
    /// One row for each place, under a key that the server keeps unique.
    Slots {
        /// The field that numbers the place.
        seat: String,
        body: Body,
        claim: Claim,
        /// Where all taken places can be read, if not in the signups.
        #[serde(default)]
        taken: Option<String>,
        /// Set when a place is given up; without it the row is deleted.
        #[serde(default)]
        release: Option<Body>,
    },
    /// The server counts down a field that it does not let fall below nothing.
    Floor {
        /// Changed on the action when a place is taken, and when one is given back.
        take: Body,
        give: Body,
        body: Body,
    },
    /// The free places are written back with the version they were read with.
    Compare {
        /// The field of the action that holds the places taken.
        taken: String,
        body: Body,
    },
    /// A plain record, which a rule of the server refuses when all is full.
    Guarded { body: Body },
    /// The server decides, in one call.
    Call {
        join: Step,
        /// Without it the signup's row is deleted.
        #[serde(default)]
        leave: Option<Step>,
    },
}

/// A call for one purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// With the names of a [`Body`] in it.
    pub path: String,
    #[serde(default)]
    pub method: Verb,
    #[serde(default)]
    pub body: Body,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    #[default]
    Post,
    Put,
    Patch,
    Delete,
}

/// How a slot is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// `POST`; a unique index refuses the second.
    Post,
    /// `PUT` of an id made of action and number, with `If-None-Match: *`.
    Put,
}

/// What is sent: values with `{action}`, `{shift}`, `{person}`, `{name}`, `{contact}`, `{seat}`, `{made_at}`, `{now}`, `{key}` in them. One that is nothing but such a name keeps
/// its type.
pub type Body = BTreeMap<String, Value>;

/// What an answer means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    #[serde(default)]
    pub status: Vec<u16>,
    /// Begins so: `text/html`.
    #[serde(default)]
    pub media_type: Option<String>,
    /// Something stands here...
    #[serde(default)]
    pub at: Option<Path>,
    /// ... and it is this.
    #[serde(default)]
    pub is: Option<String>,
    /// A kind of problem of ours, by its name: `full`, `not-found`.
    pub kind: String,
    /// Where the server's own message stands.
    #[serde(default)]
    pub message: Option<Path>,
}
