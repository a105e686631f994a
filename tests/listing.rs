//! The listing in chunks: what is read anew keeps what is the same.

mod support;

use meyirim::{
    model::{Action, Changed},
    sync::chunks::{Chunks, Known},
};
use proptest::prelude::*;
use std::{collections::BTreeSet, sync::Arc};
use support::*;

fn actions() -> impl Strategy<Value = Vec<Action>> {
    prop::collection::vec(any_action(), 0..12).prop_map(|mut all| {
        let mut seen = BTreeSet::new();
        all.retain(|action| seen.insert(action.id.clone()));
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..support::config() })]

    /// A row is known by its record's allocation: the same version must stay the same one, and another version must not.
    #[test]
    fn the_same_version_is_shared_and_another_is_not(all in actions(), newer in any::<prop::sample::Index>()) {
        let before: Vec<Arc<Action>> = all.iter().cloned().map(Arc::new).collect();
        let mut again = all.clone();
        let changed = (!all.is_empty()).then(|| newer.index(all.len()));
        if let Some(at) = changed {
            again[at].rev = again[at].rev.wrapping_add(1);
        }
        let after = Known::new(before.iter().cloned()).shared(again.clone());
        prop_assert_eq!(after.iter().map(|action| Action::clone(action)).collect::<Vec<_>>(), again);
        for (at, (old, new)) in before.iter().zip(&after).enumerate() {
            prop_assert_eq!(Arc::ptr_eq(old, new), changed != Some(at));
        }
    }

    /// A change touches its own record and no other.
    #[test]
    fn a_change_leaves_the_other_records_where_they_are(all in actions(), which in any::<prop::sample::Index>()) {
        prop_assume!(!all.is_empty());
        let mut chunks = Chunks::default();
        chunks.push(all.iter().cloned().map(Arc::new).collect());
        let before = chunks.flat();
        let mut new = all[which.index(all.len())].clone();
        new.rev = new.rev.wrapping_add(1);
        prop_assume!(new.rev > 0);
        let touched = chunks.apply(Changed { changed: vec![new.clone()], ..Changed::default() });
        prop_assert_eq!(touched, vec![0]);
        let after = chunks.flat();
        prop_assert_eq!(after.len(), before.len());
        for action in &after {
            let same = before.iter().any(|old| Arc::ptr_eq(old, action));
            prop_assert_eq!(same, action.id != new.id);
        }
    }
}
