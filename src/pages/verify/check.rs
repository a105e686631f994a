//! The check itself: apart, by which key, the signature, and what is known of revocations. Also used by the scanner of passes.

use crate::{
    model::{
        certificate, pass,
        signed::{Keys, Standing, take_apart},
    },
    web::{clock, verify},
};

/// What a good signature stands under.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    Certificate(certificate::Claims),
    Pass(pass::Claims),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// No token of ours.
    Unreadable,
    /// Nothing is known to check it with.
    NoKeys,
    /// Signed by a key that is not the hub's, or one that this device has not heard of.
    OtherKey,
    /// The browser has no cryptography here.
    Unable,
    Forged,
    Signed(Found, Standing),
}

pub async fn check(token: &str, keys: Option<&Keys>) -> Verdict {
    let Ok(signed) = take_apart(token.trim()) else { return Verdict::Unreadable };
    let Some(keys) = keys else { return Verdict::NoKeys };
    let Some(point) = keys.key(&signed.kid).and_then(|key| key.point()) else { return Verdict::OtherKey };
    match verify::is_signed(&point, signed.input.as_bytes(), &signed.signature).await {
        Err(verify::Unable) => return Verdict::Unable,
        Ok(false) => return Verdict::Forged,
        Ok(true) => {}
    }
    let now = clock::now();
    if let Ok(claims) = signed.says::<certificate::Claims>()
        && claims.typ == certificate::TYPE
    {
        let standing = keys.standing(&claims.jti, None, now);
        return Verdict::Signed(Found::Certificate(claims), standing);
    }
    match signed.says::<pass::Claims>() {
        Ok(claims) if claims.typ == pass::TYPE => {
            let standing = keys.standing(&claims.jti, Some(claims.exp), now);
            Verdict::Signed(Found::Pass(claims), standing)
        }
        _ => Verdict::Unreadable,
    }
}
