//! Looking at the list of members: search, part, order.

use meyirim::model::{
    Phone,
    directory::alphabetical,
    fold::Query,
    member::{Field, Member, Standing},
    roster::{Besides, Column, Row, Segment, counts, sought},
    roster_index::{Found, Index},
    roster_order::{Order, Way, first_by_name, pressed},
};
use proptest::{collection::vec, option::of, prelude::*};
use std::{collections::BTreeMap, sync::Arc};

fn member(id: &str, name: &str) -> Member {
    Member { name: Some(name.to_owned()), ..Member::new(id.parse().unwrap()) }
}

fn rows(members: Vec<Member>) -> Vec<Arc<Row>> {
    members.into_iter().map(|member| Arc::new(Row::new(member))).collect()
}

fn names(rows: &[Arc<Row>]) -> Vec<&str> {
    rows.iter().filter_map(|row| row.member.name.as_deref()).collect()
}

fn index(rows: &[Arc<Row>]) -> Arc<Index> {
    Arc::new(Index::new(rows, Arc::default()))
}

fn sorted(rows: &[Arc<Row>], order: &Order) -> Vec<Arc<Row>> {
    let index = index(rows);
    Found { places: index.sorted(order), index }.iter().cloned().collect()
}

fn holds(segment: &Segment, member: &Member) -> bool {
    !index(&rows(vec![member.clone()])).of(segment).is_empty()
}

fn finds(member: &Member, text: &str) -> bool {
    holds(&Segment { query: sought(text), ..Segment::default() }, member)
}

#[test]
fn a_name_is_found_in_any_spelling_and_a_phone_however_it_is_typed() {
    let somebody = Member {
        phone: Some(Phone::parse("+77011234567").unwrap()),
        email: Some("aigul@mail.kz".to_owned()),
        tags: ["жүргізуші".to_owned()].into(),
        ..member("m1", "Айгүл Сәтбаева")
    };
    for text in [
        "айгул",
        "Aigul",
        "сатбаева айгүл",
        "satb",
        "+7 701 123",
        "8701123",
        "8 (701) 123-45-67",
        "7011234567",
        "77011234567",
        "701 12",
        "4567",
        "45 67",
        "123 45 67",
        "айгүл 45 67",
        "aigul mail",
        "жург",
    ] {
        assert!(finds(&somebody, text), "{text}");
    }
    // The same digits in another order are another phone.
    for text in ["болат", "702", "5678", "igul", "67 45", "+7 701 123 67 45"] {
        assert!(!finds(&somebody, text), "{text}");
    }
}

#[test]
fn a_part_of_the_list_is_what_fits_and_what_is_not_known_can_be_asked_for() {
    let active =
        Member { standing: Some(Standing::Active), groups: ["Қамқор".to_owned(), "Эко".to_owned()].into(), ..member("m1", "А") };
    let nobody_said = member("m2", "Б");
    let part = |field, text: &str| Segment { wanted: BTreeMap::from([(Column::Field(field), text.to_owned())]), ..Segment::default() };
    assert!(holds(&part(Field::Standing, "active"), &active) && !holds(&part(Field::Standing, "active"), &nobody_said));
    assert!(holds(&part(Field::Standing, ""), &nobody_said) && !holds(&part(Field::Standing, ""), &active));
    assert!(holds(&part(Field::Groups, "Эко"), &active) && !holds(&part(Field::Groups, "Эк"), &active));
    assert!(holds(&part(Field::Groups, ""), &nobody_said));
    let both = Segment {
        wanted: BTreeMap::from([(Column::Field(Field::Standing), "active".to_owned()), (Column::Field(Field::Groups), "Спорт".to_owned())]),
        ..Segment::default()
    };
    assert!(!holds(&both, &active) && Segment::default().is_everybody() && !both.is_everybody());
    let found = counts(&[active.clone(), nobody_said, active].map(Row::new), Column::Field(Field::Groups), &Besides::default());
    assert_eq!(found, [("Қамқор".to_owned(), 2), ("Эко".to_owned(), 2), (String::new(), 1)]);
}

#[test]
fn names_stand_by_the_kazakh_alphabet_and_the_unknown_at_the_end_either_way() {
    let district = |id: &str, name: &str, district: Option<&str>| Member { district: district.map(str::to_owned), ..member(id, name) };
    let mut all = rows(vec![
        district("m1", "Яна", Some("turan")),
        district("m2", "Әсел", None),
        district("m3", "Болат", Some("abay")),
        district("m4", "Ақан", Some("turan")),
    ]);
    all = sorted(&all, &vec![(Column::Field(Field::Name), Way::Up)]);
    assert_eq!(names(&all), ["Ақан", "Әсел", "Болат", "Яна"]);
    all = sorted(&all, &vec![(Column::Field(Field::District), Way::Up)]);
    assert_eq!(names(&all), ["Болат", "Ақан", "Яна", "Әсел"]);
    all = sorted(&all, &vec![(Column::Field(Field::District), Way::Down), (Column::Field(Field::Name), Way::Down)]);
    assert_eq!(names(&all), ["Яна", "Ақан", "Болат", "Әсел"]);
}

#[test]
fn a_press_on_a_column_turns_it_or_puts_it_first() {
    let mut order: Order = vec![(Column::Field(Field::Name), Way::Up)];
    order = pressed(&order, Column::Field(Field::Name));
    assert_eq!(order, [(Column::Field(Field::Name), Way::Down)]);
    order = pressed(&order, Column::Field(Field::District));
    assert_eq!(order, [(Column::Field(Field::District), Way::Up), (Column::Field(Field::Name), Way::Down)]);
    order = pressed(&pressed(&order, Column::Field(Field::Standing)), Column::Field(Field::Phone));
    assert_eq!(
        order.iter().map(|(column, _)| *column).collect::<Vec<_>>(),
        [Column::Field(Field::Phone), Column::Field(Field::Standing), Column::Field(Field::District)],
        "three columns are enough"
    );
}

proptest! {
    /// Whatever the order, nobody is lost or doubled, and sorting once more changes nothing.
    #[test]
    fn sorting_keeps_everybody(known in vec((of("[а-яәғқңөұүһі]{1,6}"), of(0_usize..4)), 0..40), by in prop::sample::select(Field::ALL.to_vec()), down: bool) {
        let members = known.iter().enumerate().map(|(at, (name, standing))| Member {
            name: name.clone(),
            standing: standing.map(|at| Standing::ALL[at]),
            ..Member::new(format!("m{at}").parse().unwrap())
        });
        let mut all = rows(members.collect());
        let order = vec![(Column::Field(by), if down { Way::Down } else { Way::Up })];
        all = sorted(&all, &order);
        // Each and the next stand as the column says, compared letter by letter; of those who are equal in it, the name says.
        for pair in all.windows(2) {
            let place = |row: &Row, field: Field| match field {
                Field::Standing => row.member.standing.map(|one| vec![one as u32]),
                _ => row.member.value(field).map(|text| alphabetical(&text)),
            };
            let stands = |field: Field, down: bool| match (place(&pair[0], field), place(&pair[1], field)) {
                (Some(a), Some(b)) => if down { b.cmp(&a) } else { a.cmp(&b) },
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            prop_assert!(stands(by, down).then_with(|| stands(Field::Name, by == Field::Name && down)).is_le());
        }
        if order == [(Column::Field(Field::Name), Way::Up)] {
            for many in [0, 1, 7, 100] {
                prop_assert_eq!(&first_by_name(&all, many)[..], &all[..many.min(all.len())]);
            }
        }
        let mut ids: Vec<String> = all.iter().map(|row| row.member.id.to_string()).collect();
        let again = sorted(&all, &order);
        prop_assert!(again == all);
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), known.len());
    }

    /// What the numbers say is what looking at each member would say: who is found, in which order, and how many each step has.
    #[test]
    fn the_index_finds_whom_a_look_at_each_would_find(
        known in vec((of("[а-г]{1,3}"), of(0_usize..4), prop::collection::btree_set("[а-в]", 0..3), of(0_u32..20)), 0..30),
        typed in "[а-г0-9 ]{0,3}",
        standing in of(prop::sample::select(vec!["", "active", "paused"])),
        group in of(prop::sample::select(vec!["", "а", "б", "г"])),
        by in prop::sample::select(vec![Field::Phone, Field::Groups, Field::Standing, Field::Name]),
    ) {
        let all = rows(known.iter().enumerate().map(|(at, (name, standing, groups, phone))| Member {
            name: name.clone(),
            standing: standing.map(|at| Standing::ALL[at]),
            groups: groups.clone(),
            phone: phone.and_then(|phone| Phone::parse(&format!("+770112345{phone:02}")).ok()),
            ..Member::new(format!("m{at}").parse().unwrap())
        }).collect());
        let fields = [(Field::Standing, standing), (Field::Groups, group)];
        let wanted: BTreeMap<Column, String> =
            fields.into_iter().filter_map(|(field, text)| Some((Column::Field(field), text?.to_owned()))).collect();
        let query = Query::new(&typed);
        let asked = |row: &Row| query.as_ref().is_none_or(|query| query.finds(row.key()));
        let has = |row: &Row, field: Field| match (field, standing, group) {
            (Field::Standing, Some(wanted), _) => row.member.standing.map_or("", Standing::key) == wanted,
            (Field::Groups, _, Some("")) => row.member.groups.is_empty(),
            (Field::Groups, _, Some(wanted)) => row.member.groups.contains(wanted),
            _ => true,
        };
        let order = vec![(Column::Field(by), Way::Down)];
        let index = index(&all);
        let found = Found { places: index.found(&index.sorted(&order), &Segment { query: query.clone(), wanted: wanted.clone() }), index: index.clone() };
        let one_by_one: Vec<_> = sorted(&all, &order).into_iter()
            .filter(|row| asked(row) && has(row, Field::Standing) && has(row, Field::Groups)).collect();
        prop_assert!(found.iter().eq(&one_by_one), "{:?}", found.iter().map(|row| &row.member).collect::<Vec<_>>());
        prop_assert_eq!((found.len(), found.get(found.len())), (one_by_one.len(), None));

        let searched = index.of(&Segment { query: query.clone(), wanted: BTreeMap::new() });
        for (column, other) in [(Field::Standing, Field::Groups), (Field::Groups, Field::Standing)] {
            let among = all.iter().map(Arc::as_ref).filter(|row| asked(row) && has(row, other));
            let some: BTreeMap<_, _> = counts(among, Column::Field(column), &Besides::default()).into_iter().collect();
            // In the order of everybody: nothing changes places while somebody searches.
            let whole = counts(all.iter().map(Arc::as_ref), Column::Field(column), &Besides::default());
            let counted: Vec<_> = whole.into_iter().filter_map(|(text, _)| some.get(&text).map(|count| (text.clone(), *count))).collect();
            prop_assert_eq!(index.counts(&searched, &wanted, Column::Field(column)), counted);
        }
    }
}
