//! Microsoft's older container ("compound file"): a small file system in a file, with chains of sectors as on a floppy. All that is wanted of it is one stream. No chain is followed longer than the
//! file has sectors, so one that bites its own tail ends; `calamine` follows it until memory is full.

use crate::{Unreadable, broken};

/// Numbers from here on stand for no sector.
const NO_SECTOR: u32 = 0xffff_fffa;
/// Streams below that lie in sectors of 64 bytes inside of a stream of their own.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// A type of directory entry.
const STREAM: u8 = 2;

/// The stream of a workbook in an .xls file.
///
/// # Errors
/// [`Unreadable::Password`] for a workbook that was encrypted as a whole, [`Unreadable::NotASheet`] when there is no workbook (a .doc, an installer), [`Unreadable::Broken`].
pub fn workbook(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let file = File::open(bytes)?;
    let entries = file.entries()?;
    let named = |name: &str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    if named("EncryptedPackage").is_some() {
        return Err(Unreadable::Password);
    }
    let book = named("Workbook").or_else(|| named("Book")).filter(|entry| entry.kind == STREAM).ok_or(Unreadable::NotASheet)?;
    if book.length >= SMALL { file.stream(book) } else { file.small_stream(book, &entries) }
}

pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn early() -> Unreadable {
    broken("the container ends early")
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    /// In bytes.
    length: usize,
}

struct File<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector the one that follows it.
    next: Vec<u32>,
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let sector = match u16_at(bytes, 30).ok_or_else(early)? {
            9 => 512,
            12 => 4096,
            _ => return Err(broken("no such size of sectors")),
        };
        let mut file = Self { bytes, sector, next: Vec::new() };
        for id in file.table_sectors()? {
            let numbers = file.at(id).ok_or_else(early)?.as_chunks().0;
            file.next.extend(numbers.iter().map(|number| u32::from_le_bytes(*number)));
        }
        Ok(file)
    }

    /// How many sectors the file has at most, with room for a last one cut short.
    fn most(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// A sector; the last may be short.
    fn at(&self, id: u32) -> Option<&'a [u8]> {
        let from = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.sector)])
    }

    /// Where the table of what follows what lies: 109 numbers in the header, more in a chain of sectors, each of which ends in the number of the one after it.
    fn table_sectors(&self) -> Result<Vec<u32>, Unreadable> {
        let mut ids: Vec<u32> = (0..109).map_while(|at| u32_at(self.bytes, 76 + 4 * at)).collect();
        let mut more = u32_at(self.bytes, 68).ok_or_else(early)?;
        for _ in 0..self.most() {
            if more >= NO_SECTOR {
                break;
            }
            let sector = self.at(more).ok_or_else(early)?;
            let mut numbers: Vec<u32> = sector.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect();
            more = numbers.pop().ok_or_else(early)?;
            ids.extend(numbers);
        }
        ids.retain(|id| *id < NO_SECTOR);
        if ids.len() > self.most() { Err(broken("a table larger than its file")) } else { Ok(ids) }
    }

    /// The content of a chain of sectors, up to a length.
    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, Unreadable> {
        let (mut content, mut id) = (Vec::new(), start);
        for _ in 0..=self.most() {
            if id >= NO_SECTOR || content.len() >= length {
                content.truncate(length);
                return Ok(content);
            }
            content.extend_from_slice(self.at(id).ok_or_else(early)?);
            id = *self.next.get(id as usize).ok_or_else(early)?;
        }
        Err(broken("a chain without an end"))
    }

    fn entries(&self) -> Result<Vec<Entry>, Unreadable> {
        let directory = self.chain(u32_at(self.bytes, 48).ok_or_else(early)?, usize::MAX)?;
        Ok(directory.as_chunks::<ENTRY>().0.iter().filter_map(entry).collect())
    }

    fn stream(&self, entry: &Entry) -> Result<Vec<u8>, Unreadable> {
        let content = self.chain(entry.start, entry.length)?;
        if content.len() < entry.length { Err(early()) } else { Ok(content) }
    }

    /// A stream in small sectors; they lie in the stream of the directory's first entry.
    fn small_stream(&self, entry: &Entry, entries: &[Entry]) -> Result<Vec<u8>, Unreadable> {
        let root = entries.first().ok_or_else(early)?;
        let all = self.chain(root.start, root.length)?;
        let next = self.chain(u32_at(self.bytes, 60).ok_or_else(early)?, usize::MAX)?;
        let (mut content, mut id) = (Vec::new(), entry.start);
        while content.len() < entry.length {
            let from = (id as usize).checked_mul(SMALL_SECTOR).ok_or_else(early)?;
            let sector = all.get(from..).and_then(|rest| rest.get(..SMALL_SECTOR)).ok_or_else(early)?;
            content.extend_from_slice(sector);
            id = u32_at(&next, (id as usize).checked_mul(4).ok_or_else(early)?).ok_or_else(early)?;
        }
        content.truncate(entry.length);
        Ok(content)
    }
}

fn entry(bytes: &[u8; ENTRY]) -> Option<Entry> {
    // The length counts the zero at the end, and two bytes a character.
    let letters = (usize::from(u16_at(bytes, 64)?).min(64) / 2).saturating_sub(1);
    let name: Vec<u16> = (0..letters).filter_map(|at| u16_at(bytes, 2 * at)).collect();
    Some(Entry { name: String::from_utf16_lossy(&name), kind: bytes[66], start: u32_at(bytes, 116)?, length: u32_at(bytes, 120)? as usize })
}
