//! The cryptography of Web Push: a message that only the browser can read (RFC 8291, in the coding of RFC 8188), and a token that says to the push service who sends it (VAPID, RFC 8292).
//!
//! By `ring`, which the TLS of the data base driver brings along. The crates that do all of it were weighed: `web-push` and `ece` want OpenSSL, `web-push-native` a second set of
//! curves and a JWT library of some forty crates; what they would have spared is this file. The example of RFC 8291 is a test below, and the backend's tests read messages with another library.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use meyirim::model::{Instant, instant::HOUR};
use ring::{
    aead, agreement, hkdf,
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::json;

/// How long a token is good. The push service refuses more than a day.
const TOKEN_LIFE: i64 = 12 * HOUR;

/// Size of a record (RFC 8188). A message is one record, so this is only an upper bound of it.
const RECORD: u32 = 4096;
/// What a message may weigh: a record without its mark and its tag.
const LONGEST: usize = RECORD as usize - 1 - 16;

/// An uncompressed point of P-256, and the secret that the browser made.
pub const POINT: usize = 65;
pub const AUTH: usize = 16;

/// What went wrong inside; `ring` does not say why, so that nobody learns from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

impl From<ring::error::Unspecified> for Broken {
    fn from(_: ring::error::Unspecified) -> Self {
        Self
    }
}

/// The hub's own key pair.
pub struct Vapid {
    pair: EcdsaKeyPair,
}

impl Vapid {
    /// A new pair, as it is kept: PKCS#8 in base64url.
    pub fn generate() -> Result<String, Broken> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())?;
        Ok(URL_SAFE_NO_PAD.encode(document.as_ref()))
    }

    pub fn read(kept: &str) -> Result<Self, Broken> {
        let document = URL_SAFE_NO_PAD.decode(kept).map_err(|_| Broken)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &document, &SystemRandom::new()).map_err(|_| Broken)?;
        Ok(Self { pair })
    }

    /// base64url, as browsers want it.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref())
    }

    /// The header `Authorization` for a push service at that origin. `subject`: whom it can turn to, an address of the web or of e-mail.
    pub fn authorization(&self, origin: &str, subject: Option<&str>, now: Instant) -> Result<String, Broken> {
        let mut claims = json!({ "aud": origin, "exp": now.plus(TOKEN_LIFE).0 / 1000 });
        if let Some(subject) = subject {
            claims["sub"] = subject.into();
        }
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "typ": "JWT", "alg": "ES256" })), part(&claims));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes())?;
        Ok(format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.as_ref()), self.public()))
    }
}

/// Whether a browser's keys can be keys at all.
pub fn are_keys(p256dh: &[u8], auth: &[u8]) -> bool {
    p256dh.len() == POINT && p256dh[0] == 4 && auth.len() == AUTH
}

/// The body of a request to the push service (`Content-Encoding: aes128gcm`).
pub fn encrypt(message: &[u8], p256dh: &[u8], auth: &[u8]) -> Result<Vec<u8>, Broken> {
    let random = SystemRandom::new();
    let mut salt = [0; 16];
    random.fill(&mut salt)?;
    // A pair for this one message.
    let own = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &random)?;
    let public = own.compute_public_key()?;
    let theirs = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, p256dh);
    agreement::agree_ephemeral(own, &theirs, |shared| seal(message, shared, (p256dh, public.as_ref()), auth, salt))?
}

/// `shared`: what both sides make of each other's public keys (the browser's, ours).
fn seal(message: &[u8], shared: &[u8], (theirs, ours): (&[u8], &[u8]), auth: &[u8], salt: [u8; 16]) -> Result<Vec<u8>, Broken> {
    if message.len() > LONGEST {
        return Err(Broken);
    }
    let mut secret = [0; 32];
    expand(auth, shared, &[b"WebPush: info\0", theirs, ours], &mut secret)?;
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    expand(&salt, &secret, &[b"Content-Encoding: aes128gcm\0"], &mut key)?;
    expand(&salt, &secret, &[b"Content-Encoding: nonce\0"], &mut nonce)?;
    // 2: this is the last record.
    let mut record = [message, &[2]].concat();
    let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key)?);
    key.seal_in_place_append_tag(aead::Nonce::assume_unique_for_key(nonce), aead::Aad::empty(), &mut record)?;
    let length = u8::try_from(ours.len()).map_err(|_| Broken)?;
    Ok([&salt[..], &RECORD.to_be_bytes(), &[length], ours, &record].concat())
}

/// HKDF with SHA-256.
fn expand(salt: &[u8], secret: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<(), Broken> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let length = Length(out.len());
    Ok(hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret).expand(info, length)?.fill(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).expect("base64url")
    }

    /// RFC 8291, section 5 and appendix A.
    #[test]
    fn the_example_of_the_standard() {
        let theirs = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let ours = bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let shared = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let auth = bytes("BTBZMqHH6r4Tts7J_aSIgg");
        let body = seal(b"When I grow up, I want to be a watermelon", &shared, (&theirs, &ours), &auth, salt).expect("sealed");
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT\
             pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert!(are_keys(&[4; 65], &[0; 16]) && !are_keys(&[2; 65], &[0; 16]) && !are_keys(&[4; 64], &[0; 16]) && !are_keys(&[4; 65], &[]));
        // Long enough, but on no curve.
        assert_eq!(encrypt(b"x", &[4; 65], &[0; 16]), Err(Broken));
        assert!(Vapid::read("AAAA").is_err());
    }
}
