//! What is taken along from one page to another: people who were chosen there and are found chosen here, and what of the list was looked at, for whoever comes back to it. In memory only: in an
//! address it would stay in the history of a shared computer.

use super::App;
use crate::model::{PersonId, member::MemberId, roster::Column, roster_order::Order};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// Segments and order of the list. Not what was searched for: that is somebody's name.
pub type View = (BTreeMap<Column, String>, Order);

thread_local! {
    static ALONG: RefCell<Option<(PersonId, BTreeSet<MemberId>)>> = const { RefCell::new(None) };
    static VIEW: RefCell<Option<(PersonId, View)>> = const { RefCell::new(None) };
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

/// For when whoever looks at the list comes back to it.
pub fn leave_view(app: App, view: View) {
    let left = app.session.owner_untracked().map(|owner| (owner, view));
    VIEW.with(|place| place.replace(left));
}

/// As the same person left it.
pub fn left_view(app: App) -> Option<View> {
    let owner = app.session.owner_untracked();
    VIEW.with(RefCell::take).filter(|(left, _)| Some(left) == owner.as_ref()).map(|(_, view)| view)
}
