//! Choosing among organisations, and the links that lead from them to a map and a phone.

mod support;

use meyirim::model::{
    Coordinates, Lang, Organisation, OrganisationKind, Phone,
    directory::{Entry, Section, Wanted, alphabetical, choose},
    fold::Query,
    hub::Hub,
};
use support::*;

fn entries() -> Vec<Entry> {
    let record = |name: &str, kind: &str, kk: &str, district: Option<&str>| -> Organisation {
        let json = serde_json::json!({ "id": name, "rev": 1, "kind": kind, "name": { "kk": kk }, "district": district });
        serde_json::from_value(json).expect("a record")
    };
    [
        record("umit", "fund", "«Үміт» қоры", Some("abay")),
        record("azat", "fund", "Азат қоры", None),
        record("aspan", "fund", "«Әспан» қоры", Some("turan")),
        record("shop", "social_shop", "Дүкен", Some("abay")),
        record("museum", "institution", "Абай музейі", Some("abay")),
    ]
    .map(Entry::new)
    .into()
}

fn names(section: Section, wanted: &Wanted) -> (Vec<String>, usize) {
    let entries = entries();
    let found = choose(&entries, section, wanted, Lang::Kk);
    (found.list.iter().map(|organisation| organisation.id.to_string()).collect(), found.nowhere)
}

#[test]
fn shops_stand_by_themselves_and_every_kind_is_somewhere() {
    assert_eq!(names(Section::Shops, &Wanted::default()).0, ["shop"]);
    assert_eq!(names(Section::Funds, &Wanted::default()).0, ["azat", "aspan", "umit", "museum"], "by kind, then by the Kazakh alphabet");
    let kinds: Vec<_> = Section::Shops.kinds().chain(Section::Funds.kinds()).collect();
    assert!(OrganisationKind::ALL.iter().all(|kind| kinds.contains(kind)) && kinds.len() == OrganisationKind::ALL.len());
    assert!(OrganisationKind::ALL.into_iter().all(|kind| OrganisationKind::from_key(kind.key()) == Some(kind)));
    assert!(OrganisationKind::ALL.into_iter().all(|kind| serde_json::json!(kind) == kind.key()), "the key is that of the wire");
}

#[test]
fn a_district_leaves_out_what_no_source_places_and_says_so() {
    let wanted = Wanted { district: Some("abay".to_owned()), ..Wanted::default() };
    assert_eq!(names(Section::Funds, &wanted), (vec!["umit".to_owned(), "museum".to_owned()], 1));
    let funds = Wanted { kind: Some(OrganisationKind::Fund), ..wanted };
    assert_eq!(names(Section::Funds, &funds), (vec!["umit".to_owned()], 1));
    let searched = Wanted { query: Query::new("музей"), ..Wanted { kind: None, ..funds } };
    assert_eq!(
        names(Section::Funds, &searched),
        (vec!["museum".to_owned()], 0),
        "what the search leaves out is not counted as without a district"
    );
}

#[test]
fn search_folds_letters() {
    for typed in ["umit", "ҮМІТ", "умит"] {
        let wanted = Wanted { query: Query::new(typed), ..Wanted::default() };
        assert_eq!(names(Section::Funds, &wanted).0, ["umit"], "{typed}");
    }
}

#[test]
fn the_alphabet_of_kazakh() {
    let mut words = ["Япон", "Әже", "Бала", "Аба", "Қазан", "Кәусар", "Үй", "Ұя", "«Ғалым»", "Гүл", "Zoo", "1 мектеп"];
    words.sort_by_key(|word| alphabetical(word));
    assert_eq!(words, ["1 мектеп", "Zoo", "Аба", "Әже", "Бала", "Гүл", "«Ғалым»", "Кәусар", "Қазан", "Ұя", "Үй", "Япон"]);
}

#[test]
fn a_map_by_name_or_by_coordinates() {
    let hub: Hub = serde_json::from_str(&fixture("hub")).expect("a hub");
    let map = |map: Option<&str>, coordinates| Hub { map: map.map(str::to_owned), ..hub.clone() }.map_link("Абай к., 1 & 2", coordinates);
    let here = Some(Coordinates { lat: 42.3, lon: 69.6, coarse: true });
    let name = "%D0%90%D0%B1%D0%B0%D0%B9%20%D0%BA%2E%2C%201%20%26%202";
    assert_eq!(map(Some("https://2gis.kz/shymkent/search/{query}"), here), format!("https://2gis.kz/shymkent/search/{name}"));
    assert_eq!(map(Some("https://map.example/#{lat},{lon}"), here), "https://map.example/#42.3,69.6");
    assert_eq!(map(Some("https://map.example/#{lat},{lon}"), None), format!("geo:0,0?q={name}"), "no pin that we do not know");
    assert_eq!(map(None, here), "geo:42.3,69.6?q=42.3,69.6");
    assert_eq!(map(Some("javascript:alert({query})"), None), format!("geo:0,0?q={name}"), "only a web address");
    assert_eq!(map(None, None), format!("geo:0,0?q={name}"));
}

#[test]
fn a_number_to_read() {
    let spaced = |text: &str| Phone::parse(text).expect("a number").spaced();
    assert_eq!(spaced("87000009001"), "+7 700 000 90 01");
    assert_eq!(spaced("+998901234567"), "+998901234567");
}
