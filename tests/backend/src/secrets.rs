//! Chance and hashes. Tokens and codes are stored only as hashes, contacts that belong to nobody only as keyed hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// `bytes` random bytes, as text that is safe in a URL, a header and a cookie.
pub fn random_text(bytes: usize) -> String {
    let mut random = vec![0u8; bytes];
    rand::rng().fill(random.as_mut_slice());
    URL_SAFE_NO_PAD.encode(random)
}

/// Six digits.
pub fn random_code() -> String {
    format!("{:06}", rand::rng().random_range(0..1_000_000))
}

/// Eight digits, for bringing a kiosk and the hub together.
pub fn random_pairing_code() -> String {
    format!("{:08}", rand::rng().random_range(0..100_000_000))
}

pub fn hash(text: &str) -> String {
    hash_bytes(text.as_bytes())
}

pub fn hash_bytes(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// A hash that nobody can repeat without the key. The parts are kept apart by a byte that none of them holds.
pub fn keyed_hash(key: &str, parts: &[&str]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Takes as long whether the first or the last character differs.
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// Six digits that belong to what the parts name, and that nobody can guess without the key.
pub fn keyed_digits(key: &str, parts: &[&str]) -> String {
    let hash = keyed_hash(key, parts);
    let number = hash.bytes().fold(0u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)));
    format!("{:06}", number % 1_000_000)
}
