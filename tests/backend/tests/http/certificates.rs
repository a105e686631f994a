//! What the hub signs: passes and certificates, checked by the published keys alone, and taken back.

use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{ProblemKind, attendance, session},
    model::{
        AgeClass, Role,
        attendance::What,
        certificate::{self, Wanted},
        instant::{DAY, HOUR},
        pass,
        roll::NewMark,
        signed::{Keys, Standing, take_apart},
    },
};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
use serde_json::Value;

crate::on_both!(a_pass, a_certificate, a_new_key_signs_and_the_old_one_stays);

/// As anyone would check it.
fn is_signed(keys: &Keys, token: &str) -> bool {
    let signed = take_apart(token).expect("a token");
    let Some(point) = keys.key(&signed.kid).and_then(|key| key.point()) else { return false };
    let key = VerifyingKey::from_sec1_bytes(&point).expect("a key");
    key.verify(signed.input.as_bytes(), &Signature::from_slice(&signed.signature).expect("a signature")).is_ok()
}

async fn keys(hub: &Hub) -> Keys {
    hub.call(None, attendance::keys()).await.expect("keys")
}

async fn a_pass(place: Place) {
    let hub = Hub::on(&place).await;
    let me = hub.adult("aigul").await;
    let mine = hub.call(Some(&me), attendance::pass()).await.expect("a pass");
    assert_eq!(mine.short_code.len(), 6);
    assert!(mine.token.len() < 230, "fits into a small code: {}", mine.token.len());
    let published = keys(&hub).await;
    assert!(is_signed(&published, &mine.token));
    let claims: pass::Claims = take_apart(&mine.token).expect("a token").says().expect("claims");
    assert_eq!((claims.typ.as_str(), claims.sub.as_str()), ("pass", "aigul"));
    assert_eq!(published.standing(&claims.jti, Some(claims.exp), hub.now()), Standing::Good);
    assert!(matches!(published.standing(&claims.jti, Some(claims.exp), hub.now().plus(31 * DAY)), Standing::RunOut(_)));
    // A changed claim is not what was signed.
    let (head, rest) = mine.token.split_once('.').expect("parts");
    let forged = format!("{head}.{}", rest.replacen(&rest[10..11], if &rest[10..11] == "A" { "B" } else { "A" }, 1));
    assert!(!is_signed(&published, &forged));
    // The phone was lost.
    hub.call(Some(&me), attendance::end_passes(&key())).await.expect("ended");
    assert_eq!(keys(&hub).await.standing(&claims.jti, Some(claims.exp), hub.now()), Standing::Revoked);
    let next = hub.call(Some(&me), attendance::pass()).await.expect("a pass");
    let next: pass::Claims = take_apart(&next.token).expect("a token").says().expect("claims");
    assert_eq!(keys(&hub).await.standing(&next.jti, Some(next.exp), hub.now()), Standing::Good);
    hub.call(Some(&me), session::delete_me(&key())).await.expect("gone");
    assert_eq!(keys(&hub).await.standing(&next.jti, Some(next.exp), hub.now()), Standing::Revoked);
    assert_eq!(kind(hub.call(None, attendance::pass()).await), ProblemKind::SignIn);
}

async fn a_certificate(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("clean", 24, 5, true)).await;
    let starts = hub.action(hub.plan("plant", 48, 5, true)).await.action.starts();
    let (me, leader) = (hub.adult("aigul").await, hub.person("serik", AgeClass::Adult, &[Role::Coordinator]).await);
    let all = Wanted { action: None, from: None, until: None };
    assert_eq!(kind(hub.call(Some(&me), attendance::issue(&all, &key())).await), ProblemKind::Invalid, "nothing is confirmed");
    hub.server.app.clock.put_forward(52 * HOUR);
    let confirm = async |action: &str, name: &str, minutes: u32| {
        let what = What::Confirmed { minutes, reason: Some("noted on paper".into()) };
        let new = NewMark { id: id(name), person: id("aigul"), what, at: hub.now() };
        hub.call(Some(&leader), attendance::mark(&id(action), &shift(), &new, hub.now(), &key())).await.expect("confirmed");
    };
    confirm("clean", "m1", 90).await;
    confirm("plant", "m2", 120).await;
    let one = Wanted { action: Some(id("plant")), ..all.clone() };
    let (whole, single) = (attendance::issue(&all, &key()), attendance::issue(&one, &key()));
    let whole = hub.call(Some(&me), whole).await.expect("a certificate");
    let single = hub.call(Some(&me), single).await.expect("a certificate");
    let published = keys(&hub).await;
    let says = |token: &str| take_apart(token).expect("a token").says::<certificate::Claims>().expect("claims");
    assert!(is_signed(&published, &whole.token) && is_signed(&published, &single.token));
    let claims = says(&whole.token);
    assert_eq!(
        (claims.typ.as_str(), claims.name.as_str(), claims.shifts, claims.minutes, claims.action),
        ("certificate", "aigul", 2, 210, None)
    );
    assert!(claims.from <= claims.until && claims.from.len() == 10);
    assert_eq!((says(&single.token).minutes, says(&single.token).action.is_some()), (120, true));
    let until = Wanted { until: Some(starts.plus(-1)), ..all.clone() };
    assert_eq!(says(&hub.call(Some(&me), attendance::issue(&until, &key())).await.expect("a certificate").token).minutes, 90);

    // The same as an Open Badge: the payload is the credential, the key stands in the header.
    let parts: Vec<Value> = whole.credential.split('.').take(2).map(|part| serde_json::from_slice(&base64(part)).expect("JSON")).collect();
    assert_eq!(
        (parts[0]["alg"].as_str(), parts[0]["typ"].as_str(), parts[0]["jwk"]["x"].as_str()),
        (Some("ES256"), Some("JWT"), Some(published.keys[0].x.as_str()))
    );
    assert_eq!(parts[1]["type"][1], "OpenBadgeCredential");
    assert_eq!(
        (&parts[1]["iss"], &parts[1]["sub"], &parts[1]["jti"]),
        (&parts[1]["issuer"]["id"], &parts[1]["credentialSubject"]["id"], &parts[1]["id"])
    );
    assert_eq!(parts[1]["credentialSubject"]["creditsEarned"], 3.5);

    // An hour in it is corrected: both that count it are revoked, the third is not.
    confirm("plant", "m3", 60).await;
    let published = keys(&hub).await;
    let standing = |id: &str| published.standing(id, None, hub.now());
    assert_eq!((standing(&whole.id), standing(&single.id)), (Standing::Revoked, Standing::Revoked));
    let mine = hub.call(Some(&me), attendance::certificates()).await.expect("certificates");
    assert_eq!((mine.len(), mine.iter().filter(|one| one.revoked_at.is_some()).count()), (3, 2));
    let left = mine.iter().find(|one| one.revoked_at.is_none()).expect("one");
    assert_eq!(kind(hub.call(Some(&leader), attendance::revoke(&left.id, &key())).await), ProblemKind::NotFound, "not mine");
    hub.call(Some(&me), attendance::revoke(&left.id, &key())).await.expect("revoked");
    assert_eq!(keys(&hub).await.standing(&left.id, None, hub.now()), Standing::Revoked);
}

fn base64(part: &str) -> Vec<u8> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.decode(part).expect("base64url")
}

async fn a_new_key_signs_and_the_old_one_stays(place: Place) {
    let hub = Hub::on(&place).await;
    let me = hub.adult("aigul").await;
    let before = hub.call(Some(&me), attendance::pass()).await.expect("a pass");
    hub.server.stop().await;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let hub = Hub::with(&place, |settings| settings.new_signing_key = true).await;
    let after = hub.call(Some(&me), attendance::pass()).await.expect("a pass");
    let published = keys(&hub).await;
    assert_eq!(published.keys.len(), 2);
    assert!(is_signed(&published, &before.token) && is_signed(&published, &after.token));
    assert_ne!(take_apart(&before.token).expect("a token").kid, take_apart(&after.token).expect("a token").kid);
}
