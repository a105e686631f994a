//! Files that are not what they say, bombs, and chance. Whatever comes, an answer comes back: no panic, no end of memory.

use crate::support::{Chance, FLAGS, Outcome, SIZE, book, ods, place, record, redeclare, why, workbook, zipped};
use meyirim_importer::{Kind, Unreadable, read};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use std::error::Error;

fn xlsx() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut file = Workbook::new();
    let bold = Format::new().set_bold().set_num_format("dd.mm.yyyy");
    let sheet = file.add_worksheet();
    sheet.write(0, 0, "Имя")?.write(0, 1, "Телефон")?.write_with_format(1, 0, 45_000, &bold)?.write(1, 1, 7.7e10)?.write(2, 0, true)?;
    sheet.merge_range(4, 0, 5, 2, "слито", &bold)?;
    file.add_worksheet().write(3, 3, "x")?;
    Ok(file.save_to_buffer()?)
}

fn xls() -> Vec<u8> {
    let globals = [record(0xe0, &[0, 0, 14, 0]), record(0xfc, &[1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, b'a', b'b'])];
    let number = record(0x0203, &[&place(1, 1, 0)[..], &45_000_f64.to_le_bytes()].concat());
    let label = record(0xfd, &[&place(0, 0, 0)[..], &[0; 4]].concat());
    let many = record(0xbd, &[&place(2, 0, 0)[..], &[4, 0, 0, 0, 0, 0, 8, 0, 0, 0, 1, 0]].concat());
    workbook(&globals.concat(), &[label, number, many].concat())
}

fn small_ods() -> Result<Vec<u8>, Box<dyn Error>> {
    ods(
        r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="1.5" table:number-columns-repeated="2"><text:p>1,5</text:p></table:table-cell><table:table-cell><text:p>b &amp; c</text:p></table:table-cell></table:table-row></table:table>"#,
    )
}

#[test]
fn bombs_that_say_so() -> Outcome {
    let honest = zipped(&[("xl/workbook.xml", &vec![0; 3 << 20])])?;
    assert!(honest.len() < 10_000);
    assert_eq!(why(&honest), Some(Unreadable::Bomb));
    // Forty parts of less than 1 MiB, and of 6 MiB by what they say.
    let parts: Vec<String> = (0..40).map(|at| format!("xl/{at}.xml")).collect();
    let noise: Vec<u8> = std::iter::repeat_with({
        let mut chance = Chance(7);
        move || chance.byte()
    })
    .take(40_000)
    .collect();
    let mut many = zipped(&parts.iter().map(|name| (name.as_str(), noise.as_slice())).collect::<Vec<_>>())?;
    redeclare(&mut many, SIZE, 6 << 20);
    assert_eq!(why(&many), Some(Unreadable::Bomb));
    Ok(())
}

/// What a part holds beyond its declared size is never seen: neither by us nor by calamine.
#[test]
fn bombs_that_lie() -> Outcome {
    for (file, part) in [(xlsx()?, "xl/worksheets/sheet1.xml"), (small_ods()?, "content.xml")] {
        let mut grown = Vec::new();
        for (name, content) in parts(&file)? {
            let padding = if name == part { 3 << 20 } else { 0 };
            grown.push((name, [content, vec![b' '; padding]].concat()));
        }
        let declared = rezipped(&grown)?;
        assert_eq!(why(&declared), Some(Unreadable::Bomb));
        for size in [0, 20, 300] {
            let mut lying = declared.clone();
            redeclare(&mut lying, SIZE, size);
            let said = why(&lying);
            assert!(matches!(said, Some(Unreadable::Broken(_) | Unreadable::NotASheet)), "{part}, {size}: {said:?}");
        }
    }
    Ok(())
}

#[test]
fn a_text_that_is_named_again_and_again() -> Outcome {
    let text = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(10_000);
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let mut file = parts(&xlsx()?)?;
    for (name, content) in &mut file {
        match name.as_str() {
            "xl/sharedStrings.xml" => *content = text.clone().into_bytes(),
            "xl/worksheets/sheet1.xml" => *content = sheet.clone().into_bytes(),
            _ => {}
        }
    }
    assert_eq!(why(&rezipped(&file)?), Some(Unreadable::Bomb));
    Ok(())
}

/// A style of a few bytes in the file is a large thing in memory, and a sheet may be named as often as one likes.
#[test]
fn many_styles_and_many_sheets() -> Outcome {
    let mut file = parts(&xlsx()?)?;
    let mut styled = file.clone();
    for (_, content) in styled.iter_mut().filter(|(name, _)| name == "xl/styles.xml") {
        // Noise, so that it is not refused for how well it packs.
        let mut chance = Chance(3);
        let xfs: String = (0..400_000).map(|_| format!("<xf numFmtId=\"{}{}\"/>", chance.below(1 << 30), "0".repeat(30))).collect();
        *content = format!("<styleSheet><cellXfs>{xfs}</cellXfs></styleSheet>").into_bytes();
    }
    assert_eq!(why(&rezipped(&styled)?), Some(Unreadable::Bomb));
    for (_, content) in file.iter_mut().filter(|(name, _)| name == "xl/workbook.xml") {
        let sheets: String = (0..1001).map(|at| format!("<sheet name=\"{at}\" sheetId=\"1\" r:id=\"rId1\"/>")).collect();
        *content = format!("<workbook><sheets>{sheets}</sheets></workbook>").into_bytes();
    }
    assert_eq!(why(&rezipped(&file)?), Some(Unreadable::Bomb));
    Ok(())
}

#[test]
fn names_do_not_matter() -> Outcome {
    for name in ["list.csv", "list.pdf", "", "list"] {
        assert_eq!(book(&xlsx()?, name)?.kind, Kind::Xlsx);
        assert_eq!(book(&xls(), name)?.kind, Kind::Xls);
        assert_eq!(book(&small_ods()?, name)?.kind, Kind::Ods);
    }
    assert!(matches!(book(b"a,b\n1,2", "list.xlsx")?.kind, Kind::Text { .. }));
    Ok(())
}

#[test]
fn web_pages_under_a_sheets_name() {
    let wide: Vec<u8> = "\u{feff}<HTML><table><tr><td>a".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let pages: [&[u8]; 7] = [
        b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1",
        b"\xef\xbb\xbf\r\n <!DOCTYPE HTML PUBLIC>\n<html>",
        b"<table border=1><tr><td>\xc8\xec\xff",
        b"<meta charset=utf-8><table>",
        b"<?xml version=\"1.0\"?><!DOCTYPE html><html>",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
        &wide,
    ];
    for page in pages {
        assert_eq!(why(page), Some(Unreadable::Html), "{}", String::from_utf8_lossy(page));
    }
}

#[test]
fn other_things() -> Outcome {
    let docx = zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")])?;
    let odt = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")])?;
    let others: [&[u8]; 8] = [
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0JFIF",
        b"{\\rtf1 a}",
        b"<svg></svg>",
        b"<?xml version=\"1.0\"?><a/>",
        &docx,
        &odt,
    ];
    for other in others {
        assert_eq!(why(other), Some(Unreadable::NotASheet), "{}", String::from_utf8_lossy(other));
    }
    let mut locked = xlsx()?;
    let at = locked.windows(4).position(|bytes| bytes == b"PK\x01\x02").ok_or("no entry")?;
    locked[at + FLAGS] |= 1;
    assert_eq!(why(&locked), Some(Unreadable::Password));
    Ok(())
}

#[test]
fn what_ends_early() -> Outcome {
    for file in [xlsx()?, small_ods()?] {
        for end in (4..file.len()).step_by(97) {
            let said = why(&file[..end]);
            assert!(matches!(said, Some(Unreadable::Broken(_) | Unreadable::NotASheet)), "{end}: {said:?}");
        }
    }
    let file = xls();
    for end in (8..file.len() - 3600).step_by(31) {
        let said = why(&file[..end]);
        assert!(matches!(said, Some(Unreadable::Broken(_) | Unreadable::NotASheet)), "{end}: {said:?}");
    }
    Ok(())
}

type Parts = Vec<(String, Vec<u8>)>;

fn parts(file: &[u8]) -> Result<Parts, Box<dyn Error>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file))?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let mut content = Vec::new();
        std::io::copy(&mut part, &mut content)?;
        parts.push((part.name()?.into_owned(), content));
    }
    Ok(parts)
}

fn rezipped(parts: &Parts) -> Result<Vec<u8>, Box<dyn Error>> {
    zipped(&parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect::<Vec<_>>())
}

/// Parts changed before they are zipped: what comes through the zip's own check sum.
fn with_spoilt_parts(file: &[u8], chance: &mut Chance) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut parts = parts(file)?;
    for (name, content) in &mut parts {
        if name != "mimetype" && chance.below(3) == 0 {
            *content = chance.spoilt(content);
        }
    }
    rezipped(&parts)
}

/// So many of each kind; `IMPORTER_CASES` asks for more.
fn cases() -> u64 {
    std::env::var("IMPORTER_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

/// Where the name of a cell is longer than any, calamine's numbers wrap around in a release and stop a build with checks. Only that is let pass; what a release makes of it is a cell elsewhere.
fn answered(file: &[u8]) -> Outcome {
    let Err(stop) = std::panic::catch_unwind(|| drop(read(file, ""))) else { return Ok(()) };
    let said = stop.downcast_ref::<&str>().copied().unwrap_or("something else");
    if said.ends_with("with overflow") { Ok(()) } else { Err(said.into()) }
}

#[test]
fn spoilt_files_get_an_answer() -> Outcome {
    let (xlsx, ods, xls) = (xlsx()?, small_ods()?, xls());
    for seed in 0..cases() {
        let mut chance = Chance(seed);
        for file in [&xlsx, &ods, &xls] {
            let _ = read(&chance.spoilt(file), "");
        }
        let _ = read(&with_spoilt_parts(&ods, &mut chance)?, "");
        answered(&with_spoilt_parts(&xlsx, &mut chance)?).map_err(|said| format!("seed {seed}: {said}"))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chance_gets_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..2000), start in 0usize..6) {
        let starts: [&[u8]; 6] = [b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"sep=;\n"];
        let _ = read(&[starts[start], &bytes].concat(), "x");
    }
}
