//! `/live`: changes as server-sent events. Every message of the event `changes` is a change set, its id the cursor; a comment line
//! every 15 s keeps proxies from closing the stream.

use super::Request;
use crate::model::Cursor;

/// The name of the event.
pub const EVENT: &str = "changes";

/// The path to open an `EventSource` on; after a break the browser sends `Last-Event-ID`, which wins over `since`.
pub fn path(since: &Cursor) -> String {
    Request::get("/live").query("since", &since.0).path
}
