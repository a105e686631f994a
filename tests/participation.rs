//! Whose account it is, and the steps by which the list is cut besides its fields.

mod support;

use meyirim::model::{
    Instant, PartialDate,
    fold::Query,
    instant::DAY,
    member::{Field, Member, MemberId},
    participation::{ConsentClass, HoursClass, Participation, SeenClass, whose},
    roster::{Besides, Column, Row, Segment, counts, steps},
    roster_index::{Found, Index},
    roster_order::{Order, Way},
};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};
use support::{at, id, members::somebody};

fn listed(names: &[Option<&str>]) -> Vec<(MemberId, Option<String>)> {
    names.iter().enumerate().map(|(at, name)| (id(&format!("m{at}")), name.map(str::to_owned))).collect()
}

#[test]
fn an_account_is_of_the_one_with_its_contact_unless_the_name_is_anothers() {
    let found = |account: Option<&str>, names: &[Option<&str>]| whose(account, &listed(names)).map(MemberId::to_string);
    assert_eq!(found(Some("Айгүл"), &[Some("Сәрсен Айгүл")]).as_deref(), Some("m0"), "the first name is enough");
    assert_eq!(found(Some("Aigul Sarsen"), &[Some("Сәрсен Айгүл")]).as_deref(), Some("m0"), "in any script and order");
    assert_eq!(found(None, &[Some("Сәрсен Айгүл")]).as_deref(), Some("m0"), "who never told a name");
    assert_eq!(found(Some("Ерлан Сәрсен"), &[Some("Сәрсен Айгүл")]), None, "a parent's account, the child is on the list");
    let family = [Some("Сәрсен Айгүл"), Some("Сәрсен Болат")];
    assert_eq!(found(Some("Болат"), &family).as_deref(), Some("m1"));
    assert_eq!(found(Some("Сәрсен"), &family), None, "it could be both");
    assert_eq!(found(None, &family), None);
    assert_eq!(found(Some("Айгүл"), &[]), None);
}

fn known(member: &str, minutes: u32, last_seen: Option<Instant>) -> Participation {
    Participation { member: id(member), minutes, times: 1, last_seen, coming: 0, parent_until: None, roles: Vec::new() }
}

fn now() -> Instant {
    at("2026-11-29T12:00:00Z")
}

fn besides(facts: Vec<Participation>) -> Besides {
    Besides {
        facts: Arc::new(facts.into_iter().map(|fact| (fact.member.clone(), fact)).collect()),
        now: now(),
        today: "2026-11-29".parse().expect("a day"),
    }
}

#[test]
fn steps_begin_where_they_matter() {
    assert_eq!(
        [0, 1, 1199, 1200, 2999, 3000].map(HoursClass::of).map(HoursClass::key),
        ["none", "under_20", "under_20", "from_20", "from_20", "from_50"]
    );
    let ago = |days: i64| SeenClass::of(Some(now().plus(-days * DAY)), now());
    assert_eq!(
        [0, 30, 31, 91, 92, 365, 366].map(ago),
        [SeenClass::Month, SeenClass::Month, SeenClass::Quarter, SeenClass::Quarter, SeenClass::Year, SeenClass::Year, SeenClass::Longer]
    );
    assert_eq!(SeenClass::of(None, now()), SeenClass::Never);
    assert_eq!(SeenClass::of(Some(now().plus(DAY)), now()), SeenClass::Month, "a device's clock may be slow");
    let until = |text: &str| besides(vec![]).consent(Some(text.parse::<PartialDate>().expect("a date")));
    assert_eq!(until("2026-11-28"), ConsentClass::Ended);
    assert_eq!(until("2026-11-29"), ConsentClass::EndsSoon, "it holds on its last day");
    assert_eq!(until("2026-11"), ConsentClass::EndsSoon, "a month holds until its end");
    assert_eq!(until("2026-12-29"), ConsentClass::InForce);
    assert_eq!(until("2025"), ConsentClass::Ended);
    assert_eq!(until("2027"), ConsentClass::InForce);
    assert_eq!(besides(vec![]).consent(None), ConsentClass::None);
}

#[test]
fn the_list_is_cut_and_sorted_by_what_is_known_besides() {
    let names = [("m1", "Айгүл"), ("m2", "Болат"), ("m3", "Сәуле")];
    let rows: Vec<Arc<Row>> =
        names.iter().map(|(at, name)| Arc::new(Row::new(Member { name: Some((*name).to_owned()), ..somebody(at) }))).collect();
    let besides = besides(vec![known("m1", 90, Some(now().plus(-2 * DAY))), known("m2", 3000, Some(now().plus(-200 * DAY)))]);
    let index = Arc::new(Index::new(&rows, Arc::new(besides.clone())));
    let shown = |order: &Order, segment: &Segment| {
        let found = Found { places: index.found(&index.sorted(order), segment), index: index.clone() };
        found.iter().map(|row| row.member.id.to_string()).collect::<Vec<_>>()
    };
    let sorted = |column, way| shown(&vec![(column, way)], &Segment::default());
    assert_eq!(sorted(Column::Hours, Way::Down), ["m2", "m1", "m3"]);
    assert_eq!(sorted(Column::Seen, Way::Up), ["m2", "m1", "m3"], "who has not come stands at the end either way");
    assert_eq!(sorted(Column::Seen, Way::Down), ["m1", "m2", "m3"]);
    let wanted = |column, text: &str| Segment { query: None, wanted: BTreeMap::from([(column, text.to_owned())]) };
    let found = |segment: Segment| shown(&Order::new(), &segment);
    assert_eq!(found(wanted(Column::Hours, "from_50")), ["m2"]);
    assert_eq!(found(wanted(Column::Seen, "")), ["m3"], "of whom nothing is known is not who never came");
    assert!(found(wanted(Column::Hours, "none")).is_empty());
    assert_eq!(found(wanted(Column::Field(Field::Consent), "none")).len(), 3);
    let seen = counts(rows.iter().map(Arc::as_ref), Column::Seen, &besides);
    assert_eq!(seen, [("month".to_owned(), 1), ("year".to_owned(), 1), (String::new(), 1)], "in the order of time, the unknown last");
}

#[test]
fn what_was_kept_before_there_were_other_columns_is_still_read() {
    let kept: BTreeMap<Column, String> = serde_json::from_str(r#"{"standing":"active","hours":"from_20"}"#).expect("reads");
    assert_eq!(kept.keys().copied().collect::<Vec<_>>(), [Column::Hours, Column::Field(Field::Standing)]);
    let columns: Vec<Column> = serde_json::from_str(r#"["phone","age_class","seen"]"#).expect("reads");
    assert_eq!(columns, [Column::Field(Field::Phone), Column::Field(Field::AgeClass), Column::Seen]);
    assert_eq!(serde_json::to_string(&columns).expect("writes"), r#"["phone","age_class","seen"]"#);
}

#[test]
fn notes_are_found_and_have_room_for_sentences() {
    let noted = Member { notes: ["Сенбіде келе алмайды, көлігі жоқ.".to_owned()].into(), ..somebody("m1") };
    let index = Index::new(&[Arc::new(Row::new(noted))], Arc::default());
    assert_eq!(index.of(&Segment { query: Query::new("senbide"), ..Segment::default() }).len(), 1);
    assert!(Field::Notes.canonical(&"ә".repeat(600)).is_ok() && Field::Notes.canonical(&"ә".repeat(601)).is_err());
}

proptest! {
    /// By each column that has steps everybody is in exactly one of them, and only in those that are named.
    #[test]
    fn everybody_is_in_one_step(minutes in 0_u32..9000, seen in prop::option::of(-10_i64..2000), until in prop::option::of("20[12][0-9](-0[1-9])?")) {
        let member = Member { consent: until.map(|text| text.parse().expect("a date")), ..somebody("m1") };
        let row = Arc::new(Row::new(member));
        let besides = besides(vec![known("m1", minutes, seen.map(|days| now().plus(-days * DAY)))]);
        let index = Index::new(std::slice::from_ref(&row), Arc::new(besides.clone()));
        for column in [Column::Hours, Column::Seen, Column::Field(Field::Consent)] {
            let all = steps(column).expect("steps");
            let one = counts([&*row], column, &besides);
            prop_assert_eq!(one.iter().map(|(_, many)| many).sum::<usize>(), 1);
            prop_assert!(one.iter().all(|(step, _)| all.contains(&step.as_str())));
            let holding = |step: &str| index.of(&Segment { query: None, wanted: BTreeMap::from([(column, step.to_owned())]) }).len();
            prop_assert_eq!(all.iter().map(|step| holding(step)).sum::<usize>(), 1);
        }
    }
}
