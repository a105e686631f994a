//! What is waiting to be sent. Entries, policy and overlay are pure; the worker that does the sending is in `sync`.
//!
//! The bargain: only a decided answer removes an entry. A failure that may heal waits; one that will not *wedges* the entry with its
//! reason until the person decides: retry, change, discard. Entries of one record go out in the order in which they were made.

pub mod batches;
pub mod bookings;
pub mod entry;
pub mod overlay;
pub mod policy;

pub use entry::{Act, CentreAct, Entry, Record, Sending, Standing, Subject};
pub use overlay::{Mine, marks, mine};
