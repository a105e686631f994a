//! Those chosen on the list, on their way to the page where they are written to. In memory: in an address they would stay in the history of a shared computer.

use crate::model::member::MemberId;
use std::{cell::RefCell, collections::BTreeSet};

thread_local! {
    static HANDED: RefCell<Option<BTreeSet<MemberId>>> = const { RefCell::new(None) };
}

pub fn over(chosen: BTreeSet<MemberId>) {
    HANDED.with_borrow_mut(|handed| *handed = Some(chosen));
}

/// Once.
pub fn take() -> Option<BTreeSet<MemberId>> {
    HANDED.with_borrow_mut(Option::take)
}
