//! OpenDocument spreadsheets (.ods), as LibreOffice writes them. Read here and not by `calamine`, see `lib.rs`: rows and cells say how often they repeat, and a reader that writes the repeats out
//! before it counts them can be made to fill any memory.

use crate::{
    Sheet, Unreadable,
    archive::Archive,
    broken,
    table::{Budget, Table},
    values,
};
use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};
use std::io::{BufRead, BufReader};

/// Spaces in a row that one element may stand for.
const MOST_SPACES: usize = 1000;

/// All sheets with anything in them.
///
/// # Errors
/// [`Unreadable::Broken`], and those of [`Table::put`].
pub fn read(archive: &mut Archive, budget: &mut Budget) -> Result<Vec<Sheet>, Unreadable> {
    let part = archive.by_name("content.xml").map_err(broken)?;
    let mut xml = Xml::new(BufReader::new(part));
    let mut sheets = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(start) if start.name().0 == "table:table" => {
                let name = attribute(&start, "table:name")?.unwrap_or_default();
                let mut table = Table::new(budget);
                read_table(&mut xml, &mut table)?;
                table.finish(name, &mut sheets);
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// The document's events; empty elements come as a start and an end.
struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Xml<R> {
    fn new(from: R) -> Self {
        let mut reader = Reader::from_reader(from);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    fn next(&mut self) -> Result<Event<'_>, Unreadable> {
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(broken)
    }

    /// Passes over everything up to the end of the element whose start was read last.
    fn skip(&mut self) -> Result<(), Unreadable> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(early()),
                _ => {}
            }
        }
        Ok(())
    }
}

fn early() -> Unreadable {
    broken("content.xml ends early")
}

fn attribute(start: &BytesStart, name: &str) -> Result<Option<String>, Unreadable> {
    let Some(found) = start.try_get_attribute(name).map_err(broken)? else { return Ok(None) };
    Ok(Some(found.normalized_value(quick_xml::XmlVersion::Explicit1_0).map_err(broken)?.into_owned()))
}

/// How often an element stands there.
fn repeats(start: &BytesStart, name: &str) -> Result<usize, Unreadable> {
    attribute(start, name)?.map_or(Ok(1), |count| count.trim().parse().map_err(broken))
}

/// Up to the table's end. Rows also stand in groups and among headers, which are passed through.
fn read_table(xml: &mut Xml<impl BufRead>, table: &mut Table) -> Result<(), Unreadable> {
    let mut row = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(start) if start.name().0 == "table:table-row" => {
                let times = repeats(&start, "table:number-rows-repeated")?;
                let cells = read_row(xml)?;
                if !cells.is_empty() {
                    put_row(table, row, times, &cells)?;
                }
                row = row.saturating_add(times);
            }
            // Forms and pictures of the sheet may hold tables of their own.
            Event::Start(start) if start.name().0 == "table:shapes" || start.name().0 == "office:forms" => xml.skip()?,
            Event::End(end) if end.name().0 == "table:table" => return Ok(()),
            Event::Eof => return Err(early()),
            _ => {}
        }
    }
}

/// A cell with something in it, its column and how many columns it fills.
struct Filled {
    column: usize,
    times: usize,
    text: String,
}

fn put_row(table: &mut Table, row: usize, times: usize, cells: &[Filled]) -> Result<(), Unreadable> {
    for row in row..row.saturating_add(times) {
        for cell in cells {
            for column in cell.column..cell.column.saturating_add(cell.times) {
                table.put(row, column, &cell.text)?;
            }
        }
    }
    Ok(())
}

fn read_row(xml: &mut Xml<impl BufRead>) -> Result<Vec<Filled>, Unreadable> {
    let (mut cells, mut column) = (Vec::new(), 0_usize);
    loop {
        match xml.next()? {
            Event::Start(start) if start.name().0 == "table:table-cell" => {
                let times = repeats(&start, "table:number-columns-repeated")?;
                let value = Value::of(&start)?;
                let text = value.text(read_paragraphs(xml)?);
                if !text.trim().is_empty() {
                    cells.push(Filled { column, times, text });
                }
                column = column.saturating_add(times);
            }
            // Under a merged cell; what may still be in it, nobody sees.
            Event::Start(start) if start.name().0 == "table:covered-table-cell" => {
                column = column.saturating_add(repeats(&start, "table:number-columns-repeated")?);
                xml.skip()?;
            }
            Event::End(end) if end.name().0 == "table:table-row" => return Ok(cells),
            Event::Eof => return Err(early()),
            _ => {}
        }
    }
}

/// What a cell shows, up to the cell's end: its paragraphs as lines, without comments and pictures.
fn read_paragraphs(xml: &mut Xml<impl BufRead>) -> Result<String, Unreadable> {
    let (mut text, mut first, mut depth) = (String::new(), true, 1_usize);
    loop {
        match xml.next()? {
            Event::Start(start) => {
                match start.name().0 {
                    "text:p" if !std::mem::take(&mut first) => text.push('\n'),
                    "text:line-break" => text.push('\n'),
                    "text:tab" => text.push('\t'),
                    "text:s" => text.extend(std::iter::repeat_n(' ', repeats(&start, "text:c")?.min(MOST_SPACES))),
                    name if name == "office:annotation" || name == "table:table" || name.starts_with("draw:") => {
                        xml.skip()?;
                        continue;
                    }
                    _ => {}
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return Ok(text);
                }
            }
            Event::Text(part) if depth > 1 => text.push_str(&part.xml10_content()),
            Event::CData(part) if depth > 1 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) if depth > 1 => text.push_str(&resolved(&reference)?),
            Event::Eof => return Err(early()),
            _ => {}
        }
    }
}

/// `&amp;` and `&#39;`; there are no others in such a file.
fn resolved(reference: &BytesRef) -> Result<String, Unreadable> {
    if let Some(c) = reference.resolve_char_ref().map_err(broken)? {
        return Ok(c.to_string());
    }
    Ok(quick_xml::escape::resolve_xml_entity(reference).unwrap_or_default().to_owned())
}

/// What a cell is beside what it shows.
enum Value {
    Shown,
    Text(String),
    Number(f64),
    Moment(String),
    Duration(String),
    Error,
}

impl Value {
    fn of(start: &BytesStart) -> Result<Self, Unreadable> {
        if attribute(start, "calcext:value-type")?.as_deref() == Some("error") {
            return Ok(Self::Error);
        }
        let kind = attribute(start, "office:value-type")?;
        let of = |name| attribute(start, name);
        let value = match kind.as_deref() {
            Some("float" | "percentage" | "currency") => of("office:value")?.and_then(|text| text.parse().ok()).map(Self::Number),
            Some("date") => of("office:date-value")?.map(Self::Moment),
            Some("time") => of("office:time-value")?.map(Self::Duration),
            Some("boolean") => of("office:boolean-value")?.map(|text| Self::Text(text.to_ascii_uppercase())),
            _ => of("office:string-value")?.map(Self::Text),
        };
        Ok(value.unwrap_or(Self::Shown))
    }

    /// What a person reads, given what the cell shows.
    fn text(self, shown: String) -> String {
        match self {
            Self::Shown => shown,
            Self::Text(text) => text,
            Self::Moment(text) => values::iso_moment(&text),
            Self::Duration(text) => values::iso_duration(&text),
            Self::Error => String::new(),
            Self::Number(value) => {
                let text = values::number(value);
                // A personal number that begins with zeros shows them, and is less without.
                let zeros = shown.strip_suffix(&text).is_some_and(|zeros| zeros.bytes().all(|byte| byte == b'0'));
                if zeros { shown } else { text }
            }
        }
    }
}
