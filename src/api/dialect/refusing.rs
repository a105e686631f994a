//! In place of a dialect whose profile is refused: every request is answered by why. No answer at all would look like a broken connection.

use crate::api::{
    ApiError, Request,
    capabilities::{Capabilities, Joins, SignsIn},
    translate::{Answer, Translate, World},
};

pub struct Refusing(pub ApiError);

impl Translate for Refusing {
    fn base(&self) -> &str {
        ""
    }

    /// Nothing is promised of a backend that cannot be asked.
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            native: false,
            live: false,
            joins: Joins::NoPromise,
            waitlist: false,
            signs_in: SignsIn::Introduce,
            account: false,
            changes_only: false,
            ..Capabilities::native()
        }
    }

    fn answer<'a>(&'a self, _: &'a Request, _: World<'a>) -> Answer<'a> {
        Box::pin(async { Err(self.0.clone()) })
    }

    fn credentials(&self) -> Option<String> {
        None
    }

    fn set_credentials(&self, _: Option<String>) {}
}
