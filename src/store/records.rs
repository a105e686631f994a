//! How records lie in the rooms: keys, and bytes to values and back.
//!
//! The cache is postcard (compact, quick to read: 10,000 records at start), behind a format number. A row that cannot be read is treated as
//! missing: it is fetched again. The outbox is JSON with a version in each record, because it must be readable by every later version.

use crate::{
    model::{ActionId, Cursor, Instant, PersonId, ShiftId},
    outbox::Entry,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// First byte of every cached row. Raised whenever a cached type changes its layout; rows of another format count as missing. A test pins
/// the layout.
pub const FORMAT: u8 = 7;

pub const ACTIONS: &str = "actions/";
pub const ACTIONS_META: &str = "meta/actions";
pub const ORGANISATIONS: &str = "organisations";
pub const INDICATORS: &str = "indicators";
pub const CAMPAIGNS: &str = "campaigns";
pub const NEWS: &str = "news";
pub const PERSON: &str = "person";
pub const SIGNUPS: &str = "signups";
/// My record, my pass, my certificates, the shifts that I lead.
pub const ATTENDANCE: &str = "attendance";
pub const PASS: &str = "pass";
pub const CERTIFICATES: &str = "certificates";
pub const LED: &str = "led";
/// Of the centre: my bookings.
pub const BOOKINGS: &str = "bookings";
/// What the centre is.
pub const CENTRE: &str = "centre";
/// By what to check what the hub has signed.
pub const KEYS: &str = "keys";

/// Key of a chunk of the listing; sorts by number.
pub fn chunk(number: usize) -> String {
    format!("{ACTIONS}{number:05}")
}

/// Key of the roll of a shift that I lead.
pub fn roll(action: &crate::model::ActionId, shift: &crate::model::ShiftId) -> String {
    format!("roll/{action}/{shift}")
}

pub fn detail(id: &crate::model::ActionId) -> String {
    format!("detail/{id}")
}

/// Key of what is taken in the centre on a day.
pub fn centre_day(day: crate::model::Day) -> String {
    format!("{CENTRE}/{}", crate::model::instant::iso(day))
}

/// Everything of the association's list begins so. It is sealed: see [`super::sealed`].
pub const ROSTER: &str = "roster/";

/// Everything of a kiosk begins so: it belongs to the device and to nobody, and is there whoever signs in or out.
pub const KIOSK: &str = "kiosk/";

/// Every part of a batch that is not decided begins so. Sealed too, and kept until its owner comes back: who it is stands in the key, so that nobody else's page opens it, or counts it as theirs.
pub const ROSTER_ACTS: &str = "roster-acts/";

pub fn roster_acts_of(owner: &PersonId) -> String {
    format!("{ROSTER_ACTS}{owner}/")
}

pub fn roster_act(owner: &PersonId, key: &str) -> String {
    format!("{ROSTER_ACTS}{owner}/{key}")
}

/// A message that somebody is writing. Sealed as well, and as theirs alone.
const ROSTER_DRAFT: &str = "roster-draft/";
/// The same of messages to those in a shift.
const SHIFT_DRAFT: &str = "roster-shift/";

pub fn roster_draft(owner: &PersonId) -> String {
    format!("{ROSTER_DRAFT}{owner}")
}

/// Everything that somebody is writing to those in shifts; and of one shift.
pub fn shift_drafts(owner: &PersonId) -> String {
    format!("{SHIFT_DRAFT}{owner}/")
}

pub fn shift_draft(owner: &PersonId, action: &ActionId, shift: &ShiftId) -> String {
    format!("{SHIFT_DRAFT}{owner}/{action}/{shift}")
}

/// What somebody who plans is writing and has not sent: drafts, changes, reports. Theirs alone too, but not sealed: it is there to be published.
pub fn roster_plan(owner: &str, what: &str) -> String {
    format!("roster-plan/{owner}/{what}")
}

/// All that was written to the list, or about it, and would be lost begins so.
pub const ROSTER_OWN: &str = "roster-";

/// Key of one of the rows into which the list is cut.
pub fn roster(cut: u32) -> String {
    format!("{ROSTER}{cut:05}")
}

/// What was done last, to be taken back.
pub fn roster_last() -> String {
    format!("{ROSTER}last")
}

/// What is known of members besides the list.
pub fn roster_facts() -> String {
    format!("{ROSTER}facts")
}

/// What whoever is signed in may do with it.
pub fn roster_rights() -> String {
    format!("{ROSTER}rights")
}

pub fn roster_meta() -> String {
    format!("{ROSTER}meta")
}

/// The beginning of the kept list by name, and how long all of it is: shown while the rest is being opened.
pub fn roster_first() -> String {
    format!("{ROSTER}first")
}

/// What is known of the kept list as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterMeta {
    pub cursor: Cursor,
    pub saved_at: Instant,
    /// Into how many rows it is cut.
    pub cuts: u32,
}

/// What is known of the cached listing as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// From where `changes` goes on. `None` while the first load is under way.
    pub cursor: Option<Cursor>,
    /// When the last answer of the backend was put in.
    pub saved_at: Instant,
    /// Chunks that belong to the listing; rows beyond are left over from a longer one.
    pub chunks: u32,
    /// Every page has come.
    pub complete: bool,
}

/// A cached value and when it was saved, with the ETag it came with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved<T> {
    pub at: Instant,
    pub etag: Option<String>,
    pub value: T,
}

pub fn encode<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    // Fails only for types that serde itself cannot size (maps and sequences of unknown length); ours have none.
    postcard::to_extend(value, vec![FORMAT]).unwrap_or_default()
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (format, body) = bytes.split_first()?;
    (*format == FORMAT).then(|| postcard::from_bytes(body).ok())?
}

/// The first chunk of the listing, in the form of the wire: what shows the first rows then needs one reader of records instead of two, whether they come from the
/// cache or the network.
pub fn encode_first<T: Serialize>(records: &[T]) -> Vec<u8> {
    let mut row = vec![FORMAT];
    // Fails only for types that JSON cannot write; ours go over the wire.
    row.extend(serde_json::to_vec(records).unwrap_or_default());
    row
}

pub fn decode_first<T: DeserializeOwned>(bytes: &[u8]) -> Option<Vec<T>> {
    let (format, body) = bytes.split_first()?;
    (*format == FORMAT).then(|| serde_json::from_slice(body).ok())?
}

pub fn encode_entry(entry: &Entry) -> Vec<u8> {
    serde_json::to_vec(entry).unwrap_or_default()
}

/// `None`: written by a later version of the app, or damaged. Such rows stay where they are and are counted.
pub fn decode_entry(bytes: &[u8]) -> Option<Entry> {
    serde_json::from_slice(bytes).ok()
}
