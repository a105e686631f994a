use crate::{
    hub::{Hub, Place, key, kind, soon},
    notices::{change, noon},
};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    routing,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use meyirim::{
    api::{ApiError, ProblemKind, notices, session},
    model::{
        Lang, NoticeKind, Wishes,
        instant::{HOUR, MINUTE},
        notice::{Channel, PushDevice, PushKeys, PushMessage},
        session::PersonPatch,
    },
};
use p256::{
    PublicKey, SecretKey,
    ecdsa::{Signature, VerifyingKey, signature::Verifier},
    elliptic_curve::{Generate, sec1::ToSec1Point},
};
use ring::aead;
use serde_json::Value;
use sha2::Sha256;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::sync::mpsc;

crate::on_both!(
    a_message_that_only_the_browser_reads,
    several_devices,
    a_device_that_is_gone,
    a_service_that_is_busy,
    a_device_changes_hands,
    an_offer_on_the_phone,
    what_is_no_device,
    as_wished_and_once
);

/// What the service was sent: for which device, with which headers, and the body.
type Sent = (String, HeaderMap, Bytes);

/// A push service on this machine. What it answers to a device can be set.
struct Service {
    url: String,
    sent: mpsc::UnboundedReceiver<Sent>,
    answers: Answers,
}

type Answers = Arc<Mutex<HashMap<String, StatusCode>>>;

impl Service {
    async fn start() -> Self {
        let (sender, sent) = mpsc::unbounded_channel();
        let answers = Answers::default();
        let handler = async |State((sender, answers)): State<(mpsc::UnboundedSender<Sent>, Answers)>,
                             Path(device): Path<String>,
                             headers: HeaderMap,
                             body: Bytes| {
            let status = answers.lock().expect("answers").get(&device).copied().unwrap_or(StatusCode::CREATED);
            sender.send((device, headers, body)).expect("the test listens");
            (status, [("retry-after", "120")])
        };
        let app = Router::new().route("/push/{device}", routing::post(handler)).with_state((sender, answers.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/push", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, sent, answers }
    }

    fn answers(&self, device: &str, status: StatusCode) {
        self.answers.lock().expect("answers").insert(device.to_owned(), status);
    }

    fn all(&mut self) -> Vec<Sent> {
        let mut all: Vec<_> = std::iter::from_fn(|| self.sent.try_recv().ok()).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

/// A browser: its keys, made here.
struct Browser {
    name: &'static str,
    secret: SecretKey,
    auth: [u8; 16],
}

impl Browser {
    fn new(name: &'static str) -> Self {
        Self { name, secret: SecretKey::generate(), auth: *b"sixteen bytes 16" }
    }

    fn public(&self) -> Vec<u8> {
        self.secret.public_key().to_sec1_point(false).as_bytes().to_vec()
    }

    fn device(&self, service: &Service) -> PushDevice {
        PushDevice {
            endpoint: format!("{}/{}", service.url, self.name),
            keys: PushKeys { p256dh: URL_SAFE_NO_PAD.encode(self.public()), auth: URL_SAFE_NO_PAD.encode(self.auth) },
        }
    }

    async fn turn_on(&self, hub: &Hub, token: &str, service: &Service) -> u32 {
        hub.call(Some(token), notices::turn_on(&self.device(service), &key())).await.expect("turned on").devices
    }

    /// RFC 8291 from the other side.
    fn read(&self, body: &[u8]) -> PushMessage {
        let (salt, rest) = body.split_at(16);
        let (size, rest) = rest.split_at(4);
        assert_eq!(size, 4096_u32.to_be_bytes());
        let (theirs, sealed) = rest[1..].split_at(rest[0].into());
        let shared = self.secret.diffie_hellman(&PublicKey::from_sec1_bytes(theirs).expect("a point"));
        let mut secret = [0; 32];
        let info = [b"WebPush: info\0", self.public().as_slice(), theirs].concat();
        Hkdf::<Sha256>::new(Some(&self.auth), shared.raw_secret_bytes()).expand(&info, &mut secret).expect("a length");
        let derived = Hkdf::<Sha256>::new(Some(salt), &secret);
        let (mut key, mut nonce) = ([0; 16], [0; 12]);
        derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).expect("a length");
        derived.expand(b"Content-Encoding: nonce\0", &mut nonce).expect("a length");
        let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key).expect("a key"));
        let mut sealed = sealed.to_vec();
        let opened = key.open_in_place(aead::Nonce::assume_unique_for_key(nonce), aead::Aad::empty(), &mut sealed).expect("opens");
        let message = opened.strip_suffix(&[2]).expect("the last record");
        serde_json::from_slice(message).expect("a message")
    }
}

/// RFC 8292 from the other side; the claims.
fn verified(headers: &HeaderMap, hub_key: &str) -> Value {
    let header = headers["authorization"].to_str().expect("text").strip_prefix("vapid ").expect("vapid");
    let parts: HashMap<&str, &str> = header.split(", ").filter_map(|part| part.split_once('=')).collect();
    assert_eq!(parts["k"], hub_key);
    let (signed, signature) = parts["t"].rsplit_once('.').expect("three parts");
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
    let key = VerifyingKey::from_sec1_bytes(&decoded(hub_key)).expect("a point");
    key.verify(signed.as_bytes(), &Signature::from_slice(&decoded(signature)).expect("a signature")).expect("signed by the hub");
    serde_json::from_slice(&decoded(signed.split_once('.').expect("two parts").1)).expect("claims")
}

async fn hub(place: &Place) -> Hub {
    let now = meyirim_backend::clock::Clock::default().now();
    Hub::with(place, |settings| {
        settings.push_anywhere = true;
        settings.origin = Some("https://hub.example.kz".to_owned());
        settings.zone = Some(noon(now));
    })
    .await
}

async fn tell(hub: &Hub) -> usize {
    meyirim_backend::notices::remind(&hub.server.app).await.expect("planned");
    meyirim_backend::notices::tell(&hub.server.app).await.expect("told")
}

/// Somebody with a place in an action two days ahead.
async fn volunteer(hub: &Hub, name: &str) -> String {
    hub.action(hub.plan("clean", 48, 9, true)).await;
    let token = hub.adult(name).await;
    let english = PersonPatch { lang: Some(Lang::En), ..PersonPatch::default() };
    hub.call(Some(&token), session::change_me(&english, &key())).await.expect("changed");
    hub.join(&token, "clean", true, &key()).await.expect("joined");
    token
}

async fn moved(hub: &Hub) {
    change(hub, "clean", |detail| detail.action.shifts[0].ends = detail.action.shifts[0].ends.plus(HOUR)).await;
}

async fn a_message_that_only_the_browser_reads(place: Place) {
    let (hub, mut service) = (hub(&place).await, Service::start().await);
    let me = volunteer(&hub, "aigul").await;
    let (browser, hub_key) = (Browser::new("phone"), hub.call(None, notices::push_key()).await.expect("a key").key);
    assert_eq!(browser.turn_on(&hub, &me, &service).await, 1);
    hub.server.app.clock.put_forward(24 * HOUR + MINUTE);
    assert_eq!(tell(&hub).await, 1);
    let (_, headers, body) = soon("the message", service.sent.recv()).await.expect("a message");
    let claims = verified(&headers, &hub_key);
    assert_eq!(claims["aud"], service.url.trim_end_matches("/push"));
    assert_eq!(claims["sub"], "https://hub.example.kz");
    let left = claims["exp"].as_i64().expect("a moment") - hub.now().0 / 1000;
    assert!((0..24 * 3600).contains(&left), "{left}");
    assert_eq!(
        (&headers["content-encoding"], &headers["urgency"]),
        (&"aes128gcm".parse().expect("a value"), &"normal".parse().expect("a value"))
    );
    let ttl: i64 = headers["ttl"].to_str().expect("text").parse().expect("a number");
    assert!((1..=24 * 3600).contains(&ttl) && headers["topic"].len() == 32);
    let message = browser.read(&body);
    assert_eq!(message.title, "A reminder: Дело clean");
    assert_eq!((message.url.as_str(), message.tag.as_str()), ("/actions/clean", "clean.s.day_before"));
    let local = hub.server.app.zone.local(hub.now().plus(24 * HOUR - MINUTE));
    assert!(message.body.contains(&format!("{:02}:", local.hour())) || message.body.contains("–"), "{}", message.body);
    // What it says about itself.
    let data = hub.call(Some(&me), session::my_data()).await.expect("my data");
    assert_eq!(data.push, ["127.0.0.1"]);
    assert!(!serde_json::to_string(&data).expect("JSON").contains("/push/phone"), "the address is a secret");
}

async fn several_devices(place: Place) {
    let (hub, mut service) = (hub(&place).await, Service::start().await);
    let me = volunteer(&hub, "aigul").await;
    let (phone, desk) = (Browser::new("phone"), Browser::new("desk"));
    phone.turn_on(&hub, &me, &service).await;
    assert_eq!(desk.turn_on(&hub, &me, &service).await, 2);
    assert_eq!(desk.turn_on(&hub, &me, &service).await, 2, "twice is once");
    moved(&hub).await;
    assert_eq!(tell(&hub).await, 2);
    let sent = service.all();
    assert_eq!(sent.iter().map(|(device, ..)| device.as_str()).collect::<Vec<_>>(), ["desk", "phone"]);
    assert!(desk.read(&sent[0].2).title.starts_with("Changed: ") && phone.read(&sent[1].2).title.starts_with("Changed: "));
    let off = hub.call(Some(&me), notices::turn_off(&desk.device(&service), &key())).await.expect("turned off");
    assert_eq!(off.devices, 1);
    moved(&hub).await;
    assert_eq!(tell(&hub).await, 1);
    // Signing out there takes the device along.
    hub.call(Some(&me), session::sign_out(&key())).await.expect("signed out");
    moved(&hub).await;
    assert_eq!(tell(&hub).await, 0);
    assert_eq!(service.all().len(), 1);
}

async fn a_device_that_is_gone(place: Place) {
    let (hub, mut service) = (hub(&place).await, Service::start().await);
    let me = volunteer(&hub, "aigul").await;
    for browser in [Browser::new("gone"), Browser::new("lost"), Browser::new("here")] {
        browser.turn_on(&hub, &me, &service).await;
    }
    service.answers("gone", StatusCode::GONE);
    service.answers("lost", StatusCode::NOT_FOUND);
    moved(&hub).await;
    assert_eq!(tell(&hub).await, 1);
    assert_eq!(service.all().len(), 3);
    hub.server.app.clock.put_forward(HOUR);
    moved(&hub).await;
    assert_eq!(tell(&hub).await, 1);
    assert_eq!(service.all().iter().map(|(device, ..)| device.as_str()).collect::<Vec<_>>(), ["here"]);
    assert_eq!(hub.call(Some(&me), session::my_data()).await.expect("my data").push.len(), 1);
}

async fn a_service_that_is_busy(place: Place) {
    let (hub, mut service) = (hub(&place).await, Service::start().await);
    let me = volunteer(&hub, "aigul").await;
    Browser::new("phone").turn_on(&hub, &me, &service).await;
    Browser::new("desk").turn_on(&hub, &me, &service).await;
    service.answers("phone", StatusCode::TOO_MANY_REQUESTS);
    moved(&hub).await;
    assert_eq!(tell(&hub).await, 1, "the other device at once");
    hub.server.app.clock.put_forward(MINUTE + MINUTE / 2);
    assert_eq!(tell(&hub).await, 0, "it asked for two minutes");
    service.answers("phone", StatusCode::SERVICE_UNAVAILABLE);
    hub.server.app.clock.put_forward(MINUTE);
    assert_eq!(tell(&hub).await, 0);
    service.answers("phone", StatusCode::CREATED);
    hub.server.app.clock.put_forward(5 * MINUTE);
    assert_eq!((tell(&hub).await, tell(&hub).await), (1, 0));
    let to: Vec<_> = service.all().into_iter().map(|(device, ..)| device).collect();
    assert_eq!(to, ["desk", "phone", "phone", "phone"]);
}

/// The clock runs: at once, urgently, with the time that is left, and not kept longer than the offer.
async fn an_offer_on_the_phone(place: Place) {
    let (hub, mut service) = (hub(&place).await, Service::start().await);
    hub.action(hub.plan("clean", 24, 1, true)).await;
    let (first, next) = (hub.adult("marat").await, hub.adult("aigul").await);
    let browser = Browser::new("phone");
    browser.turn_on(&hub, &next, &service).await;
    hub.join(&first, "clean", true, &key()).await.expect("joined");
    hub.join(&next, "clean", true, &key()).await.expect("on the waitlist");
    hub.leave(&first, "clean", &key()).await.expect("left");
    assert_eq!(tell(&hub).await, 1);
    let [(_, headers, body)] = &service.all()[..] else { panic!("one message") };
    let message = browser.read(body);
    assert_eq!(message.title, "Сізге орын ұсынылды: Дело clean");
    assert_eq!(message.body, "Кезегіңіз келді. 5 сағат ішінде растаңыз.");
    let ttl: i64 = headers["ttl"].to_str().expect("text").parse().expect("a number");
    assert!(headers["urgency"] == "high" && (5 * 3600..=6 * 3600).contains(&ttl), "{ttl}");
    // Taken: nobody has to hear of it again.
    hub.join(&next, "clean", false, &key()).await.expect("taken");
    hub.server.app.clock.put_forward(HOUR);
    assert_eq!(tell(&hub).await, 0);
}

/// A shared device: who turns it on has it.
async fn a_device_changes_hands(place: Place) {
    let (hub, mut service) = (hub(&place).await, Service::start().await);
    let me = volunteer(&hub, "aigul").await;
    let browser = Browser::new("desk");
    browser.turn_on(&hub, &me, &service).await;
    moved(&hub).await;
    let other = hub.adult("marat").await;
    assert_eq!(browser.turn_on(&hub, &other, &service).await, 1);
    assert_eq!(tell(&hub).await, 0, "what was for the one is not shown to the other");
    assert!(service.all().is_empty());
    // Nobody turns off what is somebody else's.
    assert_eq!(hub.call(Some(&me), notices::turn_off(&browser.device(&service), &key())).await.expect("nothing").devices, 0);
    assert_eq!(hub.call(Some(&other), session::my_data()).await.expect("my data").push.len(), 1);
}

async fn what_is_no_device(place: Place) {
    let hub = Hub::on(&place).await;
    let me = hub.adult("aigul").await;
    let keys = Browser::new("x");
    let device = |endpoint: &str| PushDevice {
        endpoint: endpoint.to_owned(),
        keys: PushKeys { p256dh: URL_SAFE_NO_PAD.encode(keys.public()), auth: URL_SAFE_NO_PAD.encode(keys.auth) },
    };
    let refused = async |device: PushDevice| match hub.call(Some(&me), notices::turn_on(&device, &key())).await {
        Err(ApiError::Problem { problem, .. }) => (problem.kind(), problem.errors[0].pointer.clone()),
        other => panic!("{other:?}"),
    };
    for inside in ["http://push.example.org/1", "https://127.0.0.1/1", "https://localhost/1", "https://10.0.0.1/1", "https://[::1]/1", "x"]
    {
        assert_eq!(refused(device(inside)).await, (ProblemKind::Invalid, "/endpoint".to_owned()), "{inside}");
    }
    let wrong = PushKeys { p256dh: "BA".to_owned(), auth: "AA".to_owned() };
    let no_keys = PushDevice { keys: wrong, ..device("https://push.example.org/1") };
    assert_eq!(refused(no_keys).await, (ProblemKind::Invalid, "/keys".to_owned()));
    hub.call(Some(&me), notices::turn_on(&device("https://push.example.org/1"), &key())).await.expect("turned on");
    assert_eq!(kind(hub.call(None, notices::turn_on(&device("https://push.example.org/1"), &key())).await), ProblemKind::SignIn);
    // No more than anybody has.
    for number in 0..12 {
        hub.call(Some(&me), notices::turn_on(&device(&format!("https://push.example.org/{number}")), &key())).await.expect("turned on");
    }
    assert_eq!(hub.call(Some(&me), session::my_data()).await.expect("my data").push.len(), 10);
}

async fn as_wished_and_once(place: Place) {
    let (hub, mut service) = (hub(&place).await, Service::start().await);
    let me = volunteer(&hub, "aigul").await;
    Browser::new("phone").turn_on(&hub, &me, &service).await;
    let wishes = Wishes::default().with(NoticeKind::Changed, Channel::Push, false);
    hub.call(Some(&me), notices::change_wishes(&wishes, &key())).await.expect("changed");
    moved(&hub).await;
    assert_eq!(tell(&hub).await, 0);
    // Two hours before as well, on a phone.
    hub.server.app.clock.put_forward(24 * HOUR + MINUTE);
    assert_eq!((tell(&hub).await, tell(&hub).await), (1, 0));
    hub.server.app.clock.put_forward(22 * HOUR);
    assert_eq!((tell(&hub).await, tell(&hub).await), (1, 0));
    let urgent: Vec<_> = service.all().into_iter().map(|(_, headers, _)| headers["urgency"].to_str().expect("text").to_owned()).collect();
    assert_eq!(urgent, ["normal", "high"]);
}
