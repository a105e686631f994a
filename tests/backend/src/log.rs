//! The request log: one line a request, written when its answer has gone out. Method, route (as a pattern, so no id of anybody), status,
//! milliseconds, bytes on the wire. No query, no address, no person: who may see the log learns what was asked of the hub, not by whom.

use axum::{
    body::{Body, Bytes},
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
};
use futures_util::{Stream, StreamExt};
use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

pub async fn line(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "(app)".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let entry = Entry { method, route, status: response.status().as_u16(), begun, bytes: 0 };
    let (mut parts, body) = response.into_parts();
    // An answer without a body has no stream to wait for, and wrapping it would add `transfer-encoding: chunked`.
    if axum::body::HttpBody::is_end_stream(&body) {
        return Response::from_parts(parts, body);
    }
    // A stream has no length of its own; what is known of the body's stays known.
    if let Some(length) = axum::body::HttpBody::size_hint(&body).exact() {
        parts.headers.entry(axum::http::header::CONTENT_LENGTH).or_insert(length.into());
    }
    Response::from_parts(parts, Body::from_stream(Counted { body: body.into_data_stream(), entry }))
}

struct Entry {
    method: Method,
    route: String,
    status: u16,
    begun: Instant,
    bytes: usize,
}

/// Written however the answer ends: whole, broken, or given up by the client.
impl Drop for Entry {
    fn drop(&mut self) {
        let ms = self.begun.elapsed().as_millis();
        tracing::info!("{} {} {} {ms} ms {} B", self.method, self.route, self.status, self.bytes);
    }
}

struct Counted {
    body: axum::body::BodyDataStream,
    entry: Entry,
}

impl Stream for Counted {
    type Item = Result<Bytes, axum::Error>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.body.poll_next_unpin(context);
        if let Poll::Ready(Some(Ok(bytes))) = &polled {
            self.entry.bytes += bytes.len();
        }
        polled
    }
}
