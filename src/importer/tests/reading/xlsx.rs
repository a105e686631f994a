//! Workbooks as Excel writes them.

use crate::support::{Outcome, book, rows, why};
use meyirim_importer::{Kind, MOST_ROWS, Unreadable};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::time::Instant;

#[test]
fn cells_are_what_a_person_reads() -> Outcome {
    let mut file = Workbook::new();
    let sheet = file.add_worksheet();
    sheet.set_name("Волонтёры")?;
    sheet.merge_range(0, 1, 0, 3, "Список на 2026 год", &Format::new())?;
    for (column, title) in ["", "ФИО", "Телефон", "Дата", "Время", "ИИН", "Да/нет", "", "Часы", "Ошибка", "Формула"].iter().enumerate()
    {
        sheet.write(2, column as u16, *title)?;
    }
    sheet.write(3, 1, "Серікқызы Айгүл\r\n(ә, ғ, қ, ң, ө, ұ, ү, һ, і)")?;
    sheet.write(3, 2, 7.7012345678E10)?;
    let date = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write_with_format(3, 3, &ExcelDateTime::from_ymd(2026, 5, 1)?, &date)?;
    sheet.write_with_format(3, 4, &ExcelDateTime::from_hms(9, 30, 0)?, &Format::new().set_num_format("hh:mm"))?;
    sheet.write_with_format(3, 5, 10_203_500_123_u64, &Format::new().set_num_format("000000000000"))?;
    sheet.write(3, 6, true)?;
    sheet.write(3, 8, 0.1 + 0.2)?;
    sheet.write(3, 9, Formula::new("=1/0").set_result("#DIV/0!"))?;
    sheet.write(3, 10, Formula::new("=1+1").set_result("2"))?;
    let moment = ExcelDateTime::from_ymd(2024, 2, 29)?.and_hms(18, 5, 0)?;
    sheet.write_with_format(4, 3, &moment, &Format::new().set_num_format("yyyy-mm-dd hh:mm"))?;
    sheet.write(4, 8, -12.5)?;
    sheet.write(4, 6, false)?;
    sheet.write(6, 0, "  ")?;
    let bytes = file.save_to_buffer()?;
    let book = book(&bytes, "list.csv")?;
    assert_eq!(book.kind, Kind::Xlsx);
    assert_eq!(book.sheets[0].name, "Волонтёры");
    let name = "Серікқызы Айгүл\n(ә, ғ, қ, ң, ө, ұ, ү, һ, і)";
    let expected = rows(&[
        &["", "Список на 2026 год"],
        &[],
        &["", "ФИО", "Телефон", "Дата", "Время", "ИИН", "Да/нет", "", "Часы", "Ошибка", "Формула"],
        &["", name, "77012345678", "2026-05-01", "09:30", "010203500123", "TRUE", "", "0.3", "", "2"],
        &["", "", "", "2024-02-29 18:05", "", "", "FALSE", "", "-12.5"],
    ]);
    assert_eq!(book.sheets[0].rows, expected);
    Ok(())
}

#[test]
fn all_sheets_with_anything_in_them_hidden_ones_too() -> Outcome {
    let mut file = Workbook::new();
    file.add_worksheet().set_name("Пусто")?;
    file.add_worksheet().set_name("Два заголовка")?.write(0, 0, "Контакты")?.write(1, 0, "Телефон")?.write(1, 1, "Почта")?;
    file.add_worksheet().set_name("Скрыт")?.set_hidden(true).write(5, 2, "x")?;
    let book = book(&file.save_to_buffer()?, "")?;
    let names: Vec<_> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Два заголовка", "Скрыт"]);
    assert_eq!(book.sheets[0].rows, rows(&[&["Контакты"], &["Телефон", "Почта"]]));
    assert_eq!(book.sheets[1].rows, rows(&[&[], &[], &[], &[], &[], &["", "", "x"]]));
    assert_eq!(why(&Workbook::new().save_to_buffer()?), Some(Unreadable::Empty));
    Ok(())
}

#[test]
fn opposite_corners_of_a_sheet() -> Outcome {
    let mut file = Workbook::new();
    file.add_worksheet().write(0, 0, "a")?.write(1_048_575, 16_383, "b")?.write(1_048_575, 0, "c")?.write(1_000_000, 0, "d")?;
    let corners = book(&file.save_to_buffer()?, "")?;
    assert_eq!((corners.sheets[0].rows.len(), corners.sheets[0].left_out), (1, 2));
    let mut file = Workbook::new();
    file.add_worksheet().write(0, 200, "a")?;
    assert_eq!(why(&file.save_to_buffer()?), Some(Unreadable::TooManyColumns));
    let mut file = Workbook::new();
    file.add_worksheet().write(MOST_ROWS as u32 - 1, 199, "a")?;
    assert_eq!(book(&file.save_to_buffer()?, "")?.sheets[0].rows.len(), MOST_ROWS);
    Ok(())
}

#[test]
fn fifty_thousand_rows() -> Outcome {
    let mut file = Workbook::new();
    let sheet = file.add_worksheet();
    for row in 0..50_000_u32 {
        sheet.write(row, 0, format!("Имя {row}"))?.write(row, 1, 77_010_000_000_u64 + u64::from(row))?.write(row, 2, "Шымкент")?;
    }
    let bytes = file.save_to_buffer()?;
    let from = Instant::now();
    let book = book(&bytes, "")?;
    println!("{} bytes in {:?}", bytes.len(), from.elapsed());
    assert_eq!(book.sheets[0].rows.len(), 50_000);
    assert_eq!(book.sheets[0].rows[49_999], ["Имя 49999", "77010049999", "Шымкент"]);
    Ok(())
}
