//! Text: encodings, delimiters and line ends in all combinations, and the odd things that people's files have.

use crate::support::{Outcome, book, rows, why};
use meyirim_importer::{Encoding, Kind, MOST_ROWS, Unreadable, read};
use proptest::prelude::*;

fn quoted(cell: &str) -> String {
    let plain = !cell.contains([',', ';', '\t', '|', '"', '\n']);
    if plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

fn written(table: &[Vec<String>], delimiter: char, line_end: &str) -> String {
    let line = |row: &Vec<String>| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(&delimiter.to_string());
    table.iter().map(|row| line(row).replace('\n', line_end) + line_end).collect()
}

fn bytes(text: &str, encoding: Encoding, mark: bool) -> Vec<u8> {
    let text = if mark && encoding != Encoding::Windows1251 { format!("\u{feff}{text}") } else { text.to_owned() };
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1251 => encoding_rs::WINDOWS_1251.encode(&text).0.into_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every cell comes back, whatever it holds and however it was written.
    #[test]
    fn what_was_written_is_read(
        table in (2usize..6).prop_flat_map(|width| prop::collection::vec(prop::collection::vec("[а-яА-Яa-z0-9,;|\t\"\n+ ]{0,12}[а-я0-9]", width), 2..20)),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1251]),
        mark in any::<bool>(),
    ) {
        // A first row of plain words says what the delimiter is.
        let mut table = table;
        table[0] = (0..table[0].len()).map(|at| format!("Поле {at}")).collect();
        let file = bytes(&written(&table, delimiter, line_end), encoding, mark);
        let book = read(&file, "roster.csv").map_err(|why| TestCaseError::fail(format!("{why:?}")))?;
        prop_assert_eq!(book.kind, Kind::Text { encoding, delimiter });
        prop_assert_eq!(&book.sheets[0].rows, &table);
    }
}

#[test]
fn rows_keep_their_numbers() -> Outcome {
    let book =
        book("\n\nИмя;Телефон;;\n\n\"Айгүл\nСерікқызы\";+7 701;\n;;\n   ; \nБолат;;x\n;;;\n\n".as_bytes(), "C:\\Мои\\Список 2026.csv")?;
    let expected = rows(&[&[], &[], &["Имя", "Телефон"], &[], &["Айгүл\nСерікқызы", "+7 701"], &[], &[], &["Болат", "", "x"]]);
    assert_eq!(book.sheets[0].rows, expected);
    assert_eq!(book.sheets[0].name, "Список 2026");
    Ok(())
}

#[test]
fn decimal_commas_and_one_stray_delimiter_do_not_mislead() -> Outcome {
    let book = book("Имя;Часы\nА;1,5\nБ;2,5\nВ;3,5\n\"Г, Д\";4\nЕ|Ж;5".as_bytes(), "")?;
    assert_eq!(book.sheets[0].rows[4], ["Г, Д", "4"]);
    assert_eq!(book.sheets[0].rows[5], ["Е|Ж", "5"]);
    Ok(())
}

#[test]
fn a_line_of_excel_names_the_delimiter() -> Outcome {
    for said in ["sep=;\r\n", "SEP=;\n", "\"sep=;\"\n"] {
        let book = book(format!("{said}a,b;c,d\n1,2;3,4\n").as_bytes(), "x.csv")?;
        assert_eq!(book.sheets[0].rows, rows(&[&["a,b", "c,d"], &["1,2", "3,4"]]), "{said:?}");
    }
    Ok(())
}

#[test]
fn one_column_is_a_table_too() -> Outcome {
    assert_eq!(book("Айгүл\nБолат".as_bytes(), "paste")?.sheets[0].rows, rows(&[&["Айгүл"], &["Болат"]]));
    Ok(())
}

#[test]
fn a_broken_character_does_not_make_it_another_encoding() -> Outcome {
    let mut file = "Имя;Телефон;Адрес\nАйгүл Серікқызы;+7 701;Шымкент қаласы".as_bytes().to_vec();
    file.truncate(file.len() - 1);
    let book = book(&file, "")?;
    assert_eq!(book.kind, Kind::Text { encoding: Encoding::Utf8, delimiter: ';' });
    assert_eq!(book.sheets[0].rows[1][2], "Шымкент қалас\u{fffd}");
    Ok(())
}

#[test]
fn too_much_is_said() -> Outcome {
    let long = book("a;b\n".repeat(MOST_ROWS + 7).as_bytes(), "")?;
    assert_eq!((long.sheets[0].rows.len(), long.sheets[0].left_out), (MOST_ROWS, 7));
    let wide = |count: usize| format!("{}x\n", "a,".repeat(count - 1));
    assert_eq!(book(wide(200).as_bytes(), "")?.sheets[0].rows[0].len(), 200);
    assert_eq!(why(wide(201).as_bytes()), Some(Unreadable::TooManyColumns));
    // Delimiters alone hold nothing.
    assert_eq!(book(format!("a{}", ",".repeat(500)).as_bytes(), "")?.sheets[0].rows, rows(&[&["a"]]));
    Ok(())
}

#[test]
fn fifty_thousand_rows() -> Outcome {
    let file: String = (0..50_000).map(|at| format!("Имя {at};7701{at:07};{at}@example.org\r\n")).collect();
    let book = book(file.as_bytes(), "")?;
    assert_eq!((book.sheets[0].rows.len(), book.sheets[0].left_out), (50_000, 0));
    assert_eq!(book.sheets[0].rows[49_999], ["Имя 49999", "77010049999", "49999@example.org"]);
    Ok(())
}

#[test]
fn nothing_is_nothing() {
    for empty in ["", "\u{feff}", "\n\n;;\n", "  \t \n"] {
        assert_eq!(why(empty.as_bytes()), Some(Unreadable::Empty), "{empty:?}");
    }
}
