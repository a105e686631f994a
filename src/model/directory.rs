//! Choosing among organisations: the two sections of the directory, its filters, its search, and the order of its lists.

use super::{Lang, Organisation, OrganisationKind, Texts, fold};
use std::sync::{Arc, LazyLock};

/// Social shops stand by themselves, because people look for one to go there; everybody else who helps is in the other section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Shops,
    Funds,
}

impl Section {
    pub fn of(kind: OrganisationKind) -> Self {
        if kind == OrganisationKind::SocialShop { Self::Shops } else { Self::Funds }
    }

    /// The kinds of the section, in the order in which they are offered.
    pub fn kinds(self) -> impl Iterator<Item = OrganisationKind> {
        OrganisationKind::ALL.into_iter().filter(move |kind| Self::of(*kind) == self)
    }
}

/// What is looked for in a section. `None` everywhere: all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    pub kind: Option<OrganisationKind>,
    pub district: Option<String>,
    pub query: Option<fold::Query>,
}

/// What was found, and what the filter by district had to leave out because no source says where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    pub list: Vec<T>,
    pub nowhere: usize,
}

/// An organisation with its search key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub organisation: Arc<Organisation>,
    key: Box<str>,
}

impl Entry {
    /// The key: what it is called, what it does, where it is and what it needs, in all languages.
    pub fn new(organisation: Organisation) -> Self {
        let mut key = String::new();
        let texts = [Some(&organisation.name), organisation.does.as_ref(), organisation.address.as_ref()];
        let needs = organisation.needs.iter().map(|need| &need.what);
        for text in texts.into_iter().flatten().chain(needs).flat_map(Texts::each) {
            fold::fold_onto(text, &mut key);
        }
        Self { key: key.into_boxed_str(), organisation: Arc::new(organisation) }
    }
}

/// What of `all` is wanted, by kind and then by name as a reader of `lang` looks it up.
pub fn choose<'a>(all: impl IntoIterator<Item = &'a Entry>, section: Section, wanted: &Wanted, lang: Lang) -> Found<&'a Arc<Organisation>> {
    let mut found = Found { list: Vec::new(), nowhere: 0 };
    for Entry { organisation, key } in all {
        let fits = Section::of(organisation.kind) == section
            && wanted.kind.is_none_or(|kind| organisation.kind == kind)
            && wanted.query.as_ref().is_none_or(|query| query.matches(key));
        match (&wanted.district, &organisation.district) {
            _ if !fits => {}
            (Some(_), None) => found.nowhere += 1,
            (Some(wanted), Some(district)) if wanted != district => {}
            _ => found.list.push(organisation),
        }
    }
    found
        .list
        .sort_by_cached_key(|organisation| (organisation.kind, alphabetical(organisation.name.show(lang).text), organisation.id.clone()));
    found
}

/// The alphabet of Kazakh, which has that of Russian in it. Code points would put all Kazakh letters after я.
const ALPHABET: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// Places in it, from 1, of each letter of the Cyrillic block in either case; 0: not in it. Looked up for every letter of a hundred thousand names.
static PLACES: LazyLock<[u8; 0x130]> = LazyLock::new(|| {
    let mut places = [0; 0x130];
    for (letter, place) in ALPHABET.chars().zip(1..) {
        for letter in letter.to_uppercase().chain([letter]) {
            if let Some(known) = places.get_mut((letter as usize).wrapping_sub(0x400)) {
                *known = place;
            }
        }
    }
    places
});

/// A key by which names sort as in a dictionary: quotation marks and spaces do not count, nor does case; digits, then Latin, then Cyrillic.
pub fn alphabetical(name: &str) -> Vec<u32> {
    let mut key = Vec::with_capacity(name.len());
    alphabetical_onto(name, |letter| key.push(letter));
    key
}

/// The same, letter by letter.
pub fn alphabetical_onto(name: &str, mut letter: impl FnMut(u32)) {
    for c in name.chars() {
        match PLACES.get((c as usize).wrapping_sub(0x400)) {
            Some(place) if *place > 0 => letter(0x1_0000 + u32::from(*place)),
            _ if c.is_alphanumeric() => c.to_lowercase().map(u32::from).for_each(&mut letter),
            _ => {}
        }
    }
}
