//! What an answer of the server means, and sending with whatever proves who we are.

use super::{Dialect, fields::text, path::Path, pick::Picker, profile::Rule};
use crate::api::{ApiError, Method, Problem, ProblemKind, Reply, Request, error::Start, translate::World};

/// What stands at a place of a document, raw; nothing if there is none, or no JSON at all.
pub(super) fn look<'a>(document: &'a str, path: &Path) -> Option<&'a str> {
    if path.is_whole() {
        return Some(document);
    }
    let mut picker = Picker::default();
    let number = picker.want(path);
    picker.pick(document).ok()?.swap_remove(number)
}

/// The body as text; what is no UTF-8 is no JSON either.
pub(super) fn body(reply: &Reply) -> &str {
    std::str::from_utf8(&reply.body).unwrap_or_default()
}

/// JSON that cannot be used as it is: where, and why.
pub(super) fn unusable(path: impl Into<String>, message: impl Into<String>, document: &str) -> ApiError {
    ApiError::Decode { path: path.into(), message: message.into(), start: Start::of(document.as_bytes()) }
}

impl Dialect {
    /// Sends, with what the profile adds to every request. A refusal of the credentials is met once by fresh ones.
    pub(super) async fn send(&self, world: World<'_>, request: Request) -> Result<Reply, ApiError> {
        if self.run_out(world.now) {
            self.renew(world, self.credentials.held()).await;
        }
        let used = self.credentials.held();
        let ready = self.ready(request.clone());
        let reply = world.ask.ask(&ready).await?;
        if reply.status == 401 && self.renew(world, used).await {
            return self.checked(world.ask.ask(&self.ready(request)).await?);
        }
        self.checked(reply)
    }

    /// With what the profile adds to every request, and what proves who we are.
    pub(super) fn ready(&self, request: Request) -> Request {
        self.prove(self.headed(request))
    }

    /// With what the profile adds to every request.
    pub(super) fn headed(&self, mut request: Request) -> Request {
        for (name, value) in &self.profile.headers {
            request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            request = request.header(name.clone(), value.clone());
        }
        request
    }

    fn checked(&self, reply: Reply) -> Result<Reply, ApiError> {
        if matches!(reply.status, 200..=299 | 304) { Ok(reply) } else { Err(self.error(&reply)) }
    }

    /// By the profile's rules, in their order; what none of them knows, by the status.
    pub(super) fn error(&self, reply: &Reply) -> ApiError {
        let header = |name: &str| reply.header(&name.to_ascii_lowercase());
        let wait = |name: &str| header(name).and_then(|value| value.trim().parse::<f64>().ok()).map(|seconds| seconds.ceil() as u32);
        let asked = wait("retry-after").or_else(|| self.profile.slow_down.as_deref().and_then(wait));
        let Some((rule, kind)) = self.profile.errors.iter().find(|rule| fits(rule, reply)).and_then(|rule| Some((rule, kind(&rule.kind)?)))
        else {
            return match ApiError::from_reply(reply) {
                ApiError::Problem { problem, retry_after } => ApiError::Problem { problem, retry_after: retry_after.or(asked) },
                other => other,
            };
        };
        let said = rule.message.as_ref().and_then(|path| look(body(reply), path)).map(text);
        let mut problem = Problem::new(kind, said.as_deref().unwrap_or_else(|| kind.name()));
        // A failure of the server stays one that heals, whatever its number.
        problem.status = if kind == ProblemKind::Unavailable && reply.status >= 500 { reply.status } else { kind.status() };
        ApiError::Problem { problem: Box::new(problem), retry_after: asked }
    }

    /// A document of JSON, or why it is none.
    pub(super) fn document<'a>(&self, reply: &'a Reply) -> Result<&'a str, ApiError> {
        let text = body(reply);
        if !reply.is_json() && !text.trim_start().starts_with(['{', '[']) {
            let content_type = reply.header("content-type").unwrap_or("nothing").to_owned();
            return Err(ApiError::NotJson { status: reply.status, content_type, start: Start::of(&reply.body) });
        }
        if text.is_empty() && !reply.body.is_empty() {
            return Err(unusable(".", "no UTF-8", &String::from_utf8_lossy(&reply.body)));
        }
        Ok(text)
    }

    /// `GET`, answered by JSON.
    pub(super) async fn fetch(&self, world: World<'_>, path: String) -> Result<Reply, ApiError> {
        self.send(world, Request::new(Method::Get, path)).await
    }
}

/// A kind by its name. `conflict` is what somebody else's quicker write is called in profiles.
pub(super) fn kind(name: &str) -> Option<ProblemKind> {
    if name == "conflict" { Some(ProblemKind::Changed) } else { ProblemKind::all().find(|kind| kind.name() == name) }
}

/// Whether somebody else was quicker, or the same write has been made before.
pub(super) fn is_conflict(error: &ApiError) -> bool {
    error.kind() == Some(ProblemKind::Changed)
}

fn fits(rule: &Rule, reply: &Reply) -> bool {
    let media = reply.header("content-type").unwrap_or_default();
    let found = rule.at.as_ref().map(|path| look(body(reply), path));
    (rule.status.is_empty() || rule.status.contains(&reply.status))
        && rule.media_type.as_ref().is_none_or(|wanted| media.starts_with(wanted.as_str()))
        && match (found, &rule.is) {
            (None, None) => true,
            (None, Some(wanted)) => body(reply).contains(wanted.as_str()),
            (Some(found), None) => found.is_some(),
            (Some(found), Some(wanted)) => found.is_some_and(|raw| text(raw) == *wanted),
        }
}
