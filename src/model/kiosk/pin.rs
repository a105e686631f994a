//! The PIN that opens a kiosk's own menu: checked on the device, so that whoever looks after it gets in without a network.
//!
//! Six digits are soon tried by a machine that has the hash; what they keep out is people at the screen, and those are slowed down: each denied PIN is followed by a longer pause. What somebody with the
//! disk could find is little by design ([`super`]).

use super::super::{Instant, hex::hex, instant::MINUTE};
use pbkdf2::pbkdf2_hmac_array;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

pub const DIGITS: usize = 6;
/// How often a hash is hashed again: a tenth of a second on a slow device.
pub const ROUNDS: u32 = 20_000;
/// More would keep the device busy for minutes: a backend that asks for it is mistaken.
pub const MOST_ROUNDS: u32 = 1_000_000;

/// By what a PIN is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinCheck {
    pub salt: String,
    pub rounds: u32,
    /// [`stretched`], in lower-case hex.
    pub hash: String,
}

/// PBKDF2 (RFC 8018, 5.2) with HMAC-SHA-256: 32 bytes in lower-case hexadecimal. More rounds than [`MOST_ROUNDS`] are not made.
pub fn stretched(text: &str, salt: &str, rounds: u32) -> String {
    let key: [u8; 32] = pbkdf2_hmac_array::<Sha256, 32>(text.as_bytes(), salt.as_bytes(), rounds.clamp(1, MOST_ROUNDS));
    hex(&key)
}

/// Six digits, and not all the same.
pub fn is_pin(text: &str) -> bool {
    let mut digits = text.bytes();
    text.len() == DIGITS && digits.all(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| Some(byte) != text.bytes().next())
}

impl PinCheck {
    pub fn new(pin: &str, salt: String, rounds: u32) -> Self {
        Self { hash: stretched(pin, &salt, rounds), salt, rounds }
    }

    pub fn opens(&self, pin: &str) -> bool {
        stretched(pin, &self.salt, self.rounds) == self.hash
    }
}

/// How long nobody may try again after so many denied PINs in a row, in milliseconds.
pub fn pause(denied: u32) -> i64 {
    match denied {
        0..3 => 0,
        3 => MINUTE / 2,
        4 => MINUTE,
        5 => 5 * MINUTE,
        _ => 15 * MINUTE,
    }
}

/// The tries since the last right PIN. Kept on the device: pulling the plug forgets none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    pub denied: u32,
    /// Of the last one.
    pub at: Instant,
}

impl Tries {
    pub fn deny(self, now: Instant) -> Self {
        Self { denied: self.denied.saturating_add(1), at: now }
    }

    /// As seen now: a last try that lies ahead was noted before the clock was set back, and its pause begins anew, once.
    pub fn seen(self, now: Instant) -> Self {
        Self { at: self.at.min(now), ..self }
    }

    /// Until when nobody may try. A clock that was set forward ends it: whoever can set the clock is past the PIN already.
    pub fn until(self, now: Instant) -> Option<Instant> {
        let pause = pause(self.denied);
        let until = self.at.plus(pause);
        // A screen that looks once a second may see a moment before the last try.
        (pause > 0 && until > now).then_some(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7914, section 11: PBKDF2-HMAC-SHA-256, the first 32 of its 64 bytes.
    #[test]
    fn keys_are_those_of_the_rfc() {
        assert_eq!(stretched("passwd", "salt", 1), "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
        assert_eq!(stretched("Password", "NaCl", 80_000), "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
    }

    #[test]
    fn whoever_guesses_waits_longer_each_time() {
        let now = Instant(1_800_000_000_000);
        let mut tries = Tries::default();
        let mut last = 0;
        for _ in 0..12 {
            tries = tries.deny(now);
            let wait = tries.until(now).map_or(0, |until| until.0 - now.0);
            assert!(wait >= last, "{tries:?}");
            last = wait;
        }
        assert_eq!(last, 15 * MINUTE);
        assert_eq!(tries.until(now.plus(last)), None);
        let back = now.plus(-10 * last);
        let seen = tries.seen(back);
        assert_eq!(seen.until(back), Some(back.plus(last)), "a clock set back makes nobody wait longer than once more");
        assert_eq!(seen.seen(back.plus(last)).until(back.plus(last)), None);
        assert_eq!(Tries::default().deny(now).until(now.plus(-900)), None, "a slip of the finger costs nothing");
    }

    #[test]
    fn a_pin_has_six_digits_that_differ() {
        assert!(
            is_pin("204060") && !is_pin("111111") && !is_pin("20406") && !is_pin("2040600") && !is_pin("20406a") && !is_pin("２０４０６０")
        );
        let check = PinCheck::new("204060", "salt".to_owned(), 10);
        assert!(check.opens("204060") && !check.opens("204061"));
    }
}
