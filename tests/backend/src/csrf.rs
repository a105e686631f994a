//! Requests that another site made a browser send. A browser says by itself where a request comes from (`Sec-Fetch-Site`, before that
//! `Origin`), so no token has to be carried around: whatever changes something and may ride on a cookie must come from our own pages.
//! A bearer token, or a kiosk's secret, is not sent by itself, so those requests need no check.

use crate::{app::App, failure::Failure, who};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use meyirim::api::ProblemKind;

pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if request.method().is_safe() || who::bearer(headers).is_some() || who::kiosk(headers).is_some() {
        return next.run(request).await;
    }
    let fine = match from_own_page(headers, app.settings.trust_proxy) {
        Some(own) => own,
        // No browser: nothing to be protected, unless it has a cookie all the same.
        None => who::cookie(headers, who::COOKIE).is_none(),
    };
    if fine { next.run(request).await } else { Failure::new(ProblemKind::Forbidden, "This request came from another site").into_response() }
}

/// `None` when the client does not say.
fn from_own_page(headers: &HeaderMap, trust_proxy: bool) -> Option<bool> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return Some(site == "same-origin");
    }
    let origin = text("origin")?;
    let forwarded = text("x-forwarded-host").filter(|_| trust_proxy);
    let host = forwarded.or_else(|| text(header::HOST.as_str()));
    let named = origin.split_once("://").map(|(_, authority)| authority);
    Some(named.is_some() && named == host)
}
