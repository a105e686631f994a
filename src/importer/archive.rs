//! What a zip holds, and how much of it, before anything in it is unpacked: by what its directory says of each part. A directory may lie, but not to any use: since 9.0.1 `zip` fails a read that
//! goes beyond the declared size, for calamine as well as for us, and that is asked of it by name in `Cargo.toml` and held by a test. So a file that declares little unpacks to little, and one that
//! declares much is refused; nothing has to be unpacked twice to be measured.

use crate::{Kind, MOST_RATIO, MOST_UNPACKED, Unreadable, broken};
use std::io::{Cursor, Read};
use zip::ZipArchive;

pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A part up to here may be as well packed as it likes.
const SMALL: u64 = 1 << 20;
/// Parts; a workbook with a picture for each member has fewer.
const MOST_PARTS: usize = 20_000;
/// Bytes of the styles of a workbook. As many as Excel allows (65,490) are some ten million; one that says nothing is 5 bytes in the file and over 150 in calamine's memory.
const MOST_STYLES: u64 = 16 << 20;
const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// The archive, when all of it can safely be unpacked.
///
/// # Errors
/// [`Unreadable::Broken`], [`Unreadable::Password`] when a part is encrypted, [`Unreadable::Bomb`].
pub fn open(bytes: &[u8]) -> Result<Archive<'_>, Unreadable> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    check(&archive)?;
    Ok(archive)
}

fn check(archive: &Archive) -> Result<(), Unreadable> {
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::Bomb);
    }
    let mut sum = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_data(index).map_err(broken)?;
        if part.encrypted() {
            return Err(Unreadable::Password);
        }
        sum = sum.saturating_add(part.size());
        let styles = part.name_raw().to_ascii_lowercase().ends_with(b"styles.xml") && part.size() > MOST_STYLES;
        if styles || sum > MOST_UNPACKED || part.size() > bound(part.compressed_size()) {
            return Err(Unreadable::Bomb);
        }
    }
    Ok(())
}

/// Bytes that a part of so many packed ones may unpack to.
fn bound(packed: u64) -> u64 {
    packed.saturating_mul(MOST_RATIO).max(SMALL)
}

/// Which kind of sheet a zip is.
///
/// # Errors
/// [`Unreadable::NotASheet`] when it is none; an encrypted .ods is [`Unreadable::Password`].
pub fn kind(archive: &mut Archive) -> Result<Kind, Unreadable> {
    if text_of(archive, "mimetype").starts_with(ODS) {
        let manifest = text_of(archive, "META-INF/manifest.xml");
        let encrypted = String::from_utf8_lossy(&manifest).contains("encryption-data");
        return if encrypted { Err(Unreadable::Password) } else { Ok(Kind::Ods) };
    }
    // Programs write it in folders and cases of their own, and with the other slash.
    let is_workbook = |name: &str| {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        name.starts_with("workbook") && name.ends_with(".xml")
    };
    let found = archive.file_names().filter_map(Result::ok).any(|name| is_workbook(&name));
    if found { Ok(Kind::Xlsx) } else { Err(Unreadable::NotASheet) }
}

/// A small part, or nothing.
fn text_of(archive: &mut Archive, name: &str) -> Vec<u8> {
    let mut text = Vec::new();
    if let Ok(part) = archive.by_name(name) {
        // What broke off says enough: it is only looked into.
        let _ = part.take(SMALL).read_to_end(&mut text);
    }
    text
}
