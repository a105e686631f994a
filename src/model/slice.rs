//! A coordinator's part of the list: the members of the organisations they are bound to. What they may do there, edit by edit; the screen looks ahead with it, the backend decides with it.
//!
//! Two records may meet in a merge only where both are in the slice, and a merge is never taken back by halves ([`whole`]).

use super::{
    OrganisationId,
    batch::{Edit, Unfit},
    can::{Denied, Reach},
    member::{Field, Member, MemberId, Wrong},
    member_edit::Change,
};
use std::collections::{BTreeSet, HashMap};

/// Whether it is all that is left of somebody who was removed elsewhere: an id is no way to what was known of them. `ever`: they were once within reach.
pub fn is_stranger(before: &Member, ever: bool) -> bool {
    before.rev > 0 && before.is_blank() && !ever
}

/// What was done to a member, the latest first, as far as they were within reach then; `now`: the organisations in which they are. What is not, is `None`. Of the change by which they came within
/// reach it is not told what had been there.
pub fn within(reach: Reach<'_>, now: &BTreeSet<String>, trail: Vec<Vec<Change>>) -> Vec<Option<Vec<Change>>> {
    let Reach::Slice(own) = reach else { return trail.into_iter().map(Some).collect() };
    let holds = |organisations: &BTreeSet<String>| own.iter().any(|id| organisations.contains(id.as_str()));
    let mut after = now.clone();
    let mut told = Vec::with_capacity(trail.len());
    for changes in trail {
        let mut before = after.clone();
        for change in changes.iter().rev() {
            if let Change::Entries { field: Field::Organisations, add, remove } = change {
                before.retain(|entry| !add.contains(entry));
                before.extend(remove.iter().cloned());
            }
        }
        told.push(match (holds(&before), holds(&after)) {
            (true, _) => Some(changes),
            (false, true) => Some(changes.into_iter().map(without_before).collect()),
            (false, false) => None,
        });
        after = before;
    }
    told
}

fn without_before(change: Change) -> Change {
    match change {
        Change::Value { field, to, .. } => Change::Value { field, from: None, to },
        Change::Entries { field, add, .. } => Change::Entries { field, add, remove: BTreeSet::new() },
    }
}

/// The edit as it may be made of a member within reach: somebody new gets the coordinator's organisations, unless the edit names one of them. `Err`: nothing may be changed, and why.
pub fn fit(reach: Reach<'_>, edit: &Edit, before: &Member) -> Result<Edit, Unfit> {
    fit_from(reach, edit, before, false)
}

/// The same of what takes an act of one's own back: whom one has sent away by it may be fetched back.
pub fn fit_back(reach: Reach<'_>, edit: &Edit, before: &Member) -> Result<Edit, Unfit> {
    fit_from(reach, edit, before, true)
}

fn fit_from(reach: Reach<'_>, edit: &Edit, before: &Member, fetches_back: bool) -> Result<Edit, Unfit> {
    let Reach::Slice(own) = reach else { return Ok(edit.clone()) };
    let new = before.is_blank();
    let own: BTreeSet<String> = own.iter().map(OrganisationId::to_string).collect();
    let adds = |change: &Change| matches!(change, Change::Entries { field: Field::Organisations, add, .. } if !add.is_disjoint(&own));
    let fetched_back = fetches_back && edit.changes.iter().any(adds);
    if !(new || reach.holds(&before.organisations) || fetched_back) {
        return Err(Unfit { change: 0, why: Wrong::OtherOrganisation });
    }
    let foreign = |change: &Change| match change {
        Change::Entries { field: Field::Organisations, add, remove } => {
            // What is there already, or not there, is not touched by it.
            let now = before.entries(Field::Organisations);
            add.difference(&now).chain(remove.intersection(&now)).any(|entry| !own.contains(entry))
        }
        _ => false,
    };
    if let Some(change) = edit.changes.iter().position(foreign) {
        return Err(Unfit { change, why: Wrong::OtherOrganisation });
    }
    let mut edit = edit.clone();
    if new && !edit.changes.iter().any(adds) {
        edit.changes.push(Change::Entries { field: Field::Organisations, add: own, remove: BTreeSet::new() });
    }
    Ok(edit)
}

/// Whether all members whom the edits name are within reach: a merge, or taking one back, is made whole or not at all.
pub fn whole(reach: Reach<'_>, edits: &[Edit], members: &HashMap<MemberId, Member>) -> Result<(), Denied> {
    let Reach::Slice(own) = reach else { return Ok(()) };
    // A record that a merge has emptied comes back with its organisations.
    let comes_back = |edit: &Edit| {
        let own = |entry: &String| own.iter().any(|id| id.as_str() == entry);
        edit.changes.iter().any(|change| matches!(change, Change::Entries { field: Field::Organisations, add, .. } if add.iter().any(own)))
    };
    let within = |edit: &Edit| {
        let there = |id: &MemberId| members.get(id).filter(|member| !member.is_blank());
        let stays = edit.into.as_ref().is_none_or(|into| there(into).is_some_and(|member| reach.holds(&member.organisations)));
        stays && there(&edit.member).map_or_else(|| comes_back(edit), |member| reach.holds(&member.organisations))
    };
    if edits.iter().all(within) { Ok(()) } else { Err(Denied::OtherOrganisation) }
}

/// The same of a merge as somebody made it: what goes into another record brings its organisations along, and no others are given or taken.
pub fn merge(reach: Reach<'_>, edits: &[Edit], members: &HashMap<MemberId, Member>) -> Result<(), Denied> {
    whole(reach, edits, members)?;
    let Reach::Slice(own) = reach else { return Ok(()) };
    let own = || own.iter().map(OrganisationId::to_string);
    let fits = |edit: &Edit| {
        let brought = edits.iter().filter(|other| other.into.as_ref() == Some(&edit.member)).filter_map(|other| members.get(&other.member));
        let given: BTreeSet<String> = own().chain(brought.flat_map(|member| member.entries(Field::Organisations))).collect();
        let taken: BTreeSet<String> = own().collect();
        edit.changes.iter().all(|change| match change {
            Change::Entries { field: Field::Organisations, add, remove } => {
                add.is_subset(&given) && (edit.into.is_some() || remove.is_subset(&taken))
            }
            _ => true,
        })
    };
    if edits.iter().all(fits) { Ok(()) } else { Err(Denied::OtherOrganisation) }
}
