//! Bringing a spreadsheet into the list: what columns and cells are taken for, who a row is about, and that the same sheet twice, an import taken back, and an export brought in again change nothing.

mod support;

use meyirim::i18n;
use meyirim::model::{
    AgeClass, Day, Lang, Phone,
    batch::{Edit, take_back},
    import::{
        Choice, Column, Import, Planned, Planner, Rule, Verdict, Vocabulary,
        cells::read,
        columns::by_head,
        guess,
        plan::{edits, same_name},
        unmixed,
    },
    import::{
        book::{Answer, Unreadable},
        cells::Said,
    },
    member::{Field, MOST, Member, MemberId, Wrong},
    roster::Row,
    table::csv,
};
use proptest::{collection::vec, option, prelude::*};
use std::{collections::BTreeMap, sync::Arc};
use support::{config, id};

fn today() -> Day {
    Day::new(2026, 11, 24).unwrap()
}

fn words() -> Vocabulary {
    let word = |field, key: &str, word: &str| (field, key.to_owned(), word.to_owned());
    Vocabulary::new([
        word(Field::District, "abay", "Абай ауданы"),
        word(Field::District, "abay", "Абайский район"),
        word(Field::District, "turan", "Turan district"),
        word(Field::Standing, "active", "белсенді"),
        word(Field::Standing, "active", "активный участник"),
        word(Field::Standing, "paused", "на паузе"),
        word(Field::AgeClass, "18_plus", "с 18 лет"),
        word(Field::Directions, "taza_alem", "Таза әлем"),
        word(Field::Directions, "bilim", "Білім"),
    ])
}

fn rows(text: &[&[&str]]) -> Vec<Vec<String>> {
    text.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn dry(rows: &[Vec<String>], members: &[Member], rule: Rule, choices: &BTreeMap<usize, Choice>) -> Vec<Planned> {
    planned(rows, members, rule, choices, false)
}

fn planned(rows: &[Vec<String>], members: &[Member], rule: Rule, choices: &BTreeMap<usize, Choice>, tolerant: bool) -> Vec<Planned> {
    let guess = guess(rows);
    let mut new_id = |row| Some(id(&format!("new-{row}")));
    let import = Import {
        rows: Arc::new(rows.to_vec()),
        heads: guess.heads,
        columns: guess.columns,
        rule,
        tolerant,
        choices: choices.clone(),
        today: today(),
    };
    let words = words();
    let mut planner = Planner::new(import, members.iter().map(|member| Arc::new(Row::new(member.clone()))).collect(), &words);
    // In steps as small as can be: how they are cut changes nothing.
    while planner.step(1, &mut new_id) {}
    planner.planned
}

/// The list after the edits, and what takes them back.
fn carried_out(members: &[Member], edits: &[Edit]) -> (Vec<Member>, Vec<Edit>) {
    let mut after: BTreeMap<MemberId, Member> = members.iter().map(|member| (member.id.clone(), member.clone())).collect();
    let mut undo = Vec::new();
    for edit in edits {
        let member = after.entry(edit.member.clone()).or_insert_with(|| Member::new(edit.member.clone()));
        let edited = edit.apply(member).unwrap();
        assert!(edited.clashes.is_empty());
        undo.push(edited.undo(edit.member.clone()));
    }
    undo.reverse();
    (after.into_values().collect(), undo)
}

fn taken_back(members: &[Member], undo: &[Edit]) -> Vec<Member> {
    let mut after: BTreeMap<MemberId, Member> = members.iter().map(|member| (member.id.clone(), member.clone())).collect();
    for edit in undo {
        take_back(edit, after.get_mut(&edit.member).unwrap()).unwrap();
    }
    after.into_values().filter(|member| !member.is_blank()).collect()
}

#[test]
fn heads_are_known_in_three_languages_and_many_spellings() {
    for (head, column) in [
        ("Ф.И.О.", Column::Field(Field::Name)),
        ("ФИО волонтёра", Column::Field(Field::Name)),
        ("Аты-жөні", Column::Field(Field::Name)),
        ("Аты", Column::Given),
        ("ТЕГІ", Column::Surname),
        ("Отчество", Column::Patronymic),
        ("Телефон (WhatsApp)", Column::Field(Field::Phone)),
        ("№ телефона", Column::None),
        ("Номер телефона", Column::Field(Field::Phone)),
        ("Дата рождения", Column::Field(Field::AgeClass)),
        ("Туған жылы", Column::Field(Field::AgeClass)),
        ("Район проживания", Column::Field(Field::District)),
        ("E-mail", Column::Field(Field::Email)),
        ("Parent or guardian", Column::Field(Field::Guardian)),
        ("Тобы", Column::Field(Field::Groups)),
        ("Comment", Column::Field(Field::Notes)),
        ("Согласие на обработку", Column::Field(Field::Consent)),
        ("Размер обуви", Column::None),
        ("", Column::None),
    ] {
        assert_eq!(by_head(head).unwrap_or(Column::None), column, "{head}");
    }
}

/// What is exported, whatever the screen's language, is known when it is brought in.
#[test]
fn our_own_heads_are_known() {
    for lang in Lang::ALL {
        for field in Field::ALL {
            let head = i18n::catalogue(lang).roster.field(field);
            let column = by_head(head);
            let name = field == Field::Name && column == Some(Column::Given);
            assert!(name || column == Some(Column::Field(field)), "{head}: {column:?}");
        }
    }
}

#[test]
fn heads_may_stand_under_a_title_and_in_two_rows_and_columns_are_known_by_what_is_in_them() {
    let sheet = rows(&[
        &["Волонтёры Шымкента, 2026"],
        &[],
        &["№", "ФИО", "Контакты", "", "Кто-то"],
        &["", "", "телефон", "почта", ""],
        &["1", "Айгүл Сәрсен", "87010000001", "a@b.kz", "8 701 000 00 05"],
        &["2", "Серік Абенов", "", "c@d.kz", "+7 701 000 00 06"],
    ]);
    let guess = guess(&sheet);
    assert_eq!(guess.heads, 4);
    let field = Column::Field;
    // The last one looks like phones, but there is a column of phones already.
    assert_eq!(guess.columns, [Column::None, field(Field::Name), field(Field::Phone), field(Field::Email), Column::None]);
    // No heads at all.
    let bare = guess_of(&[&["Айгүл", "87010000001"], &["Серік", "87010000002"]]);
    assert_eq!((bare.heads, bare.columns), (0, vec![Column::None, field(Field::Phone)]));
    assert_eq!(guess_of(&[]).columns, []);
}

fn guess_of(text: &[&[&str]]) -> meyirim::model::import::Guess {
    guess(&rows(text))
}

/// As the reader gives them: its own tests have the same texts.
#[test]
fn what_the_reader_answers() {
    let read = |text: &str| serde_json::from_str::<Answer>(text).unwrap();
    let Answer::Ok(book) = read(
        r#"{"ok": {"sheets": [{"name": "Список", "rows": [["a", "б\""]], "left_out": 0}], "kind": {"format": "text", "encoding": "utf-8", "delimiter": ";"}}}"#,
    ) else {
        panic!("a book")
    };
    assert_eq!((book.sheets[0].name.as_str(), book.sheets[0].rows[0][1].as_str()), ("Список", "б\""));
    assert_eq!(read(r#"{"failed": {"why": "empty"}}"#), Answer::Failed(Unreadable::Empty));
    assert_eq!(
        read(r#"{"failed": {"why": "too_large", "detail": {"bytes": 20971521}}}"#),
        Answer::Failed(Unreadable::TooLarge { bytes: 20_971_521 })
    );
    assert_eq!(read(r#"{"failed": {"why": "broken", "detail": "x"}}"#), Answer::Failed(Unreadable::Broken("x".to_owned())));
    for why in ["bomb", "password", "html", "not_a_sheet", "too_many_columns"] {
        assert!(matches!(read(&format!(r#"{{"failed": {{"why": "{why}"}}}}"#)), Answer::Failed(_)), "{why}");
    }
}

#[test]
fn cells_say_what_people_mean() {
    let value = |text: &str| Ok(Some(Said::Value(text.to_owned())));
    for (field, cell, said) in [
        (Field::Phone, "8 (701) 000-00-01", value("+77010000001")),
        (Field::Phone, "'+7 701 000 00 01", value("+77010000001")),
        (Field::AgeClass, "15", value("14_17")),
        (Field::AgeClass, "15 лет", value("14_17")),
        (Field::AgeClass, "с 18 лет", value("18_plus")),
        (Field::AgeClass, "24.11.2008", value("18_plus")),
        (Field::AgeClass, "25.11.2008", value("14_17")),
        (Field::AgeClass, "2008", value("14_17")),
        (Field::AgeClass, "2012-11-25T00:00:00", value("under_14")),
        (Field::AgeClass, "завтра", Err(Wrong::NoDate)),
        (Field::AgeClass, "01.01.2090", Err(Wrong::NoDate)),
        (Field::Since, "01.09.2024", value("2024-09-01")),
        (Field::Since, "1/9/2024", value("2024-09-01")),
        (Field::Since, "09.2024", value("2024-09")),
        (Field::Since, "2024 г.", value("2024")),
        (Field::Since, "2024-09-01 00:00:00", value("2024-09-01")),
        (Field::Since, "31.02.2024", Err(Wrong::NoDate)),
        // Without the noun it is known as well: the hub lists the word.
        (Field::District, "Абайский", value("abay")),
        (Field::District, "абайский  район", value("abay")),
        (Field::District, "Turan", value("turan")),
        (Field::Standing, "На паузе", value("paused")),
        (Field::Standing, "уволен", Err(Wrong::Unknown)),
        (Field::Name, "Aйгүл Сәрсен", value("Айгүл Сәрсен")),
        (Field::Name, " \u{200b}Айгүл\u{a0}Сәрсен ", value("Айгүл Сәрсен")),
        (Field::Email, "—", Ok(None)),
        (Field::Guardian, "  ", Ok(None)),
    ] {
        assert_eq!(read(field, cell, &words(), today()), said, "{field:?} {cell}");
    }
    let set = |texts: &[&str]| Ok(Some(Said::Entries(texts.iter().map(|text| (*text).to_owned()).collect())));
    assert_eq!(read(Field::Groups, "1-топ; Желеңді ,", &words(), today()), set(&["1-топ", "Желеңді"]));
    assert_eq!(read(Field::Directions, "таза әлем, БІЛІМ", &words(), today()), set(&["taza_alem", "bilim"]));
    assert_eq!(read(Field::Directions, "спорт", &words(), today()), Err(Wrong::Unknown));
    assert_eq!(unmixed("Maria Ким"), None);
    assert_eq!(unmixed("Zауре"), None);
    assert_eq!(same_name("Сәрсен Айгүл"), same_name("Aigul SARSEN"));
}

fn member(name: &str, called: &str, phone: Option<&str>) -> Member {
    let mut member = Member::new(id(name));
    member.name = Some(called.to_owned());
    member.phone = phone.map(|phone| Phone::parse(phone).unwrap());
    member
}

#[test]
fn every_row_is_told_new_changed_same_doubtful_or_wrong() {
    let members = [
        member("aigul", "Айгүл Сәрсен", Some("+77010000001")),
        member("serik", "Серік Абенов", None),
        member("child", "Алинұр Абенов", Some("+77010000003")),
        member("dana1", "Дана Ким", Some("+77010000004")),
        member("dana2", "Дана Ким", Some("+77010000005")),
    ];
    let sheet = rows(&[
        &["Аты-жөні", "Телефон", "Аудан", "Топ"],
        &["Сәрсен Айгүл", "8 701 000 00 01", "Абай ауданы", "1"],
        &["Айгүл Сәрсен", "8 701 000 00 01", "Абай ауданы", "1"],
        &["Serik Abenov", "87010000002", "", ""],
        &["Марат Абенов", "87010000003", "", ""],
        &["Дана Ким", "", "", "2"],
        &["Жаңа Адам", "87010000009", "", ""],
        &["Жаңа Адам", "87010000009", "Turan", ""],
        &["Қате Адам", "12", "Марс", ""],
        &["", "87010000008", "", ""],
        &["", "", "", ""],
    ]);
    let planned = dry(&sheet, &members, Rule::Overwrite, &BTreeMap::new());
    let told: Vec<_> =
        planned.iter().map(|one| (one.row, one.verdict.clone(), one.member.as_ref().map(|id| id.as_str().to_owned()))).collect();
    let doubtful = |ids: &[&str]| Verdict::Doubtful(ids.iter().map(|name| id(name)).collect());
    let own = |name: &str| Some(name.to_owned());
    let short = Wrong::Contact(meyirim::model::contact::ContactError::TooShort);
    assert_eq!(
        told,
        [
            (1, Verdict::Changed, own("aigul")),
            (2, Verdict::Same, None),
            (3, Verdict::Changed, own("serik")),
            // A parent's phone, or another name: somebody has to say.
            (4, doubtful(&["child"]), None),
            (5, doubtful(&["dana1", "dana2"]), None),
            (6, Verdict::New, own("new-6")),
            // The same person once more in the sheet.
            (7, Verdict::Changed, own("new-6")),
            (8, Verdict::Wrong(vec![(1, short), (2, Wrong::Unknown)]), None),
            (9, Verdict::Wrong(vec![(0, Wrong::Nameless)]), None),
        ]
    );
    // A namesake with another address is somebody else, or has a new one: somebody has to say.
    let mailed = Member { email: Some("b@y.kz".to_owned()), ..member("aigul", "Айгүл Сәрсен", None) };
    let other = rows(&[&["ФИО", "Почта"], &["Айгүл Сәрсен", "a@x.kz"]]);
    assert_eq!(dry(&other, &[mailed], Rule::Overwrite, &BTreeMap::new())[0].verdict, doubtful(&["aigul"]));
    // Somebody new who stands further up in the sheet: once it is said that they are one, both rows make one edit.
    let twice = rows(&[&["ФИО", "Телефон"], &["Жаңа Адам", "87010000009"], &["Жаңа Адам", "87010000007"]]);
    assert_eq!(dry(&twice, &[], Rule::Overwrite, &BTreeMap::new())[1].verdict, doubtful(&["new-1"]));
    let one = dry(&twice, &[], Rule::Overwrite, &BTreeMap::from([(2, Choice::Is(id("new-1")))]));
    assert_eq!((one[1].verdict.clone(), edits(&one).len()), (Verdict::Changed, 1));
    // Who was chosen is gone.
    let gone = BTreeMap::from([(4, Choice::Is(id("gone")))]);
    assert_eq!(dry(&sheet, &members, Rule::Overwrite, &gone)[3].verdict, doubtful(&[]));
    // The name stays as the list has it.
    assert!(planned[0].changes.iter().all(|change| change.field() != Field::Name));
    let choices = BTreeMap::from([(4, Choice::New), (5, Choice::Is(id("dana2")))]);
    let decided = dry(&sheet, &members, Rule::Overwrite, &choices);
    assert_eq!((&decided[3].verdict, &decided[4].verdict), (&Verdict::New, &Verdict::Changed));
    assert_eq!(decided[4].member, Some(id("dana2")));
}

#[test]
fn a_wrong_cell_can_be_left_out_unless_it_tells_who_somebody_is() {
    let sheet = rows(&[
        &["Аты-жөні", "Телефон", "Аудан", "Бағыты", "Топ"],
        &["Дана Ким", "87010000004", "Марс", "Ештеңе", "2"],
        &["Қате Адам", "12", "Марс", "", "2"],
        &["", "87010000008", "Марс", "", "2"],
    ]);
    let told = |tolerant| planned(&sheet, &[], Rule::Overwrite, &BTreeMap::new(), tolerant);
    let (strict, tolerant) = (told(false), told(true));
    let wrong = [(2, Wrong::Unknown), (3, Wrong::Unknown)];
    assert_eq!((&strict[0].verdict, strict[0].left_out.len()), (&Verdict::Wrong(wrong.to_vec()), 0));
    assert_eq!((&tolerant[0].verdict, tolerant[0].left_out.as_slice()), (&Verdict::New, wrong.as_slice()));
    let brought: Vec<Field> = tolerant[0].changes.iter().map(|change| change.field()).collect();
    assert_eq!(brought, [Field::Name, Field::Phone, Field::Groups], "the rest of the row");
    assert_eq!(strict[1..], tolerant[1..], "somebody who may be anybody stays out");
    // Whether it is her cannot be told where what tells people apart cannot be read.
    let known = member("dana", "Дана Ким", None);
    let namesake = rows(&[&["Аты-жөні", "Аудан", "Топ"], &["Дана Ким", "Марс", "2"]]);
    let told = planned(&namesake, std::slice::from_ref(&known), Rule::Overwrite, &BTreeMap::new(), true);
    assert_eq!((&told[0].verdict, told[0].left_out.len()), (&Verdict::Doubtful(vec![id("dana")]), 1));
    // More entries than somebody may have: nobody but a person can choose.
    let full = Member { groups: (0..MOST).map(|n| format!("Топ {n}")).collect(), ..known };
    let more = rows(&[&["Аты-жөні", "Бағыты", "Топ"], &["Дана Ким", "Ештеңе", "Тағы бір топ"]]);
    let told = planned(&more, &[full], Rule::Overwrite, &BTreeMap::new(), true);
    assert_eq!((&told[0].verdict, told[0].left_out.len()), (&Verdict::Wrong(vec![(1, Wrong::Unknown), (2, Wrong::TooMany)]), 0));
    assert!(tolerant[1..].iter().all(|one| matches!(one.verdict, Verdict::Wrong(_))));
}

#[test]
fn a_name_alone_is_somebody_as_long_as_nothing_tells_them_apart() {
    let mut known = member("dana", "Дана Ким", Some("+77010000004"));
    known.district = Some("abay".to_owned());
    let verdict = |known: &Member, row: &[&str]| {
        let sheet = rows(&[&["Аты-жөні", "Аудан", "Жасы", "Топ"], row]);
        dry(&sheet, std::slice::from_ref(known), Rule::Overwrite, &BTreeMap::new())[0].verdict.clone()
    };
    assert_eq!(verdict(&known, &["Дана Ким", "", "", "2"]), Verdict::Changed, "nothing but the name can be compared");
    assert_eq!(verdict(&known, &["Дана Ким", "Абай ауданы", "", "2"]), Verdict::Changed, "what else is known is the same");
    assert_eq!(verdict(&known, &["Дана Ким", "", "15", "2"]), Verdict::Changed, "the list does not know how old she is");
    let doubtful = Verdict::Doubtful(vec![id("dana")]);
    known.age_class = Some(AgeClass::Adult);
    assert_eq!(verdict(&known, &["Дана Ким", "", "15", "2"]), doubtful, "somebody else of that name");
    assert_eq!(verdict(&known, &["Дана Ким", "Turan", "", "2"]), doubtful, "somebody else of that name, or she has moved");
}

#[test]
fn a_sheet_may_only_fill_what_the_list_does_not_know_and_never_empties_anything() {
    let mut known = member("aigul", "Айгүл Сәрсен", Some("+77010000001"));
    known.district = Some("turan".to_owned());
    known.groups.insert("1".to_owned());
    let sheet = rows(&[&["ФИО", "Телефон", "Район", "Группа", "Почта"], &["Айгүл Сәрсен", "87010000001", "Абай", "2", "a@b.kz"]]);
    let fields = |rule| {
        edits(&dry(&sheet, std::slice::from_ref(&known), rule, &BTreeMap::new()))[0]
            .changes
            .iter()
            .map(|change| change.field())
            .collect::<Vec<_>>()
    };
    assert_eq!(fields(Rule::Fill), [Field::Email, Field::Groups]);
    assert_eq!(fields(Rule::Overwrite), [Field::Email, Field::District, Field::Groups]);
    let empty = rows(&[&["ФИО", "Телефон", "Район", "Группа"], &["Айгүл Сәрсен", "87010000001", "", ""]]);
    assert_eq!(dry(&empty, &[known.clone()], Rule::Overwrite, &BTreeMap::new())[0].verdict, Verdict::Same);
    let many = (0..=MOST).map(|at| at.to_string()).collect::<Vec<_>>().join(";");
    let full = rows(&[&["ФИО", "Телефон", "Группа"], &["Айгүл Сәрсен", "87010000001", &many]]);
    assert_eq!(dry(&full, &[known], Rule::Overwrite, &BTreeMap::new())[0].verdict, Verdict::Wrong(vec![(2, Wrong::TooMany)]));
}

#[test]
fn what_is_exported_runs_nowhere_as_a_formula() {
    let text = csv(Lang::En, [vec!["=1+1".into(), "+7 701 000 00 01".into(), "+1*2".into(), "a,\"b\"".into(), "-".into(), "@x".into()]]);
    // Where a comma parts the digits of numbers, spreadsheets expect semicolons.
    for lang in [Lang::Kk, Lang::Ru] {
        assert_eq!(csv(lang, [vec!["a;b".into(), "c,d".into()]]), "\u{feff}\"a;b\";\"c,d\"\r\n");
    }
    assert_eq!(text, "\u{feff}'=1+1,+7 701 000 00 01,'+1*2,\"a,\"\"b\"\"\",'-,'@x\r\n");
}

/// A sheet of people, some of them the same, some on the list already.
fn sheet() -> impl Strategy<Value = Vec<Vec<String>>> {
    let name = prop::sample::select(vec!["Айгүл Сәрсен", "Серік Абенов", "Дана Ким", "Aigul Sarsen", "Жаңа Адам", "Тимур Ли", ""]);
    let phone = option::of(0..6_u32).prop_map(|n| n.map(|n| format!("8701000000{n}")).unwrap_or_default());
    let cell = prop::sample::select(vec!["", "Абай ауданы", "Turan", "Марс"]);
    let row = (name, phone, cell, "[а-в]{0,2}")
        .prop_map(|(name, phone, district, group)| vec![name.to_owned(), phone, district.to_owned(), group]);
    vec(row, 0..14).prop_map(|mut rows| {
        rows.insert(0, ["ФИО", "Телефон", "Район", "Группы"].map(str::to_owned).into());
        rows
    })
}

fn listed() -> Vec<Member> {
    vec![
        member("aigul", "Айгүл Сәрсен", Some("+77010000001")),
        member("serik", "Серік Абенов", None),
        member("dana", "Дана Ким", Some("+77010000002")),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn taken_back_it_is_as_before(sheet in sheet(), fill in any::<bool>()) {
        let members = listed();
        let rule = if fill { Rule::Fill } else { Rule::Overwrite };
        let (after, undo) = carried_out(&members, &edits(&dry(&sheet, &members, rule, &BTreeMap::new())));
        let mut before = members;
        before.sort_by(|one, other| one.id.cmp(&other.id));
        prop_assert_eq!(taken_back(&after, &undo), before);
    }

    /// Where rows of one sheet contradict one another the last one stands; the second time, each writes again what the other has written. Without that, nothing changes.
    #[test]
    fn the_same_sheet_again_changes_nothing(sheet in sheet()) {
        let members = listed();
        let (after, _) = carried_out(&members, &edits(&dry(&sheet, &members, Rule::Fill, &BTreeMap::new())));
        let again = dry(&sheet, &after, Rule::Fill, &BTreeMap::new());
        prop_assert!(again.iter().all(|one| one.changes.is_empty()), "{again:?}");
    }

    /// The list as a sheet, in the fields' own texts, brought in again.
    #[test]
    fn what_was_exported_and_brought_in_again_is_the_same(sheet in sheet()) {
        let members = listed();
        let (after, _) = carried_out(&members, &edits(&dry(&sheet, &members, Rule::Overwrite, &BTreeMap::new())));
        let head: Vec<String> = ["Name", "Phone", "District", "Groups"].map(str::to_owned).into();
        let line = |member: &Member| {
            let district = member.district.as_deref().map(|key| if key == "abay" { "Абай ауданы" } else { "Turan district" });
            let groups = member.groups.iter().cloned().collect::<Vec<_>>().join(", ");
            vec![member.name.clone().unwrap_or_default(), member.value(Field::Phone).unwrap_or_default(), district.unwrap_or_default().to_owned(), groups]
        };
        let exported: Vec<_> = std::iter::once(head).chain(after.iter().map(line)).collect();
        let again = dry(&exported, &after, Rule::Overwrite, &BTreeMap::new());
        prop_assert!(again.iter().all(|one| matches!(one.verdict, Verdict::Same | Verdict::Doubtful(_))), "{again:?}");
    }
}

/// A name may have commas in it, and a cell of nothing but commas and letters ends at once.
#[test]
fn organisations_by_name_and_within_bounds() {
    let words = Vocabulary::new([
        (Field::Organisations, "eco".to_owned(), "Эко, су және орман".to_owned()),
        (Field::Organisations, "med".to_owned(), "Мед".to_owned()),
    ]);
    let Ok(Some(Said::Entries(both))) = read(Field::Organisations, "мед; Эко, су және орман", &words, today()) else {
        panic!("two")
    };
    assert_eq!(both.into_iter().collect::<Vec<_>>(), ["eco", "med"]);
    assert_eq!(read(Field::Organisations, &"а,".repeat(500_000), &words, today()), Err(Wrong::TooMany));
    assert_eq!(read(Field::Organisations, &"а,".repeat(300), &words, today()), Err(Wrong::Unknown));
}
