//! How often one may ask: a bucket of tokens per caller, filled at a steady pace. Kept in memory, so each backend counts for itself;
//! what must hold over all of them (tries per code) is counted in the data base.

use crate::{app::App, failure::Failure, settings::Allowances};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use meyirim::model::Instant;
use std::{
    collections::HashMap,
    convert::Infallible,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::Mutex,
};

pub struct Buckets {
    most: f64,
    per_millisecond: f64,
    callers: Mutex<HashMap<String, (f64, Instant)>>,
}

impl Buckets {
    pub fn new((at_once, per_minute): (u32, u32)) -> Self {
        Self { most: f64::from(at_once), per_millisecond: f64::from(per_minute) / 60_000.0, callers: Mutex::default() }
    }

    /// `Err`: how many seconds to wait.
    pub fn take(&self, caller: &str, now: Instant) -> Result<(), u64> {
        let mut callers = self.callers.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let refilled = |(tokens, at): (f64, Instant)| (tokens + (now.0 - at.0).max(0) as f64 * self.per_millisecond).min(self.most);
        if callers.len() > 20_000 {
            // Whoever has a full bucket may as well be forgotten.
            callers.retain(|_, bucket| refilled(*bucket) < self.most);
        }
        let tokens = callers.get(caller).map_or(self.most, |bucket| refilled(*bucket));
        if tokens < 1.0 {
            return Err(((1.0 - tokens) / self.per_millisecond / 1000.0).ceil() as u64);
        }
        callers.insert(caller.to_owned(), (tokens - 1.0, now));
        Ok(())
    }
}

pub struct Limits {
    pub reads: Buckets,
    pub writes: Buckets,
    pub codes_per_contact: Buckets,
    pub codes_per_address: Buckets,
    pub consents_per_address: Buckets,
    pub pairings_per_address: Buckets,
    pub pairing_tries: Buckets,
    pub kiosk_writes: Buckets,
}

impl Limits {
    pub fn new(allowances: &Allowances) -> Self {
        Self {
            reads: Buckets::new(allowances.reads),
            writes: Buckets::new(allowances.writes),
            codes_per_contact: Buckets::new(allowances.codes_per_contact),
            codes_per_address: Buckets::new(allowances.codes_per_address),
            consents_per_address: Buckets::new(allowances.consents_per_address),
            pairings_per_address: Buckets::new(allowances.pairings_per_address),
            pairing_tries: Buckets::new(allowances.pairing_tries),
            kiosk_writes: Buckets::new(allowances.kiosk_writes),
        }
    }
}

/// The address of whoever asks, as far as buckets go: an IPv6 household has 2^64 of them.
pub struct Address(pub String);

fn address(peer: Option<SocketAddr>, headers: &HeaderMap, trust_proxy: bool) -> String {
    // The last entry is the one that our own proxy added; those before it are the client's word.
    let forwarded = headers.get("x-forwarded-for").filter(|_| trust_proxy).and_then(|value| value.to_str().ok());
    let forwarded = forwarded.and_then(|value| value.rsplit(',').next()).and_then(|text| text.trim().parse::<IpAddr>().ok());
    match forwarded.or(peer.map(|peer| peer.ip())) {
        Some(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => Ipv6Addr::from(u128::from(v6) & !0 << 64).to_string(),
        Some(ip) => ip.to_canonical().to_string(),
        None => String::new(),
    }
}

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
        Ok(Self(address(peer, &parts.headers, app.settings.trust_proxy)))
    }
}

pub async fn guard(State(app): State<App>, Address(address): Address, request: Request, next: Next) -> Response {
    match app.limits.reads.take(&address, app.clock.now()) {
        Ok(()) => next.run(request).await,
        Err(seconds) => Failure::too_many(seconds).into_response(),
    }
}
