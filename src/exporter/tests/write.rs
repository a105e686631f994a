//! What is written is read again as it was, by our own reader: nothing runs, nothing is rounded, nothing is lost.

use meyirim_exporter::{Book, Cell, Sheet, write};
use meyirim_importer::{Kind, read};
use proptest::{collection::vec, prelude::*};

fn sheet(name: &str, rows: Vec<Vec<&str>>) -> Sheet {
    Sheet {
        name: name.to_owned(),
        heads: 1,
        rows: rows.into_iter().map(|row| row.into_iter().map(|text| Cell::Text(text.to_owned())).collect()).collect(),
    }
}

/// A sheet's name and its rows.
type Table = (String, Vec<Vec<String>>);

/// The tables of the file, as the reader sees them.
fn reread(book: &Book) -> Result<Vec<Table>, String> {
    let bytes = write(book).map_err(|error| error.to_string())?;
    let read = read(&bytes, "roster.xlsx").map_err(|why| format!("{why:?}"))?;
    assert_eq!(read.kind, Kind::Xlsx);
    Ok(read.sheets.into_iter().map(|sheet| (sheet.name, sheet.rows)).collect())
}

#[test]
fn nothing_is_a_formula_and_nothing_a_number() {
    let rows = vec![
        vec!["Аты-жөні", "Телефон"],
        vec!["=HYPERLINK(\"http://evil.example\",\"Ә\")", "+7 701 000 00 01"],
        vec!["@SUM(1)", "007"],
        vec!["-1", "2024-09"],
        vec!["'quoted'", "TRUE"],
        vec!["two\nlines, \"and\" <more> & so", " spaces "],
    ];
    let book = Book { sheets: vec![sheet("Тізім", rows.clone())] };
    let wanted: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|text| (*text).to_owned()).collect()).collect();
    assert_eq!(reread(&book), Ok(vec![("Тізім".to_owned(), wanted)]));
}

#[test]
fn names_of_sheets() {
    let names = ["a/b:c", "A/B:C", "", "'x'", &"ұ".repeat(60)];
    let book = Book { sheets: names.iter().map(|name| sheet(name, vec![vec!["1"]])).collect() };
    let read = reread(&book).map(|tables| tables.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert_eq!(read, Ok(["abc", "ABC 2", "3", "x", &"ұ".repeat(27)].map(str::to_owned).to_vec()));
}

#[test]
fn numbers_and_empty_cells() -> Result<(), serde_json::Error> {
    let book: Book = serde_json::from_str(r#"{"sheets": [{"name": "s", "heads": 0, "rows": [["", 3690, "x"], [], ["y"]]}]}"#)?;
    let wanted = vec![vec![String::new(), "3690".to_owned(), "x".to_owned()], vec![], vec!["y".to_owned()]];
    assert_eq!(reread(&book), Ok(vec![("s".to_owned(), wanted)]));
    assert!(write(&Book { sheets: vec![sheet("s", vec![vec![&"a".repeat(32_768)]])] }).is_err());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_a_cell(rows in vec(vec("[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\r\u{fffe}\u{ffff}]{0,12}", 1..5), 1..8)) {
        let book = Book { sheets: vec![Sheet { name: "s".to_owned(), heads: 1, rows: rows.iter().map(|row| row.iter().cloned().map(Cell::Text).collect()).collect() }] };
        prop_assume!(rows.iter().flatten().any(|text| !text.trim().is_empty()));
        let mut wanted: Vec<Vec<String>> = rows;
        for row in &mut wanted {
            // White space alone is empty to the reader, and what is empty at the end of a row or of the sheet is cut.
            row.iter_mut().filter(|text| text.trim().is_empty()).for_each(String::clear);
            while row.last().is_some_and(String::is_empty) { row.pop(); }
        }
        while wanted.last().is_some_and(Vec::is_empty) { wanted.pop(); }
        prop_assert_eq!(reread(&book), Ok(vec![("s".to_owned(), wanted)]));
    }
}
