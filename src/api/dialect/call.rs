//! Joining where the server decides by itself, in one call: a procedure, an endpoint for just this. What it decides is read from the person's own signups afterwards.

use super::{
    Dialect,
    profile::Step,
    write::{NAMES, Values},
};
use crate::{
    api::{ApiError, Method, request::segment, translate::World},
    model::Instant,
};
use serde_json::Value;

impl Dialect {
    pub(super) async fn call(&self, world: World<'_>, step: &Step, values: &Values<'_>) -> Result<(), ApiError> {
        let path = self.addressed(&step.path, values, world.now);
        let method = match step.method {
            super::profile::Verb::Post => Method::Post,
            super::profile::Verb::Put => Method::Put,
            super::profile::Verb::Patch => Method::Patch,
            super::profile::Verb::Delete => Method::Delete,
        };
        let request = self.written(method, path, self.filled(&step.body, values, world.now));
        self.send(world, request).await.map(drop)
    }

    /// A path with values in it, each of them one segment or one value of a query.
    fn addressed(&self, path: &str, values: &Values<'_>, now: Instant) -> String {
        NAMES.iter().fold(path.to_owned(), |path, name| {
            let place = format!("{{{name}}}");
            if !path.contains(&place) {
                return path;
            }
            let value = match self.value(name, values, now) {
                Some(Value::String(value)) => value,
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            };
            path.replace(&place, &segment(&value))
        })
    }
}
