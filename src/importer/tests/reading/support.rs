//! What makes the files: a seeded generator, zips, the container of .xls with a workbook in it, .ods. Tests say what went wrong by `?`.

use meyirim_importer::{Book, Unreadable, read};
use std::{
    error::Error,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

pub type Outcome = Result<(), Box<dyn Error>>;

/// What is read, or in words why nothing is.
pub fn book(bytes: &[u8], name: &str) -> Result<Book, Box<dyn Error>> {
    read(bytes, name).map_err(|why| format!("{why:?}").into())
}

pub fn why(bytes: &[u8]) -> Option<Unreadable> {
    read(bytes, "roster").err()
}

/// Rows of texts, to compare with.
pub fn rows(expected: &[&[&str]]) -> Vec<Vec<String>> {
    expected.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

/// Numbers that look like chance and are the same each time.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    pub fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }

    /// The same file with some bytes changed, or cut short, or with a piece of it said twice.
    pub fn spoilt(&mut self, file: &[u8]) -> Vec<u8> {
        let mut file = file.to_vec();
        match self.below(4) {
            0 => file.truncate(self.below(file.len())),
            1 => {
                let from = self.below(file.len());
                let piece = file[from..].iter().copied().take(self.below(300)).collect::<Vec<_>>();
                let to = self.below(file.len());
                file.splice(to..to, piece);
            }
            _ => {}
        }
        for _ in 0..self.below(8) {
            let at = self.below(file.len());
            if let Some(byte) = file.get_mut(at) {
                *byte = [self.0 as u8, 0, 0xff][self.below(3)];
            }
        }
        file
    }
}

pub fn zipped(parts: &[(&str, &[u8])]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Overwrites four bytes of each entry in a zip's central directory.
pub fn redeclare(zip: &mut [u8], field: usize, value: u32) {
    let entries: Vec<usize> = zip.windows(4).enumerate().filter(|(_, bytes)| bytes == b"PK\x01\x02").map(|(at, _)| at).collect();
    for at in entries {
        zip[at + field..at + field + 4].copy_from_slice(&value.to_le_bytes());
    }
}
/// The unpacked size in an entry of the central directory.
pub const SIZE: usize = 24;
/// The flags there; the lowest bit says that the part is encrypted.
pub const FLAGS: usize = 8;

pub const CONTENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>"#;

/// An .ods of these tables.
pub fn ods(tables: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    ods_of(&format!("{CONTENT}{tables}</office:spreadsheet></office:body></office:document-content>"), "<manifest:manifest/>")
}

pub fn ods_of(content: &str, manifest: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

const SECTOR: usize = 512;

/// A container with one stream: the table of sectors, the directory, the stream from 4,096 bytes on, filled up with zeros.
pub fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let sectors = stream.len().max(4096).div_ceil(SECTOR);
    let tables = (sectors + 60).div_ceil(SECTOR / 4);
    let mut file = vec![0; SECTOR];
    file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    file[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    let put = |file: &mut Vec<u8>, at: usize, value: usize| file[at..at + 4].copy_from_slice(&(value as u32).to_le_bytes());
    put(&mut file, 44, tables);
    put(&mut file, 48, tables);
    put(&mut file, 60, 0xffff_fffe);
    put(&mut file, 68, 0xffff_fffe);
    for at in 0..109 {
        put(&mut file, 76 + 4 * at, if at < tables { at } else { 0xffff_ffff });
    }
    let first = tables + 1;
    for id in 0..tables * SECTOR / 4 {
        let last = id + 1 == first + sectors || id + 1 == first;
        let next = if id < tables {
            0xffff_fffd
        } else if last {
            0xffff_fffe
        } else {
            id + 1
        };
        file.extend_from_slice(&(next as u32).to_le_bytes());
    }
    file.extend(entry("Root Entry", 5, 0xffff_fffe, 0));
    file.extend(entry(name, 2, first as u32, sectors * SECTOR));
    file.extend([0; 2 * 128]);
    file.extend_from_slice(stream);
    file.resize(SECTOR * (1 + first + sectors), 0);
    file
}

fn entry(name: &str, kind: u8, start: u32, length: usize) -> Vec<u8> {
    let mut entry = vec![0; 128];
    for (at, unit) in name.encode_utf16().enumerate() {
        entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64] = 2 * name.len() as u8 + 2;
    entry[66] = kind;
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&(length as u32).to_le_bytes());
    entry
}

pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(content.len() as u16).to_le_bytes(), content].concat()
}

/// Row, column and style of a cell.
pub fn place(row: u16, column: u16, style: u16) -> Vec<u8> {
    [row, column, style].iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// Two bytes a character.
pub fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A workbook of Excel 97 with one sheet: what stands in the workbook's part beside what must, and the sheet's records.
pub fn workbook(globals: &[u8], cells: &[u8]) -> Vec<u8> {
    let name = wide("Лист");
    let bound = |from: u32| record(0x85, &[&from.to_le_bytes()[..], &[0, 0, 4, 1], &name].concat());
    let bof = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let head = [bof(5), bound(0), globals.to_vec(), record(0x0a, &[])].concat();
    let whole = [bof(5), bound(head.len() as u32), globals.to_vec(), record(0x0a, &[])].concat();
    container("Workbook", &[whole, bof(16), cells.to_vec(), record(0x0a, &[])].concat())
}
