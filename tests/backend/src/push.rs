//! Web Push: the devices on which somebody wants to hear of notices, and sending to them. A browser names a push service of its own choice and a key; what is sent there is encrypted for that
//! browser alone (`push_crypto`), so the service learns that something came, and nothing else.
//!
//! The address is the browser's to say, and this backend goes there: so it must be HTTPS, and is never on this machine or in a network of its own, whatever its name resolves to at the
//! moment of sending. No redirect is followed, and nothing of the answer but its status is used.

use crate::{
    app::App,
    ask::{Ask, Json},
    db::Write,
    failure::{Failure, Result},
    letters::Telling,
    push_crypto::{self, Vapid},
    reply, secrets,
    who::Me,
};
use axum::{
    body::Body,
    extract::{OriginalUri, State},
    http::{HeaderValue, Request, StatusCode, Uri, header},
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{
        Client,
        connect::{HttpConnector, dns::Name},
    },
    rt::TokioExecutor,
};
use meyirim::model::{
    Instant, NoticeKind,
    instant::DAY,
    notice::{PushDevice, PushDevices, PushKey, PushMessage},
};
use std::{
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

/// Devices of one person. More are hardly theirs.
const MOST: i64 = 10;
const LONGEST_ENDPOINT: usize = 1024;

/// How long a push service may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The hub's key
///
/// For a browser that subscribes. Changes only with the data base.
#[utoipa::path(get, path = "/push/key", tag = "notices", responses((status = 200, description = "VAPID, the public half", body = PushKey)))]
pub async fn key(State(app): State<App>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    crate::params::Params::read(&uri, &[]).done()?;
    reply::ok(&PushKey { key: app.pusher.vapid.public() })
}

/// Turn notices on for a device
///
/// As the browser gave it. A device belongs to whoever turned it on last; signing out there turns it off.
#[utoipa::path(
    put, path = "/session/person/push", tag = "notices",
    params(crate::openapi::KeyHeader),
    request_body = PushDevice,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "On how many devices it is on", body = PushDevices),
        (status = 422, description = "`invalid`: no address of a push service, or no keys"),
    ),
)]
pub async fn turn_on(State(app): State<App>, me: Me, ask: Ask<Json<PushDevice>>) -> Result<Response> {
    let PushDevice { endpoint, keys } = &ask.body.0;
    check(endpoint, app.settings.push_anywhere).map_err(|why| Failure::invalid("/endpoint", why))?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).unwrap_or_default();
    if !push_crypto::are_keys(&bytes(&keys.p256dh), &bytes(&keys.auth)) {
        return Err(Failure::invalid("/keys", "are not those of a browser"));
    }
    // Turned on twice is turned on once, so no answer is kept for a repeat.
    let mut w = app.db.write().await?;
    let known: Option<String> =
        sqlx::query_scalar("SELECT person FROM push_devices WHERE endpoint = $1").bind(endpoint).fetch_optional(w.conn()).await?;
    if known.is_none_or(|person| person != me.person.as_str()) {
        // A new device of this person, whoever had it before: what was for them is not for it.
        sqlx::query("DELETE FROM push_devices WHERE endpoint = $1").bind(endpoint).execute(w.conn()).await?;
    }
    sqlx::query(
        "INSERT INTO push_devices (endpoint, id, person, p256dh, auth, session, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (endpoint) DO UPDATE SET p256dh = excluded.p256dh, auth = excluded.auth, session = excluded.session",
    )
    .bind(endpoint)
    .bind(secrets::random_text(12))
    .bind(me.person.as_str())
    .bind(keys.p256dh.trim_end_matches('='))
    .bind(keys.auth.trim_end_matches('='))
    .bind(&me.token_hash)
    .bind(app.clock.now().0)
    .execute(w.conn())
    .await?;
    // The oldest go: browsers that were reinstalled leave such behind.
    sqlx::query(
        "DELETE FROM push_devices WHERE person = $1 AND id NOT IN (SELECT id FROM push_devices WHERE person = $1 ORDER BY made_at DESC, id LIMIT $2)",
    )
    .bind(me.person.as_str())
    .bind(MOST)
    .execute(w.conn())
    .await?;
    let devices = count(&mut w, &me).await?;
    w.commit().await?;
    reply::ok(&devices)
}

/// Turn notices off for a device
///
/// Also when it was not on.
#[utoipa::path(
    delete, path = "/session/person/push", tag = "notices",
    params(crate::openapi::KeyHeader),
    request_body = PushDevice,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "On how many devices it is still on", body = PushDevices),
        (status = 422, description = "`invalid`: no address of a push service"),
    ),
)]
pub async fn turn_off(State(app): State<App>, me: Me, ask: Ask<Json<PushDevice>>) -> Result<Response> {
    check(&ask.body.0.endpoint, app.settings.push_anywhere).map_err(|why| Failure::invalid("/endpoint", why))?;
    let mut w = app.db.write().await?;
    sqlx::query("DELETE FROM push_devices WHERE endpoint = $1 AND person = $2")
        .bind(&ask.body.0.endpoint)
        .bind(me.person.as_str())
        .execute(w.conn())
        .await?;
    let devices = count(&mut w, &me).await?;
    w.commit().await?;
    reply::ok(&devices)
}

async fn count(w: &mut Write, me: &Me) -> Result<PushDevices> {
    let devices: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM push_devices WHERE person = $1").bind(me.person.as_str()).fetch_one(w.conn()).await?;
    Ok(PushDevices { devices: u32::try_from(devices).unwrap_or(u32::MAX) })
}

/// The host of an endpoint, all that the person's export tells of it.
pub fn host(endpoint: &str) -> String {
    endpoint.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
}

/// Whether this can be the address of a push service. `anywhere`: also one of this machine, without TLS.
fn check(endpoint: &str, anywhere: bool) -> Result<Uri, &'static str> {
    let plain = endpoint.len() <= LONGEST_ENDPOINT && endpoint.bytes().all(|byte| byte.is_ascii_graphic());
    let uri = endpoint.parse::<Uri>().ok().filter(|_| plain).ok_or("is no address")?;
    let (scheme, host) = (uri.scheme_str().unwrap_or_default(), uri.host().unwrap_or_default().to_ascii_lowercase());
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) || host.is_empty() {
        return Err("is no address of a push service");
    }
    if anywhere && matches!(host.as_str(), "127.0.0.1" | "localhost") {
        return Ok(uri);
    }
    if scheme != "https" {
        return Err("is not https");
    }
    // A service of the web has a name in it. Numbers in all their spellings end in one.
    let (_, last) = host.rsplit_once('.').ok_or("is not on the web")?;
    let inside = ["local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa"].contains(&last);
    if inside || !last.starts_with(|c: char| c.is_ascii_alphabetic()) || host.starts_with('[') {
        return Err("is not on the web");
    }
    Ok(uri)
}

/// What a push service made of a message.
pub enum Sent {
    Taken,
    /// For good: the device is gone, or the message is not what it should be.
    Refused,
    /// After so many milliseconds at the earliest.
    NotNow(i64),
}

/// Goes to push services.
pub struct Pusher {
    pub vapid: Vapid,
    client: Client<HttpsConnector<HttpConnector<PublicOnly>>, Body>,
    /// Whom a push service can turn to.
    subject: Option<String>,
}

impl Pusher {
    /// `kept`: the hub's key pair, from the data base.
    pub fn new(kept: &str, settings: &crate::Settings) -> Result<Self, String> {
        let mut http = HttpConnector::new_with_resolver(PublicOnly { anywhere: settings.push_anywhere });
        http.enforce_http(false);
        http.set_connect_timeout(Some(PATIENCE));
        let tls = hyper_rustls::HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().wrap_connector(http);
        let mail = settings.smtp.as_ref().and_then(|smtp| smtp.from.parse::<lettre::message::Mailbox>().ok());
        let web = settings.origin.clone().filter(|origin| origin.starts_with("https://"));
        Ok(Self {
            vapid: Vapid::read(kept).map_err(|_| "the data base holds no key for push messages")?,
            client: Client::builder(TokioExecutor::new()).pool_idle_timeout(Duration::from_secs(60)).build(tls),
            subject: mail.map(|mail| format!("mailto:{}", mail.email)).or(web),
        })
    }
}

/// One try, at one device.
pub async fn send(app: &App, device: &str, telling: &Telling, message: &PushMessage, now: Instant) -> Result<Sent> {
    let found: Option<(String, String, String)> =
        sqlx::query_as("SELECT endpoint, p256dh, auth FROM push_devices WHERE id = $1 AND person = $2")
            .bind(device)
            .bind(telling.person.id.as_str())
            .fetch_optional(&app.db.pool)
            .await?;
    let Some((endpoint, p256dh, auth)) = found else { return Ok(Sent::Refused) };
    let Ok(uri) = check(&endpoint, app.settings.push_anywhere) else { return Ok(Sent::Refused) };
    let service = uri.host().unwrap_or_default().to_owned();
    let Some(request) = request(app, uri, (&p256dh, &auth), telling, message, now) else {
        tracing::warn!(service, "push message not written");
        return Ok(Sent::Refused);
    };
    let answer = match tokio::time::timeout(PATIENCE, app.pusher.client.request(request)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            tracing::warn!(%error, service, "push service not reached");
            return Ok(Sent::NotNow(0));
        }
        Err(_) => {
            tracing::warn!(service, "push service did not answer");
            return Ok(Sent::NotNow(0));
        }
    };
    match answer.status() {
        status if status.is_success() => Ok(Sent::Taken),
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            sqlx::query("DELETE FROM push_devices WHERE id = $1").bind(device).execute(&app.db.pool).await?;
            Ok(Sent::Refused)
        }
        status if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
            let seconds = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
            Ok(Sent::NotNow(seconds.unwrap_or(0).clamp(0, DAY / 1000) * 1000))
        }
        status => {
            tracing::warn!(%status, service, "push message refused");
            Ok(Sent::Refused)
        }
    }
}

/// `None`: the browser's key is none, or the message too long.
fn request(
    app: &App,
    uri: Uri,
    (p256dh, auth): (&str, &str),
    telling: &Telling,
    message: &PushMessage,
    now: Instant,
) -> Option<Request<Body>> {
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let body = push_crypto::encrypt(serde_json::to_string(message).ok()?.as_bytes(), &decoded(p256dh)?, &decoded(auth)?).ok()?;
    let origin = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    let mut authorization =
        HeaderValue::from_str(&app.pusher.vapid.authorization(&origin, app.pusher.subject.as_deref(), now).ok()?).ok()?;
    authorization.set_sensitive(true);
    // For how long the service keeps it when the device is off: no longer than anybody wants to hear of it.
    let seconds = (telling.useless_from().0 - now.0).clamp(0, 28 * DAY) / 1000;
    let urgent = matches!(telling.kind, NoticeKind::Offer | NoticeKind::TwoHours | NoticeKind::Cancelled | NoticeKind::Reinstated);
    // A message that still waits there is replaced by a newer one of the same name: at most 32 letters.
    let topic: String = secrets::keyed_hash(&app.db.secret, &["topic", &message.tag]).chars().take(32).collect();
    Request::post(uri)
        .header(header::AUTHORIZATION, authorization)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::CONTENT_ENCODING, "aes128gcm")
        .header("ttl", seconds)
        .header("urgency", if urgent { "high" } else { "normal" })
        .header("topic", topic)
        .body(Body::from(body))
        .ok()
}

/// Turns names into addresses, and knows only those of the web: looked at when the connection is made, so that a name that is pointed elsewhere later leads nowhere.
#[derive(Debug, Clone, Copy)]
struct PublicOnly {
    anywhere: bool,
}

impl tower::Service<Name> for PublicOnly {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = std::io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let anywhere = self.anywhere;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let good: Vec<SocketAddr> = found.filter(|at| anywhere || is_public(at.ip())).collect();
            if good.is_empty() {
                return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, "no address on the web"));
            }
            Ok(good.into_iter())
        })
    }
}

/// Of the web, and of no network of somebody's own. The standard library's own answer (`is_global`) is not stable yet.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            let inside = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || ip.is_documentation();
            let shared = a == 100 && (64..128).contains(&b);
            let special = a == 0 || a >= 224 || (a == 192 && b == 0 && c == 0) || (a == 198 && (18..20).contains(&b));
            !inside && !shared && !special
        }
        IpAddr::V6(ip) => {
            let [a, b, ..] = ip.segments();
            // All of the web is in 2000::/3; in it, what wraps an address of the other kind, and what is for documents.
            (a & 0xe000) == 0x2000 && a != 0x2002 && !(a == 0x2001 && (b == 0 || b == 0xdb8))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower::Service;

    #[test]
    fn only_addresses_of_the_web() {
        for good in ["https://push.example.org/x?y=1", "https://web.push.apple.com/Q", "https://fcm.googleapis.com:443/fcm/send/a:b"] {
            assert!(check(good, false).is_ok(), "{good}");
        }
        for bad in [
            "",
            "push",
            "/push",
            "http://push.example.org/x",
            "ftp://push.example.org/x",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://LOCALHOST/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://127.1/x",
            "https://[::1]/x",
            "https://10.0.0.7:8080/x",
            "https://printer.local/x",
            "https://db.internal/x",
            "https://a@push.example.org/x",
            "https://push.example.org/ x",
        ] {
            assert!(check(bad, false).is_err(), "{bad}");
        }
        assert!(check("http://127.0.0.1:4000/push/1", true).is_ok() && check("http://10.0.0.7/x", true).is_err());
        assert!(check(&format!("https://push.example.org/{}", "x".repeat(1024)), false).is_err());
    }

    #[test]
    fn addresses() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            assert!(!is_public(inside.parse().expect("an address")), "{inside}");
        }
        for inside in ["::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1", "ff02::1"]
        {
            assert!(!is_public(inside.parse().expect("an address")), "{inside}");
        }
        assert!(is_public("8.8.8.8".parse().expect("an address")) && is_public("2a00:1450::1".parse().expect("an address")));
    }

    /// Whatever a name is said to be, at the moment of going there.
    #[tokio::test]
    async fn a_name_that_leads_inside() {
        let name = || "localhost".parse::<Name>().expect("a name");
        assert!(PublicOnly { anywhere: false }.call(name()).await.is_err());
        assert!(PublicOnly { anywhere: true }.call(name()).await.is_ok());
    }
}
