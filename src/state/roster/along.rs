//! People who are taken along from one page to another: chosen there, found chosen here. In memory only, and by their ids: in an address they would stay in the history of a shared computer.

use super::App;
use crate::model::{PersonId, member::MemberId};
use std::{cell::RefCell, collections::BTreeSet};

thread_local! {
    static ALONG: RefCell<Option<(PersonId, BTreeSet<MemberId>)>> = const { RefCell::new(None) };
}

/// For the next page that asks who is chosen.
pub fn take_along(app: App, members: BTreeSet<MemberId>) {
    let along = app.session.owner_untracked().map(|owner| (owner, members));
    ALONG.with(|place| place.replace(along));
}

/// Who was taken along, if somebody was; once, and only for whoever chose them.
pub fn taken_along(app: App) -> Option<BTreeSet<MemberId>> {
    let owner = app.session.owner_untracked();
    ALONG.with(RefCell::take).filter(|(chose, _)| Some(chose) == owner.as_ref()).map(|(_, members)| members)
}
