//! Who may do what: every role and every act, in a table that stands here once more; a coordinator's part of the list; and the reasons, as they travel.

use meyirim::{
    i18n::catalogue,
    model::{
        Lang, OrganisationId, Role,
        batch::Edit,
        can::{Act, Denied, NoRights, Reach, Rights, can, may, publishes_of},
        member::{Field, Member, MemberId, Wrong},
        member_edit::Change,
        people::{Look, NoLook, Sought},
        slice::{fit, fit_back, is_stranger, merge, whole, within},
    },
};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};

const ACTS: [Act; 19] = Act::ALL;

fn organisations(ids: &[&str]) -> BTreeSet<OrganisationId> {
    ids.iter().map(|id| OrganisationId::new(id).unwrap()).collect()
}

fn rights(roles: &[Role], own: &[&str]) -> Rights {
    Rights { roles: roles.iter().copied().collect(), organisations: organisations(own) }
}

/// `a`: of all, `s`: in the slice, `-`: not. In the order of the acts: see, change, import, merge, take back, export, see and send messages, see the audit and people, give roles, plan, lead, see and run kiosks, see today, write to its shifts, run the centre, publish.
#[test]
fn each_role_and_each_act() {
    let table = [
        (Role::Volunteer, "-------------------"),
        (Role::ShiftLeader, "-------------------"),
        (Role::Coordinator, "ssssss-----aaa-aaas"),
        (Role::AssociationLeader, "aaaaaaaa-----------"),
        (Role::Auditor, "a----aa-a----------"),
        (Role::Administrator, "aaaaaaaaaaaaaaaaaaa"),
        (Role::Other, "-------------------"),
    ];
    for (role, row) in table {
        let own = rights(&[role], &["demo-eco"]);
        for (act, want) in ACTS.into_iter().zip(row.chars()) {
            let got = match can(&own, act) {
                Ok(Reach::Everybody) => 'a',
                Ok(Reach::Slice(_)) => 's',
                Err(_) => '-',
            };
            assert_eq!(got, want, "{role:?} {act:?}");
            assert_eq!(may(&[role], act).is_ok(), want != '-', "{role:?} {act:?}");
        }
    }
}

/// For their organisations where they are bound to some, for the hub where they are not; an administrator for all, whatever else they are.
#[test]
fn who_publishes_for_whom() {
    let reach = |roles: &[Role], own: &[&str], of: Option<&str>| {
        let (rights, of) = (rights(roles, own), of.map(|id| OrganisationId::new(id).unwrap()));
        can(&rights, Act::Publish).map(|reach| reach.holds_of(of.as_ref()))
    };
    assert_eq!(reach(&[Role::Coordinator], &[], None), Ok(true));
    assert_eq!(reach(&[Role::Coordinator], &[], Some("demo-med")), Ok(true));
    assert_eq!(reach(&[Role::Coordinator], &["demo-eco"], Some("demo-eco")), Ok(true));
    assert_eq!(reach(&[Role::Coordinator], &["demo-eco"], Some("demo-med")), Ok(false));
    assert_eq!(reach(&[Role::Coordinator], &["demo-eco"], None), Ok(false));
    assert_eq!(reach(&[Role::Coordinator, Role::Administrator], &["demo-eco"], None), Ok(true));
    assert_eq!(reach(&[Role::Volunteer], &[], None), Err(Denied::Needs(vec![Role::Coordinator, Role::Administrator])));
}

/// Nobody is shown the way to a form that would be refused.
#[test]
fn whose_records_somebody_may_change() {
    let (eco, med) = (OrganisationId::new("demo-eco").unwrap(), OrganisationId::new("demo-med").unwrap());
    let may = |role: Role, own: Option<&[&str]>, of: Option<&OrganisationId>| {
        let rights = own.map(|own| rights(&[role], own));
        publishes_of(&[role], rights.as_ref(), of)
    };
    assert!(may(Role::Administrator, None, None) && may(Role::Administrator, None, Some(&med)));
    assert!(!may(Role::Coordinator, None, None) && !may(Role::Coordinator, None, Some(&eco)), "nobody has told yet");
    assert!(may(Role::Coordinator, Some(&[]), None) && may(Role::Coordinator, Some(&[]), Some(&med)));
    assert!(may(Role::Coordinator, Some(&["demo-eco"]), Some(&eco)));
    assert!(!may(Role::Coordinator, Some(&["demo-eco"]), Some(&med)) && !may(Role::Coordinator, Some(&["demo-eco"]), None));
    assert!(!may(Role::Volunteer, Some(&[]), None) && !publishes_of(&[Role::Auditor, Role::Administrator], None, None));
}

#[test]
fn a_refusal_says_why() {
    let denied = |roles: &[Role], act| can(&rights(roles, &[]), act).unwrap_err();
    assert_eq!(denied(&[Role::Volunteer], Act::GiveRoles), Denied::Needs(vec![Role::Administrator]));
    assert_eq!(denied(&[Role::Auditor], Act::ChangeMembers), Denied::Auditor);
    // Whatever else they are.
    assert_eq!(denied(&[Role::Auditor, Role::Administrator], Act::Plan), Denied::Auditor);
    assert_eq!(denied(&[Role::Coordinator], Act::SeeMembers), Denied::Unbound);
    assert_eq!(denied(&[Role::AssociationLeader], Act::SeeAudit), Denied::Needs(vec![Role::Auditor, Role::Administrator]));
    assert_eq!(can(&rights(&[Role::Coordinator, Role::AssociationLeader], &["demo-eco"]), Act::SeeMembers), Ok(Reach::Everybody));
}

#[test]
fn reasons_travel_as_codes_and_are_said_in_three_languages() {
    let all = [
        Denied::Needs(vec![Role::AssociationLeader, Role::Administrator]),
        Denied::Auditor,
        Denied::Unbound,
        Denied::OtherOrganisation,
        Denied::NotYourShift,
        Denied::LastAdministrator,
    ];
    for why in all {
        assert_eq!(Denied::from_code(&why.code()), Some(why.clone()));
        let said: BTreeSet<String> = Lang::ALL.into_iter().map(|lang| (catalogue(lang).rights.denied)(&why)).collect();
        assert_eq!(said.len(), 3, "{said:?}");
    }
    assert_eq!(Denied::Needs(vec![Role::Auditor]).code(), "needs auditor");
    for unknown in ["", "needs", "needs king", "moon"] {
        assert_eq!(Denied::from_code(unknown), None);
    }
}

#[test]
fn what_goes_together() {
    assert_eq!(rights(&[Role::Volunteer, Role::Coordinator], &["demo-eco"]).check(), Ok(()));
    assert_eq!(rights(&[Role::Volunteer], &["demo-eco"]).check(), Err(NoRights::NoCoordinator));
    assert_eq!(rights(&[Role::Auditor, Role::AssociationLeader], &[]).check(), Err(NoRights::AuditorKeeps));
    assert_eq!(rights(&[Role::Auditor, Role::ShiftLeader], &[]).check(), Err(NoRights::AuditorKeeps));
    assert_eq!(rights(&[Role::Other], &[]).check(), Err(NoRights::Unknown));
    let many: Vec<String> = (0..21).map(|number| format!("o-{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(rights(&[Role::Coordinator], &many).check(), Err(NoRights::TooMany));
}

#[test]
fn who_is_looked_up() {
    let sought = |text: &str| Look { text: text.to_owned() }.sought();
    assert!(matches!(sought(" 8 701 000 00 01 "), Ok(Sought::Contact(_))));
    assert!(matches!(sought("A@example.kz"), Ok(Sought::Contact(_))));
    assert_eq!(sought("  Айгүл   С "), Ok(Sought::Name("Айгүл С".to_owned())));
    assert_eq!(sought("Ай"), Err(NoLook::TooShort));
    assert_eq!(sought(&"ә".repeat(121)), Err(NoLook::TooLong));
}

// --- A coordinator's part of the list -------------------------------------------------------------------------------------------------------

fn id(text: &str) -> MemberId {
    text.parse().unwrap()
}

fn member(number: &str, own: &[&str]) -> Member {
    Member { name: Some("Айгүл".to_owned()), organisations: organisations(own), ..Member::new(id(number)) }
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn belong(add: &[&str], remove: &[&str]) -> Change {
    Change::Entries { field: Field::Organisations, add: set(add), remove: set(remove) }
}

fn name() -> Change {
    Change::Value { field: Field::Name, from: None, to: Some("Ерлан".to_owned()) }
}

#[test]
fn edits_stay_in_the_slice() {
    let own = organisations(&["demo-eco"]);
    let reach = Reach::Slice(&own);
    let edit = |changes| Edit::new(id("m-1"), changes);
    let unfit = |edit: &Edit, before: &Member| fit(reach, edit, before).map_err(|unfit| (unfit.change, unfit.why));
    let district = Change::Value { field: Field::District, from: None, to: Some("abay".to_owned()) };

    let inside = member("m-1", &["demo-eco", "demo-med"]);
    assert_eq!(unfit(&edit(vec![district.clone()]), &inside), Ok(edit(vec![district.clone()])));
    // One may be sent away, not into another organisation, nor out of one.
    assert!(unfit(&edit(vec![belong(&[], &["demo-eco"])]), &inside).is_ok());
    assert_eq!(unfit(&edit(vec![district.clone(), belong(&["hareket"], &[])]), &inside), Err((1, Wrong::OtherOrganisation)));
    assert_eq!(unfit(&edit(vec![belong(&[], &["demo-med"])]), &inside), Err((0, Wrong::OtherOrganisation)));
    // What is so already is no change.
    assert!(unfit(&edit(vec![belong(&["demo-med"], &["hareket"])]), &inside).is_ok());

    for outside in [member("m-1", &["demo-med"]), member("m-1", &[])] {
        assert_eq!(unfit(&edit(vec![district.clone()]), &outside), Err((0, Wrong::OtherOrganisation)));
        assert_eq!(unfit(&edit(vec![belong(&["demo-eco"], &[])]), &outside), Err((0, Wrong::OtherOrganisation)));
    }
    // Somebody new comes into it.
    let new = Member::new(id("m-1"));
    assert_eq!(unfit(&edit(vec![name()]), &new), Ok(edit(vec![name(), belong(&["demo-eco"], &[])])));
    assert_eq!(unfit(&edit(vec![name(), belong(&["demo-eco"], &[])]), &new), Ok(edit(vec![name(), belong(&["demo-eco"], &[])])));
    assert_eq!(unfit(&edit(vec![name(), belong(&["demo-med"], &[])]), &new), Err((1, Wrong::OtherOrganisation)));
    // Whom one has sent away oneself is fetched back by taking that back, and by nothing else.
    let back = edit(vec![belong(&["demo-eco"], &[])]);
    assert_eq!(fit_back(reach, &back, &member("m-1", &["demo-med"])), Ok(back.clone()));
    assert!(fit(reach, &back, &member("m-1", &["demo-med"])).is_err());
    assert!(fit_back(reach, &edit(vec![district.clone()]), &member("m-1", &["demo-med"])).is_err());
    // Who reaches everybody is not held by it.
    assert!(fit(Reach::Everybody, &edit(vec![belong(&["hareket"], &[])]), &new).is_ok());
}

#[test]
fn whom_one_never_had_is_a_stranger() {
    let removed = Member { rev: 7, ..Member::new(id("m-1")) };
    assert!(is_stranger(&removed, false) && !is_stranger(&removed, true));
    assert!(!is_stranger(&Member::new(id("m-1")), false), "somebody new is none");
    assert!(!is_stranger(&Member { rev: 7, ..member("m-1", &["demo-med"]) }, false), "who is on the list is held off by where they are");
}

#[test]
fn merges_stay_in_the_slice() {
    let own = organisations(&["demo-eco"]);
    let reach = Reach::Slice(&own);
    let into = |from: &str, to: &str, changes| Edit { into: Some(id(to)), ..Edit::new(id(from), changes) };
    let all = |members: &[Member]| members.iter().map(|member| (member.id.clone(), member.clone())).collect::<HashMap<_, _>>();
    let gone = vec![Change::Value { field: Field::Name, from: Some("Айгүл".to_owned()), to: None }, belong(&[], &["demo-eco", "demo-med"])];

    let both = all(&[member("m-1", &["demo-eco"]), member("m-2", &["demo-eco", "demo-med"])]);
    // What goes in brings its organisations along.
    let union = [Edit::new(id("m-1"), vec![belong(&["demo-med"], &[])]), into("m-2", "m-1", gone.clone())];
    assert_eq!(merge(reach, &union, &both), Ok(()));
    let more = [Edit::new(id("m-1"), vec![belong(&["hareket"], &[])]), into("m-2", "m-1", gone.clone())];
    assert_eq!(merge(reach, &more, &both), Err(Denied::OtherOrganisation));
    for other in [member("m-2", &["demo-med"]), member("m-2", &[])] {
        let half = all(&[member("m-1", &["demo-eco"]), other.clone()]);
        assert_eq!(merge(reach, &union, &half), Err(Denied::OtherOrganisation));
        let turned = all(&[Member { id: id("m-1"), ..other }, member("m-2", &["demo-eco"])]);
        assert_eq!(merge(reach, &[into("m-2", "m-1", gone.clone())], &turned), Err(Denied::OtherOrganisation));
    }
    // Taken back: the empty one comes back with its organisations.
    let after = all(&[member("m-1", &["demo-eco", "demo-med"]), Member::new(id("m-2"))]);
    let back =
        |own: &[&str]| [Edit::new(id("m-1"), vec![belong(&[], &["demo-med"])]), Edit::new(id("m-2"), vec![name(), belong(own, &[])])];
    assert_eq!(whole(reach, &back(&["demo-eco", "demo-med"]), &after), Ok(()));
    assert_eq!(whole(reach, &back(&["demo-med"]), &after), Err(Denied::OtherOrganisation));
    assert_eq!(whole(Reach::Everybody, &back(&["demo-med"]), &after), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A trail is read back from where somebody is now: what was done while they were elsewhere is not told, all else is, and nothing of what they were before they came.
    #[test]
    fn a_trail_is_told_as_far_as_it_was_theirs(steps in proptest::collection::vec((proptest::collection::btree_set("[abc]", 0..3), "[a-z]{3}"), 0..9)) {
        let own = organisations(&["a"]);
        let (mut at, mut value) = (BTreeSet::new(), None::<String>);
        let (mut trail, mut want) = (Vec::new(), Vec::new());
        for (next, to) in steps {
            let moved = Change::Entries {
                field: Field::Organisations,
                add: next.difference(&at).cloned().collect(),
                remove: at.difference(&next).cloned().collect(),
            };
            let said = |from: Option<String>| Change::Value { field: Field::Phone, from, to: Some(to.clone()) };
            let (before, after) = (at.contains("a"), next.contains("a"));
            trail.push(vec![moved.clone(), said(value.clone())]);
            want.push(match (before, after, moved) {
                (true, ..) => trail.last().cloned(),
                (false, true, Change::Entries { field, add, .. }) => Some(vec![Change::Entries { field, add, remove: BTreeSet::new() }, said(None)]),
                _ => None,
            });
            (at, value) = (next, Some(to));
        }
        trail.reverse();
        want.reverse();
        prop_assert_eq!(within(Reach::Slice(&own), &at, trail.clone()), want);
        prop_assert_eq!(within(Reach::Everybody, &at, trail.clone()), trail.into_iter().map(Some).collect::<Vec<_>>());
    }

    /// Whatever a coordinator asks for: who was not theirs is as before, nobody is moved between other organisations, and whom they wrote down is theirs.
    #[test]
    fn nothing_outside_is_touched(before in proptest::collection::btree_set("[abc]", 0..3), add in proptest::collection::btree_set("[abc]", 0..3),
                                  remove in proptest::collection::btree_set("[abc]", 0..3), new in any::<bool>()) {
        let own = organisations(&["a"]);
        let ids = |texts: &BTreeSet<String>| texts.iter().map(|text| OrganisationId::new(text).unwrap()).collect::<BTreeSet<_>>();
        let mut someone = if new { Member::new(id("m-1")) } else { member("m-1", &[]) };
        if !new { someone.organisations = ids(&before); }
        let was = someone.clone();
        let mut changes = vec![Change::Entries { field: Field::Organisations, add, remove }];
        if new { changes.push(name()); }
        let done = fit(Reach::Slice(&own), &Edit::new(id("m-1"), changes), &someone).and_then(|edit| edit.apply(&mut someone));
        let others = |member: &Member| member.organisations.iter().filter(|one| one.as_str() != "a").cloned().collect::<BTreeSet<_>>();
        prop_assert_eq!(others(&someone), others(&was));
        if !new && !was.organisations.contains(&OrganisationId::new("a").unwrap()) {
            prop_assert_eq!(&someone, &was);
        }
        if new && done.is_ok() {
            prop_assert!(Reach::Slice(&own).holds(&someone.organisations));
        }
    }
}
