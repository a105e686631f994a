//! Tables in text: CSV, TSV, and what is pasted from a spreadsheet. Which character parts the cells is found by counting, not by asking: people do not know it, and Excel takes ";" or "," by the
//! country that a machine is set to. Cells stay as they are written: "7,70123E+10" has lost its last digits already, and to write zeros in their place would make a wrong number of it.

use crate::{
    Kind, Sheet, Unreadable, broken, content,
    encoding::decode,
    table::{Budget, Table},
};
use csv::{ReaderBuilder, StringRecord};

/// In the order in which they are taken when nothing speaks for one of them.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Lines with anything in them that are counted to find the delimiter.
const SAMPLE: usize = 50;

/// The table in a text file or in pasted text.
///
/// # Errors
/// [`Unreadable::Html`] and [`Unreadable::NotASheet`] when it is no table, and those of [`Table::put`].
pub fn read(bytes: &[u8], name: &str, budget: &mut Budget) -> Result<(Vec<Sheet>, Kind), Unreadable> {
    let (encoding, text) = decode(bytes);
    if let Some(refused) = content::refused(&text) {
        return Err(refused);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end_matches('\u{1a}');
    let (delimiter, text) = said_delimiter(text).unwrap_or_else(|| (likely_delimiter(text), text));
    let mut table = Table::new(budget);
    fill(&mut table, text, delimiter)?;
    let mut sheets = Vec::new();
    table.finish(stem(name), &mut sheets);
    Ok((sheets, Kind::Text { encoding, delimiter }))
}

/// The `csv` crate passes over empty lines, which a spreadsheet program shows and numbers: they are counted where each record begins. A cell with line breaks is one row there as here.
fn fill(table: &mut Table, text: &str, delimiter: char) -> Result<(), Unreadable> {
    let delimiter = u8::try_from(delimiter).map_err(broken)?;
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut row = 0;
    loop {
        let from = usize::try_from(reader.position().byte()).map_err(broken)?;
        row += text.as_bytes().iter().skip(from).take_while(|byte| **byte == b'\n').count();
        if !reader.read_record(&mut record).map_err(broken)? {
            return Ok(());
        }
        for (column, cell) in record.iter().enumerate() {
            table.put(row, column, cell)?;
        }
        row += 1;
    }
}

/// Excel's own first line, `sep=;`, which no spreadsheet program shows, and what follows it.
fn said_delimiter(text: &str) -> Option<(char, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_matches(['"', ' ']);
    let said = line.get(..4).filter(|said| said.eq_ignore_ascii_case("sep="))?;
    let mut said = line[said.len()..].chars();
    let delimiter = said.next().filter(|c| *c == '\t' || (c.is_ascii_punctuation() && *c != '"'))?;
    said.next().is_none().then_some((delimiter, rest))
}

/// The one that most lines have equally often; of several such the more frequent one.
fn likely_delimiter(text: &str) -> char {
    let lines = counts(text);
    let score = |at: usize| {
        let mut seen: Vec<usize> = lines.iter().map(|line| line[at]).collect();
        seen.sort_unstable();
        seen.chunk_by(|a, b| a == b).filter(|same| same[0] > 0).map(|same| (same.len(), same[0])).max()
    };
    // `max_by_key` takes the last of equals, and the first is meant.
    let best = (0..DELIMITERS.len()).rev().filter_map(|at| Some((score(at)?, at))).max_by_key(|(score, _)| *score);
    best.map_or(DELIMITERS[0], |(_, at)| DELIMITERS[at])
}

/// How often each delimiter stands in each of the first lines, outside of quotes. Quotes open where a cell may begin and close where it may end, whichever the delimiter is.
fn counts(text: &str) -> Vec<[usize; DELIMITERS.len()]> {
    let mut lines = Vec::new();
    let mut line = [0; DELIMITERS.len()];
    let mut filled = false;
    let (mut quoted, mut begins) = (false, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if quoted {
            let doubled = c == '"' && chars.next_if_eq(&'"').is_some();
            quoted = c != '"' || doubled;
            continue;
        }
        quoted = c == '"' && begins;
        let delimiter = DELIMITERS.iter().position(|delimiter| *delimiter == c);
        begins = c == '\n' || delimiter.is_some();
        if let Some(at) = delimiter {
            line[at] += 1;
        }
        filled |= delimiter.is_some() || !c.is_whitespace();
        if c == '\n' && std::mem::take(&mut filled) {
            lines.push(std::mem::take(&mut line));
            if lines.len() == SAMPLE {
                return lines;
            }
        } else if c == '\n' {
            line = Default::default();
        }
    }
    if filled {
        lines.push(line);
    }
    lines
}

/// A file's name without its folders and its ending.
fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
