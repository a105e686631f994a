//! What the columns of a sheet are taken for: by what stands over them, in three languages and however it is spelled, and where nothing tells, by what stands in them. Whoever imports can correct
//! it; it is a proposal.

use crate::model::{Phone, fold::fold, member::Field};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a column is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Not imported.
    None,
    Field(Field),
    /// Parts of a name that has columns of its own.
    Surname,
    Given,
    Patronymic,
}

impl Column {
    /// In the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::None, Self::Field(Field::Name), Self::Surname, Self::Given, Self::Patronymic]
            .into_iter()
            .chain(Field::ALL.into_iter().filter(|field| *field != Field::Name).map(Self::Field))
    }
}

/// Words that stand over columns, as spreadsheets have them. Longer ones come first within what they begin alike: "аты-жөні" is no given name.
const HEADS: [(Column, &[&str]); 19] = [
    (Column::Patronymic, &["отчество", "әкесінің аты", "patronymic", "middle name"]),
    (
        Column::Field(Field::Guardian),
        &[
            "родитель",
            "родители",
            "законный представитель",
            "представитель",
            "ата-анасы",
            "ата-ана",
            "өкілі",
            "guardian",
            "parent",
            "parent or guardian",
        ],
    ),
    (
        Column::Field(Field::Name),
        &[
            "фио",
            "ф и о",
            "аты-жөні",
            "аты жөні",
            "тегі аты",
            "аты-тегі",
            "тегі, аты, әкесінің аты",
            "фамилия имя",
            "имя фамилия",
            "фамилия имя отчество",
            "name",
            "full name",
            "волонтер",
            "ерікті",
        ],
    ),
    (Column::Surname, &["фамилия", "тегі", "surname", "last name", "family name"]),
    (Column::Given, &["имя", "аты", "есімі", "given name", "first name"]),
    (
        Column::Field(Field::Phone),
        &[
            "телефон",
            "номер телефона",
            "тел",
            "моб",
            "мобильный",
            "сотовый",
            "контакты",
            "телефоны",
            "телефон нөмірі",
            "байланыс",
            "ұялы",
            "phone",
            "mobile",
            "whatsapp",
            "ватсап",
        ],
    ),
    (Column::Field(Field::Email), &["почта", "эл почта", "электронная почта", "пошта", "поштасы", "email", "e-mail", "mail"]),
    (Column::Field(Field::Standing), &["статус", "состояние", "күйі", "мәртебесі", "status", "standing"]),
    (
        Column::Field(Field::AgeClass),
        &[
            "возраст",
            "лет",
            "дата рождения",
            "год рождения",
            "жасы",
            "жас тобы",
            "туған күні",
            "туған жылы",
            "age",
            "birthday",
            "date of birth",
            "year of birth",
        ],
    ),
    (Column::Field(Field::District), &["район", "ауданы", "аудан", "тұратын ауданы", "район проживания", "district"]),
    (
        Column::Field(Field::Since),
        &[
            "с какого времени",
            "дата вступления",
            "вступил",
            "волонтер с",
            "дата регистрации",
            "қашаннан бері",
            "тіркелген күні",
            "since",
            "joined",
            "member since",
        ],
    ),
    (
        Column::Field(Field::Consent),
        &[
            "согласие",
            "согласие до",
            "согласие действует до",
            "согласие на обработку данных",
            "келісім",
            "келісім мерзімі",
            "келісімі",
            "consent",
            "consent until",
        ],
    ),
    (Column::Field(Field::Directions), &["направление", "направления", "бағыты", "бағыттары", "бағыт", "direction", "directions"]),
    (Column::Field(Field::Skills), &["навыки", "умения", "дағдылары", "дағды", "skills"]),
    (Column::Field(Field::Languages), &["язык", "языки", "тілі", "тілдері", "тіл білуі", "language", "languages"]),
    (Column::Field(Field::Groups), &["группа", "группы", "отряд", "команда", "тобы", "топтары", "топ", "group", "groups", "team"]),
    (
        Column::Field(Field::Organisations),
        &[
            "организация",
            "организации",
            "от какой организации",
            "ұйымы",
            "ұйымдары",
            "ұйым",
            "organisation",
            "organisations",
            "organization",
        ],
    ),
    (Column::Field(Field::Tags), &["метки", "метка", "теги", "белгілері", "белгі", "tags", "tag"]),
    (
        Column::Field(Field::Notes),
        &["заметки", "заметка", "примечание", "примечания", "комментарий", "ескертпе", "ескертпелер", "notes", "note", "comment"],
    ),
];

/// Folded, as heads are compared.
static FOLDED: LazyLock<Vec<(Column, Vec<String>)>> =
    LazyLock::new(|| HEADS.iter().map(|(column, words)| (*column, words.iter().map(|word| fold(word)).collect())).collect());

/// What a head says; `None`: no head that is known.
pub fn by_head(text: &str) -> Option<Column> {
    let head = fold(text);
    if head.is_empty() {
        return None;
    }
    let exact = FOLDED.iter().find(|(_, words)| words.contains(&head));
    // "Телефон (WhatsApp)", "ФИО волонтёра": the words stand at the beginning, and what follows only explains them.
    let begins = || {
        let begun = |word: &&String| head.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' '));
        FOLDED
            .iter()
            .filter_map(|(column, words)| Some((words.iter().filter(begun).map(|word| word.len()).max()?, *column)))
            .max_by_key(|(length, _)| *length)
    };
    exact.map(|(column, _)| *column).or_else(|| begins().map(|(_, column)| column))
}

/// A proposal for a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Rows over the first person: titles, empty rows, heads.
    pub heads: usize,
    /// As many as the widest row has cells.
    pub columns: Vec<Column>,
}

/// Rows among which heads are looked for.
const LOOKED_AT: usize = 12;
/// Rows whose cells are looked at where no head tells what they are.
const SAMPLE: usize = 200;

pub fn guess(rows: &[Vec<String>]) -> Guess {
    let wide = rows.iter().map(Vec::len).max().unwrap_or_default();
    let known = |row: &Vec<String>| row.iter().filter(|cell| by_head(cell).is_some()).count();
    // The row in which most heads are known; one alone may be a name that happens to be a word.
    let head = rows
        .iter()
        .take(LOOKED_AT)
        .enumerate()
        .map(|(at, row)| (known(row), at))
        .filter(|(many, _)| *many > 0)
        .max_by_key(|(many, at)| (*many, usize::MAX - at));
    let mut columns = vec![Column::None; wide];
    let mut heads = 0;
    if let Some((_, at)) = head {
        heads = at + 1;
        for (column, cell) in columns.iter_mut().zip(&rows[at]) {
            *column = by_head(cell).unwrap_or(Column::None);
        }
        // A second row of heads under it ("Контакты" over "телефон", "почта").
        if rows.get(heads).is_some_and(|row| known(row) > 0 && row.iter().all(|cell| cell.is_empty() || by_head(cell).is_some())) {
            for (column, cell) in columns.iter_mut().zip(&rows[heads]) {
                if let Some(better) = by_head(cell) {
                    *column = better;
                }
            }
            heads += 1;
        }
    }
    for (at, column) in columns.iter_mut().enumerate().filter(|(_, column)| **column == Column::None) {
        *column = by_content(rows.iter().skip(heads).take(SAMPLE).filter_map(|row| row.get(at)));
    }
    once_each(&mut columns);
    Guess { heads, columns }
}

/// Only what cannot be mistaken: nearly all of the cells are phones, or addresses.
fn by_content<'a>(cells: impl Iterator<Item = &'a String>) -> Column {
    let (mut all, mut phones, mut mails) = (0, 0, 0);
    for cell in cells.filter(|cell| !cell.trim().is_empty()) {
        all += 1;
        phones += usize::from(Phone::parse(cell).is_ok());
        mails += usize::from(cell.contains('@') && cell.contains('.'));
    }
    match all {
        0 => Column::None,
        _ if phones * 10 >= all * 8 => Column::Field(Field::Phone),
        _ if mails * 10 >= all * 8 => Column::Field(Field::Email),
        _ => Column::None,
    }
}

/// Two columns for the same would write over one another: the first is taken.
fn once_each(columns: &mut [Column]) {
    for at in 0..columns.len() {
        if columns[at] != Column::None && columns[..at].contains(&columns[at]) {
            columns[at] = Column::None;
        }
    }
}
