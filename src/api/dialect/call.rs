//! Joining where the server decides by itself, in one call: a procedure, an endpoint for just this. What it decides is read from the person's own signups afterwards.

use super::{Dialect, profile::Step, write::Values};
use crate::api::{ApiError, Method, request::segment, translate::World};

impl Dialect {
    pub(super) async fn call(&self, world: World<'_>, step: &Step, values: &Values<'_>) -> Result<(), ApiError> {
        // Each value is one segment, or one value of a query.
        let path = self.text_with(&step.path, values, world.now, segment);
        let method = match step.method {
            super::profile::Verb::Post => Method::Post,
            super::profile::Verb::Put => Method::Put,
            super::profile::Verb::Patch => Method::Patch,
            super::profile::Verb::Delete => Method::Delete,
        };
        let request = self.written(method, path, self.filled(&step.body, values, world.now));
        self.send(world, request).await.map(drop)
    }
}
