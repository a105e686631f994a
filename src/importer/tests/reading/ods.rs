//! OpenDocument spreadsheets as LibreOffice writes them, and what calamine stumbles over.

use crate::support::{CONTENT, Outcome, book, ods, ods_of, rows, why};
use meyirim_importer::{Kind, MOST_ROWS, Unreadable};

const SHOWN: &str = "table:table-cell office:value-type=\"string\"";

#[test]
fn cells_are_what_a_person_reads() -> Outcome {
    let file = ods(&format!(
        r#"<table:table table:name="Тізім &amp; Co">
        <table:shapes><draw:frame><table:table><table:table-row><table:table-cell><text:p>no</text:p></table:table-cell></table:table-row></table:table></draw:frame></table:shapes>
        <table:table-column table:number-columns-repeated="1024"/>
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        <table:table-header-rows><table:table-row>
          <{SHOWN} table:number-columns-spanned="2"><text:p>Имя</text:p></table:table-cell><table:covered-table-cell><text:p>hidden</text:p></table:covered-table-cell>
          <{SHOWN}><office:annotation><text:p>note</text:p></office:annotation><text:p>a &lt;<text:span>b</text:span><text:s text:c="2"/>&#233;</text:p><text:p>c<text:tab/>d</text:p></table:table-cell>
        </table:table-row></table:table-header-rows>
        <table:table-row>
          <table:table-cell office:value-type="float" office:value="77012345678"><text:p>7,7E+10</text:p></table:table-cell>
          <table:table-cell office:value-type="float" office:value="10203500123"><text:p>010203500123</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2026-05-01"><text:p>01.05.26</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2026-05-01T09:30:00.5"/>
          <table:table-cell office:value-type="time" office:time-value="PT09H05M00S"/>
          <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>ИСТИНА</text:p></table:table-cell>
          <table:table-cell table:formula="of:=1/0" calcext:value-type="error" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>
          <table:table-cell table:number-columns-repeated="2" office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>
          <table:table-cell table:number-columns-repeated="1000"/>
        </table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        </table:table><table:table table:name="empty"/>"#
    ))?;
    let book = book(&file, "list.xlsx")?;
    assert_eq!((book.kind, book.sheets.len(), book.sheets[0].name.as_str()), (Kind::Ods, 1, "Тізім & Co"));
    let values = ["77012345678", "010203500123", "2026-05-01", "2026-05-01 09:30", "09:05", "TRUE", "", "0.5", "0.5"];
    assert_eq!(book.sheets[0].rows, rows(&[&[], &[], &["Имя", "", "a <b  é\nc\td"], &values]));
    Ok(())
}

#[test]
fn repeats_are_counted_and_not_written_out() -> Outcome {
    let table = |rows: &str, columns: &str, text: &str| {
        let cell = format!("<{SHOWN} table:number-columns-repeated=\"{columns}\"><text:p>{text}</text:p></table:table-cell>");
        ods(&format!("<table:table><table:table-row table:number-rows-repeated=\"{rows}\">{cell}</table:table-row></table:table>"))
    };
    let long = book(&table("1048576", "1", "a")?, "")?;
    assert_eq!((long.sheets[0].rows.len(), long.sheets[0].left_out), (MOST_ROWS, 1_048_576 - MOST_ROWS));
    assert_eq!(why(&table("1", "16384", "a")?), Some(Unreadable::TooManyColumns));
    assert_eq!(why(&table("100000", "150", &"long ".repeat(100))?), Some(Unreadable::Bomb));
    assert_eq!(why(&table("4294967295", "1", &"long ".repeat(1000))?), Some(Unreadable::Bomb));
    assert!(matches!(why(&table("many", "1", "a")?), Some(Unreadable::Broken(_))));
    Ok(())
}

#[test]
fn what_ends_early_is_broken() -> Outcome {
    let whole =
        format!("{CONTENT}<table:table><table:table-row><{SHOWN}><text:p>a</text:p></table:table-cell></table:table-row></table:table>");
    for cut in CONTENT.len() + 13..whole.len() - 14 {
        let file = ods_of(&whole[..cut], "")?;
        assert!(matches!(why(&file), Some(Unreadable::Broken(_) | Unreadable::Empty)), "{}", &whole[..cut]);
    }
    Ok(())
}

#[test]
fn one_with_a_password() -> Outcome {
    let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    assert_eq!(why(&ods_of("\u{1}\u{2}", manifest)?), Some(Unreadable::Password));
    Ok(())
}
