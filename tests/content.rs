//! What comes from outside and reaches a screen: texts, links, dates, ids, languages, figures. Bad input is refused or made harmless
//! where it is read, so that no view has to think of it.

mod support;

use meyirim::model::{Action, AgeClass, Direction, Id, Lang, PartialDate, Role, Texts, WebLink, action::ActionId, id, texts::plain};
use proptest::prelude::*;
use serde_json::json;

// --- Texts ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn what_a_title_can_be_tricked_with_is_taken_out() {
    for (given, kept) in [
        ("Берег реки Бадам", "Берег реки Бадам"),
        ("  Қақпақтар \n", "Қақпақтар"),
        ("\u{202e}gnp.exe", "gnp.exe"),                       // right-to-left override
        ("До\u{2066}бро\u{2069}", "Добро"),                   // isolates
        ("a\u{200e}b\u{200f}c\u{61c}d", "abcd"),              // marks
        ("са\u{200b}у\u{200c}л\u{200d}ы\u{feff}қ", "саулық"), // zero width
        ("soft\u{ad}hyphen", "softhyphen"),
        ("tag\u{e0041}\u{e007f}", "tag"),
        ("variation\u{e0100}", "variation"),
        ("filler\u{3164}\u{115f}\u{2800}", "filler"),
        ("line one\nline two", "line one\nline two"),
        ("a\r\nb\u{2028}c\u{2029}d", "a\nbcd"),
        ("a\tb\u{0}c\u{1b}[31m", "a bc[31m"),
        ("e\u{301}", "e\u{301}"),                     // an accent is writing
        ("👩\u{200d}🌾 көшет", "👩\u{200d}🌾 көшет"), // emoji joined by U+200D
        ("❤\u{fe0f}\u{200d}🔥", "❤\u{fe0f}\u{200d}🔥"),
        ("👩\u{200d}", "👩"),
        ("👩\u{200b}\u{200d}🌾", "👩\u{200d}🌾"),
        ("«30 игі іс» — №1, 1 000 ₸", "«30 игі іс» — №1, 1 000 ₸"),
    ] {
        assert_eq!(plain(given), kept, "{given:?}");
    }
}

#[test]
fn a_text_that_nobody_can_read_is_none() {
    for blank in ["", " ", "\n\t", "\u{200b}", "\u{202e}\u{202c}", "\u{200d}", "\u{fe0f}", "\u{3164}", "\u{ad}", "\u{a0}\u{2003}"] {
        assert_eq!(Texts::new(Some(blank), None, Some(blank)), None, "{blank:?}");
        assert!(serde_json::from_value::<Texts>(json!({ "kk": blank, "ru": null })).is_err(), "{blank:?}");
        let texts = Texts::new(Some(blank), Some("Добро"), None).expect("Russian is there");
        assert_eq!(texts.get(Lang::Kk), None, "{blank:?} is no translation");
    }
    for wrong in [json!({}), json!(null), json!([]), json!("Добро"), json!({ "de": "gut" }), json!({ "kk": 1 }), json!({ "kk": ["a"] })]
    {
        assert!(serde_json::from_value::<Texts>(wrong.clone()).is_err(), "{wrong}");
    }
    assert!(serde_json::from_value::<Texts>(json!({ "kk": "Ізгілік", "de": "gut" })).is_ok(), "a fourth language does no harm");
}

#[test]
fn stand_ins_are_flagged_and_come_in_order() {
    let texts = |kk, ru, en| Texts::new(kk, ru, en).expect("a text");
    for (given, reader, shown) in [
        (texts(Some("к"), Some("р"), Some("e")), Lang::Kk, ("к", Lang::Kk, false)),
        (texts(None, Some("р"), Some("e")), Lang::Kk, ("р", Lang::Ru, true)),
        (texts(None, None, Some("e")), Lang::Kk, ("e", Lang::En, true)),
        (texts(Some("к"), None, Some("e")), Lang::Ru, ("к", Lang::Kk, true)),
        (texts(None, None, Some("e")), Lang::Ru, ("e", Lang::En, true)),
        (texts(Some("к"), Some("р"), None), Lang::En, ("р", Lang::Ru, true)),
        (texts(Some("к"), None, None), Lang::En, ("к", Lang::Kk, true)),
    ] {
        let got = given.show(reader);
        assert_eq!((got.text, got.lang, got.stand_in), shown, "{given:?} for {reader:?}");
    }
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn cleaning_is_done_once(text in "[\\PC\u{200d}\u{fe0f}\u{202e}\u{200b}👩🌾❤ \n\t]{0,24}") {
        let once = plain(&text).into_owned();
        prop_assert_eq!(plain(&once), once.as_str());
    }

    #[test]
    fn what_is_shown_is_there_and_readable(kk in proptest::option::of("\\PC{0,6}"), ru in proptest::option::of("\\PC{0,6}"), lang in 0..3_usize) {
        if let Some(texts) = Texts::new(kk.as_deref(), ru.as_deref(), None) {
            let lang = Lang::ALL[lang];
            let shown = texts.show(lang);
            prop_assert!(!shown.text.trim().is_empty());
            prop_assert_eq!(texts.get(shown.lang), Some(shown.text));
            prop_assert_eq!(shown.stand_in, shown.lang != lang);
            prop_assert_eq!(shown.stand_in, texts.get(lang).is_none());
            let wire = serde_json::to_string(&texts).expect("writes");
            prop_assert_eq!(serde_json::from_str::<Texts>(&wire).expect("reads"), texts);
        }
    }
}

// --- Links ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn links_that_may_be_followed() {
    for (link, host) in [
        ("https://otyrar.kz/2021/06/3500", "otyrar.kz"),
        ("http://www.adyrna.kz:8080/?p=1#top", "adyrna.kz"),
        ("HTTPS://Example.KZ", "Example.KZ"),
        ("https://xn--e1aybc.xn--80ao21a/", "xn--e1aybc.xn--80ao21a"),
        ("https://мейірім.қаз/көмек?q=а%20б", "мейірім.қаз"),
        ("http://ж", "ж"),
        ("https://example.kz?next=javascript:alert(1)", "example.kz"),
    ] {
        assert_eq!(WebLink::new(link).expect(link).host(), host, "{link}");
        assert_eq!(WebLink::new(link).expect(link).as_str(), link);
    }
}

#[test]
fn links_that_never_reach_a_screen() {
    for link in [
        "",
        "example.kz",
        "//example.kz",
        "/actions",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "javascript://example.kz/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:https://example.kz/1",
        "file:///etc/passwd",
        "ftp://example.kz",
        "mailto:a@example.kz",
        "https:example.kz",
        "https:/example.kz",
        "https://",
        "https:///example.kz",
        "https://?q",
        "https://#x",
        "https://:443/",
        "https://./",
        " https://example.kz",
        "https://example.kz ",
        "https://exam ple.kz",
        "https://example.kz/\r\nSet-Cookie: a=b",
        "https://example.kz/\u{202e}gpj.exe",
        "https://exa\u{200b}mple.kz",
        "https://akimat.kz@evil.example/",
        "https://user:secret@example.kz/",
        "https://example.kz\\@evil.example",
        "https://example.kz/\"onclick=\"x",
        "https://example.kz/<script>",
    ] {
        assert!(WebLink::new(link).is_err(), "{link:?}");
    }
    assert!(WebLink::new(&format!("https://example.kz/{}", "a".repeat(2000))).is_err());
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn a_link_is_http_or_nothing(text in prop_oneof!["\\PC{0,40}", "[Hh][Tt]{2}[Pp][Ss]?:/{0,3}\\PC{0,30}"]) {
        if let Ok(link) = WebLink::new(&text) {
            let lower = link.as_str().to_ascii_lowercase();
            prop_assert!(lower.starts_with("https://") || lower.starts_with("http://"));
            prop_assert!(!link.as_str().chars().any(char::is_whitespace));
            let _ = link.host();
        }
    }
}

// --- Dates as well as they are known ---------------------------------------------------------------------------------------------------

#[test]
fn dates_as_well_as_they_are_known() {
    for text in ["2021", "2021-06", "2021-06-14", "2024-02-29", "0000", "9999-12-31"] {
        assert_eq!(text.parse::<PartialDate>().expect(text).to_string(), text);
    }
    for text in [
        "",
        "21",
        "+202",
        "-2021",
        "20211",
        "2021-",
        "2021-6",
        "2021-00",
        "2021-13",
        "2021-+6",
        "2021-02-30",
        "2023-02-29",
        "2021-06-0",
        "2021-06-00",
        "2021-06-14-",
        "2021-06-14T00:00",
        "2021/06",
        " 2021",
        "2021 ",
        "June 2021",
        "２０２１",
        "2021--06",
    ] {
        assert!(text.parse::<PartialDate>().is_err(), "{text:?}");
    }
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn dates_survive_writing(date in support::any_partial_date()) {
        let json = serde_json::to_string(&date).expect("writes");
        prop_assert_eq!(serde_json::from_str::<PartialDate>(&json).expect("reads"), date);
        prop_assert_eq!(json.len() - 2, if date.day.is_some() { 10 } else if date.month.is_some() { 7 } else { 4 });
    }

    #[test]
    fn no_text_breaks_a_date(text in "\\PC{0,12}") {
        let _ = text.parse::<PartialDate>();
    }
}

// --- Ids -------------------------------------------------------------------------------------------------------------------------------

#[test]
fn ids_are_safe_in_a_path() {
    for good in ["1", "a2025-museum-night", "0190f3f0-7c1e-7a10-8b7d-2f6b1c3d4e5f", "A.b_c~d", "...", "-", &"x".repeat(id::LONGEST)] {
        assert_eq!(good.parse::<ActionId>().expect(good).to_string(), good);
    }
    for bad in ["", ".", "..", "a/b", "a b", "a?b", "a#b", "a%2e", "ә", "a\n", "<script>", "\u{200b}", &"x".repeat(id::LONGEST + 1)] {
        assert!(ActionId::new(bad).is_err(), "{bad:?}");
        assert!(serde_json::from_value::<ActionId>(json!(bad)).is_err(), "{bad:?}");
    }
    assert!(serde_json::from_value::<ActionId>(json!(17)).is_err(), "an id is a text");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn an_id_needs_no_escaping(text in "\\PC{0,70}") {
        if let Ok(id) = Id::<Action>::new(&text) {
            prop_assert_eq!(meyirim::api::request::segment(id.as_str()), text);
        }
    }

    #[test]
    fn ids_sort_as_their_texts(a in support::any_id(), b in support::any_id()) {
        prop_assert_eq!(support::id::<Action>(&a).cmp(&support::id(&b)), a.cmp(&b));
    }
}

// --- Keys ------------------------------------------------------------------------------------------------------------------------------

#[test]
fn languages() {
    for (tag, lang) in [
        ("kk", Some(Lang::Kk)),
        ("KK-Cyrl-KZ", Some(Lang::Kk)),
        ("ru_RU", Some(Lang::Ru)),
        ("en-GB", Some(Lang::En)),
        ("", None),
        ("k", None),
        ("kkk", None),
        ("de", None),
        ("ru ", None),
    ] {
        assert_eq!(Lang::from_code(tag), lang, "{tag:?}");
    }
    for lang in Lang::ALL {
        assert_eq!(Lang::from_code(lang.code()), Some(lang));
        assert_eq!(serde_json::to_value(lang).expect("writes"), json!(lang.code()));
        let mut all = vec![lang];
        all.extend(lang.stand_ins());
        all.sort();
        assert_eq!(all, Lang::ALL, "each language stands in once");
    }
}

#[test]
fn a_key_that_nobody_knows_is_refused_and_named() {
    for direction in Direction::ALL {
        assert_eq!(serde_json::to_value(direction).expect("writes"), json!(direction.key()));
        assert_eq!(Direction::from_key(direction.key()), Some(direction));
    }
    assert_eq!(Direction::from_key("Saulyq"), None);
    let error = serde_json::from_value::<Direction>(json!("sport")).expect_err("no default is invented");
    assert!(error.to_string().contains("sport"), "{error}");
    for class in ["under_14", "14_17", "18_plus"] {
        assert!(serde_json::from_value::<AgeClass>(json!(class)).is_ok(), "{class}");
    }
    assert!(serde_json::from_value::<AgeClass>(json!("18")).is_err());
    assert!(AgeClass::ALL.is_sorted(), "rules compare classes");
}

/// A newer backend may have more roles. They allow nothing here, and whoever has one can still sign in.
#[test]
fn a_role_that_nobody_knows_costs_itself() {
    let read = |role: &str| serde_json::from_value::<Role>(json!(role)).expect("reads");
    assert_eq!(read("association_leader"), Role::AssociationLeader);
    assert_eq!(read("mayor"), Role::Other);
}

#[test]
fn an_action_has_shifts_that_end_after_they_start() {
    let actions: serde_json::Value = serde_json::from_str(&support::fixture("actions")).expect("reads");
    let good = &actions["items"][0];
    assert!(serde_json::from_value::<Action>(good.clone()).is_ok());
    let mut turned = good.clone();
    turned["shifts"][0]["ends"] = json!("2001-01-01T00:00:00Z");
    let error = serde_json::from_value::<Action>(turned).expect_err("is no shift");
    assert!(error.to_string().contains("ends before it starts"), "{error}");
    let mut none = good.clone();
    none["shifts"] = json!([]);
    assert!(serde_json::from_value::<Action>(none).is_err());
}
