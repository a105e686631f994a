//! Workbooks of old, byte by byte.

use crate::support::{Outcome, book, container, place, record, rows, why, wide, workbook};
use meyirim_importer::{Kind, Unreadable};

fn cell(kind: u16, row: u16, column: u16, style: u16, content: &[u8]) -> Vec<u8> {
    record(kind, &[&place(row, column, style), content].concat())
}

fn number(row: u16, column: u16, style: u16, value: f64) -> Vec<u8> {
    cell(0x0203, row, column, style, &value.to_le_bytes())
}

/// A style with a number format.
fn style(format: u8) -> Vec<u8> {
    record(0xe0, &[0, 0, format, 0, 0, 0])
}

fn format(id: u8, code: &str) -> Vec<u8> {
    record(0x041e, &[&[id, 0, code.len() as u8, 0, 0], code.as_bytes()].concat())
}

/// A table of texts, the last of which goes on in the next record, first in one way and then in another.
fn texts() -> Vec<u8> {
    let latin = [&[3, 0, 0][..], b"abc"].concat();
    let rich = [&[2, 0, 9, 1, 0][..], &wide("Жұ"), &[0, 0, 5, 0]].concat();
    let (begun, rest) = ([&[6, 0, 1][..], &wide("Қал")].concat(), [&[0][..], b"ity"].concat());
    [record(0xfc, &[&[3, 0, 0, 0, 3, 0, 0, 0][..], &latin, &rich, &begun].concat()), record(0x3c, &rest)].concat()
}

fn globals() -> Vec<u8> {
    let shown = format(164, "000000000000");
    let dated = format(165, "[$-43F]dd\\.mm\\.yyyy\"г.\"");
    let spent = format(166, "[hh]:mm");
    [shown, dated, spent, style(0), style(164), style(165), style(14), style(166), texts()].concat()
}

#[test]
fn cells_are_what_a_person_reads() -> Outcome {
    let packed = |value: i32, flags: i32| (value << 2 | flags).to_le_bytes();
    let cells = [
        record(0x0200, &[0xff; 14]),
        cell(0xfd, 1, 0, 0, &0_u32.to_le_bytes()),
        cell(0xfd, 1, 1, 0, &1_u32.to_le_bytes()),
        cell(0xfd, 1, 2, 0, &2_u32.to_le_bytes()),
        cell(0xfd, 1, 3, 0, &99_u32.to_le_bytes()),
        number(2, 0, 0, 7.701_234_567_8e10),
        number(2, 1, 1, 10_203_500_123.0),
        number(2, 2, 2, 46_143.0),
        number(2, 3, 3, 46_143.5),
        number(2, 4, 4, 1.25),
        cell(0x027e, 3, 0, 0, &packed(-5, 2)),
        record(0xbd, &[&place(3, 1, 0)[..], &packed(1234, 3), &[0, 0], &packed(0x0ffc_0000, 0), &[2, 0]].concat()),
        cell(0x0205, 4, 0, 0, &[1, 0]),
        cell(0x0205, 4, 1, 0, &[42, 1]),
        cell(0x06, 4, 2, 0, &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0]),
        record(0x0207, &[&[2, 0, 1][..], &wide("Ия")].concat()),
        cell(0x06, 4, 3, 0, &2.5_f64.to_le_bytes()),
        // A chart in the sheet, with a cell of its own.
        record(0x0809, &[0, 6, 32, 0]),
        number(0, 0, 0, 1.0),
        record(0x0a, &[]),
        cell(0x0204, 4, 4, 0, &[&[1, 0, 0][..], b"z"].concat()),
    ];
    let book = book(&workbook(&globals(), &cells.concat()), "list.csv")?;
    assert_eq!((book.kind, book.sheets[0].name.as_str()), (Kind::Xls, "Лист"));
    let expected = rows(&[
        &[],
        &["abc", "Жұ", "Қалity"],
        &["77012345678", "010203500123", "2026-05-01", "2026-05-01 12:00", "30:00"],
        &["-5", "12.34", "1"],
        &["TRUE", "", "Ия", "2.5", "z"],
    ]);
    assert_eq!(book.sheets[0].rows, expected);
    Ok(())
}

#[test]
fn a_workbook_of_excel_95_in_its_code_page() -> Outcome {
    let bof = |kind: u8| record(0x0809, &[0, 5, kind, 0, 0, 0, 0, 0]);
    let globals = |from: u32| {
        let bound = record(0x85, &[&from.to_le_bytes()[..], &[0, 0, 2, 0xc0, 0xc1]].concat());
        [bof(5), record(0x42, &1251_u16.to_le_bytes()), bound, record(0x0a, &[])].concat()
    };
    let label = cell(0x0204, 0, 0, 0, &[3, 0, 0xc8, 0xec, 0xff]);
    let stream = [globals(globals(0).len() as u32), bof(16), label, record(0x0a, &[])].concat();
    let book = book(&container("Book", &stream), "")?;
    assert_eq!((book.sheets[0].name.as_str(), &book.sheets[0].rows), ("АБ", &rows(&[&["Имя"]])));
    Ok(())
}

#[test]
fn passwords_and_other_documents() {
    assert_eq!(why(&container("EncryptedPackage", &[7; 5000])), Some(Unreadable::Password));
    assert_eq!(why(&workbook(&record(0x2f, &[1, 0, 1, 0]), &[])), Some(Unreadable::Password));
    assert_eq!(why(&container("WordDocument", &[7; 5000])), Some(Unreadable::NotASheet));
    assert_eq!(why(&workbook(&[], &[])), Some(Unreadable::Empty));
    assert_eq!(why(&workbook(&[], &number(0, 200, 0, 1.0))), Some(Unreadable::TooManyColumns));
}

#[test]
fn a_text_that_is_named_again_and_again() {
    let long = [&[1, 0, 0, 0, 1, 0, 0, 0, 0x00, 0x20, 0][..], &[b'x'; 0x2000]].concat();
    let cells: Vec<u8> = (0..40_000).flat_map(|row| cell(0xfd, row, 0, 0, &[0; 4])).collect();
    assert_eq!(why(&workbook(&record(0xfc, &long), &cells)), Some(Unreadable::Bomb));
}

#[test]
fn chains_that_bite_their_tail() {
    let whole = workbook(&globals(), &number(0, 0, 0, 1.0));
    // In the table of sectors each sector in turn follows itself.
    for id in 1..12 {
        let mut file = whole.clone();
        file[512 + 4 * id..512 + 4 * id + 4].copy_from_slice(&(id as u32).to_le_bytes());
        assert!(matches!(why(&file), Some(Unreadable::Broken(_)) | None), "{id}");
    }
    let mut file = whole;
    file[68..72].copy_from_slice(&0_u32.to_le_bytes());
    assert!(matches!(why(&file), Some(Unreadable::Broken(_))));
}
