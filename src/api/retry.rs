//! When to try again. Pure: time and chance come in as arguments.
//!
//! Reads are tried a bounded number of times while somebody looks at the screen; writes wait in the outbox as long as it takes.

use super::ApiError;

/// How often a read is tried in all.
pub const TRIES: u32 = 3;
const FIRST: u64 = 1_000;
const LONGEST: u64 = 5 * 60_000;
/// The longest that a server may ask us to wait: one that says a year has a fault.
const LONGEST_ASKED: u64 = 60 * 60_000;

/// Milliseconds to wait after the `failures`th failure (from 1): 1 s, 2 s, 4 s ... up to 5 min, each with up to half of it taken off
/// by `chance` (0 to 1) so that a thousand phones that lost the same server do not come back in the same second.
/// A `Retry-After` is a lower bound.
pub fn wait(failures: u32, error: &ApiError, chance: f64) -> u64 {
    let full = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(LONGEST);
    let own = full - (full as f64 / 2.0 * chance.clamp(0.0, 1.0)) as u64;
    let asked = error.retry_after().map_or(0, |seconds| (u64::from(seconds) * 1000).min(LONGEST_ASKED));
    own.max(asked)
}

/// How long to wait before reading again, or `None` to give up.
pub fn read_again(failures: u32, error: &ApiError, chance: f64) -> Option<u64> {
    let patient = failures < TRIES && error.heals() && *error != ApiError::Cancelled;
    let wait = wait(failures, error, chance);
    // Nobody waits at a screen for longer than this; the screen shows the failure and its button instead.
    (patient && wait <= 10_000).then_some(wait)
}
