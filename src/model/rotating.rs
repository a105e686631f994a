//! The rotating code of a shift: whoever reads it off the leader's screen was there at that moment.
//!
//! Six digits that change every half minute, made from a key of the shift as in RFC 6238 (TOTP, HMAC-SHA-256), so that both the leader's phone and the volunteer's work without a
//! network: the leader's phone has the key with the roll, the volunteer's keeps the code and the moment, and the backend compares when it hears of it.

use super::Instant;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Milliseconds for which a code is shown.
pub const STEP: i64 = 30_000;
/// A code is also good so many steps before and after its own: people type, and clocks differ by a little.
pub const TOLERANCE: i64 = 2;

fn digits(key: &str, step: i64, count: u32) -> u32 {
    // Only a key longer than memory is refused.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return 0 };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    // Dynamic truncation, RFC 4226 5.3.
    let at = usize::from(hash[31] & 0xf);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    number % 10u32.pow(count)
}

/// The code of a moment: six digits.
pub fn code(key: &str, at: Instant) -> String {
    format!("{:06}", digits(key, at.0.div_euclid(STEP), 6))
}

/// Milliseconds until the code changes.
pub fn left(at: Instant) -> i64 {
    STEP - at.0.rem_euclid(STEP)
}

/// Is this the code of that moment, or of one near it? Spaces do not count.
pub fn is_right(key: &str, given: &str, at: Instant) -> bool {
    let given: String = given.chars().filter(|c| !c.is_whitespace()).collect();
    (-TOLERANCE..=TOLERANCE).any(|step| code(key, at.plus(step * STEP)) == given)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the rows of SHA-256 (8 digits, T0 = 0, a step of 30 seconds).
    #[test]
    fn codes_are_those_of_the_rfc() {
        let key = "12345678901234567890123456789012";
        for (seconds, wanted) in
            [(59, 46_119_246), (1_111_111_109, 68_084_774), (1_234_567_890, 91_819_424), (20_000_000_000_i64, 77_737_706)]
        {
            assert_eq!(digits(key, seconds / 30, 8), wanted);
        }
        assert_eq!(code(key, Instant(59_000)), "119246");
    }

    #[test]
    fn a_code_is_good_for_a_little_while() {
        let (key, at) = ("key", Instant(1_800_000_000_000));
        assert!(is_right(key, &code(key, at.plus(-60_000)), at) && is_right(key, &format!(" {} ", code(key, at)), at));
        assert!(!is_right(key, &code(key, at.plus(-90_000)), at) && !is_right(key, "", at));
        assert_eq!(left(Instant(29_999)), 1);
    }
}
