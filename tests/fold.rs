//! Search finds what people mean: Kazakh on a Russian keyboard, Cyrillic by Latin, words not yet typed to the end.

mod support;

use meyirim::model::fold::{Key, Query, fold, fold_onto};
use proptest::prelude::*;

fn finds(query: &str, text: &str) -> bool {
    Query::new(query).unwrap_or_else(|| panic!("{query:?} searches for nothing")).matches(&fold(text))
}

/// Written, and what people type for it.
const WORDS: [(&str, &[&str]); 62] = [
    ("Саулық", &["саулық", "САУЛЫК", "saulyq", "saulyk", "Saúlyq", "Saýlyq", "sawlıq", "saulıq"]),
    ("Шымкент", &["шымкент", "shymkent", "Şymkent", "Šymkent", "S\u{327}ymkent", "shimkent"]),
    ("Қайырымдылық", &["кайырымдылык", "qaiyrymdylyq", "kaiyrymdylyk", "qaıyrymdylyq", "qayırımdılıq"]),
    ("Жастар", &["жастар", "jastar", "zhastar", "ЖАСТАР"]),
    ("Наурыз", &["наурыз", "nauryz", "naurýz", "naýryz", "nawrız", "Наурыз"]),
    ("Әл-Фараби", &["фараби", "al-farabi", "әл фараби", "ал фараби", "al farabi", "Əл-Фараби"]),
    ("Ұлы", &["улы", "uly", "ūly", "ulı"]),
    ("Тәуелсіздік", &["тауелсиздик", "tauelsizdik", "täuelsızdık", "táýelsizdik"]),
    ("көшет", &["кошет", "koshet", "köşet"]),
    ("Центр", &["центр", "tsentr", "centr", "Centr"]),
    ("Қамқорлық", &["камкорлык", "qamqorlyq", "kamkorlyk"]),
    ("Сабақтастық", &["сабактастык", "sabaqtastyq", "sabaktastyk"]),
    ("Таза әлем", &["таза алем", "taza alem", "taza álem", "alem taza"]),
    ("Асыл мұра", &["асыл мура", "asyl mura", "asyl múra"]),
    ("Үміт", &["умит", "umit", "ümıt", "Úmit"]),
    ("Білім", &["билим", "bilim", "bılım"]),
    ("Қаратау", &["каратау", "karatau", "qaratau", "qarataw"]),
    ("Еңбекші", &["енбекши", "enbekshi", "Yenbekshi", "eñbekşı"]),
    ("Тұран", &["туран", "turan", "tūran"]),
    ("Абай", &["абай", "abai", "abay"]),
    ("Ғылым", &["гылым", "gylym", "ğylym", "ghylym", "ǵylym"]),
    ("Халық", &["халык", "halyq", "khalyk", "halyk"]),
    ("Қаһарман", &["кахарман", "qaharman", "kaharman"]),
    ("Мейірім", &["мейирим", "meirim", "meyirim", "meiirim"]),
    ("еріктілер", &["ериктилер", "eriktiler", "eriktıler"]),
    ("волонтёр", &["волонтер", "волонт", "volonter"]),
    ("Ёлка", &["елка", "elka"]),
    ("детский", &["детский", "дет", "detskiy", "detskii", "det"]),
    ("советский", &["совет", "sovet", "sovetskiy"]),
    ("площадь", &["площад", "ploshchad", "ploschad", "ploshad", "ploşad"]),
    ("счастье", &["счастье", "schaste", "schastye", "shchast"]),
    ("Дача", &["дача", "dacha", "daça"]),
    ("школа", &["школа", "shkola", "şkola"]),
    ("Жұма", &["жума", "juma", "zhuma", "jūma"]),
    ("Түркістан", &["туркистан", "turkistan", "türkıstan", "Túrkistan"]),
    ("Өзбекәлі", &["озбекали", "ozbekali"]),
    ("Хаджи", &["хаджи", "hadzhi", "khadzhi", "hadji"]),
    ("здоровье", &["здоровье", "zdorove", "zdorovye"]),
    ("добрые дела", &["добрые дела", "dobrye dela", "dobrie dela", "dela dobrye"]),
    ("новые", &["novye", "novie", "novyye"]),
    ("район", &["раион", "rayon", "raion"]),
    ("Ассоциация", &["ассоциация", "associaciya", "assotsiatsiya", "asociacia"]),
    ("Мария", &["мария", "mariya", "maria", "mariia"]),
    ("Юлия", &["yuliya", "iuliia", "yulia"]),
    ("улица", &["улица", "ulitsa", "ulica"]),
    ("цирк", &["tsirk", "cirk"]),
    ("ковид", &["kovid", "covid"]),
    ("коворкинг", &["kovorking", "коворкинг"]),
    ("объект", &["объект", "обект", "obekt", "ob'ekt"]),
    ("съезд", &["сьезд", "sezd", "s'ezd"]),
    ("апрель", &["апр", "aprel", "aprel'"]),
    ("Көмек", &["комек", "komek", "kömek"]),
    ("Жігер", &["жигер", "zhiger", "jiger", "jıger"]),
    ("Сайрам", &["сайрам", "sairam", "sayram"]),
    ("Қошқар ата", &["кошкар ата", "koshkar ata", "qoshqar-ata", "qoşqar ata"]),
    ("Достық үйі", &["достык уйи", "dostyq", "dostyk uyi"]),
    ("Қызылжар", &["кызылжар", "kyzylzhar", "qyzyljar"]),
    ("№30 мектеп", &["30 мектеп", "30", "mektep 30"]),
    ("Connect-ed", &["connect", "connect-ed", "c", "con", "коннект"]),
    ("QazMed Жастары", &["qazmed", "казмед", "kazmed"]),
    ("Dobryaki Shymkent", &["добряки", "dobryaki", "dobriaki", "dob"]),
    ("Ақсукент", &["аксукент", "aqsukent", "aqsuwkent"]),
];

#[test]
fn words_are_found_by_every_usual_spelling() {
    let misses: Vec<_> = WORDS
        .iter()
        .flat_map(|(word, queries)| queries.iter().map(move |query| (word, query)))
        .filter(|(word, query)| !finds(query, word))
        .map(|(word, query)| format!("{query:?} ({:?}) does not find {word:?} ({:?})", Query::new(query), fold(word)))
        .collect();
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn different_words_stay_apart() {
    for (query, text) in [
        ("сол", "шол"),
        ("сас", "час"),
        ("жер", "зер"),
        ("кан", "хан"),
        ("том", "дом"),
        ("ара", "Қара"),
        ("рка", "арка"),
        ("қор қызыл", "қор"),
        ("300", "30 мектеп"),
        ("sol", "школа"),
        ("цена", "Сена"),
        ("вода", "уода"),
    ] {
        assert!(!finds(query, text), "{query:?} {:?} finds {text:?} {:?}", Query::new(query), fold(text));
    }
}

#[test]
fn no_two_words_of_the_table_fall_together() {
    let keys: std::collections::BTreeMap<_, _> = WORDS.iter().map(|(word, _)| (fold(word), *word)).collect();
    assert_eq!(keys.len(), WORDS.len(), "{keys:?}");
}

#[test]
fn keys_of_several_texts_are_parted() {
    let mut key = String::new();
    for text in ["Көмек", "", " — ", "Помощь", "Help!"] {
        fold_onto(text, &mut key);
    }
    assert_eq!(key, "komek pomosh khelp");
}

#[test]
fn nothing_to_search_for() {
    for text in ["", "  ", "—", "«»", "ь", "!?", "日本"] {
        assert_eq!(Query::new(text), None, "{text:?}");
    }
}

/// Letters of the three languages, marks, and what else people paste.
const ANY: &str = "[a-zA-Zа-яА-ЯёЁәғқңөұүһіӘҒҚҢӨҰҮҺІäğñöşūüıçáǵńóúýşžčš '’ьъ\u{301}\u{327}\u{30c}\u{306}0-9.,«»-]{0,24}";

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn a_key_is_plain(text in "\\PC{0,60}") {
        let key = fold(&text);
        prop_assert!(key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b' '), "{key:?}");
        prop_assert!(!key.starts_with(' ') && !key.ends_with(' ') && !key.contains("  "), "{key:?}");
    }

    #[test]
    fn folding_twice_folds_no_further(text in ANY) {
        let key = fold(&text);
        prop_assert_eq!(fold(&key), key);
    }

    #[test]
    fn case_does_not_matter(text in ANY) {
        prop_assert_eq!(fold(&text.to_lowercase()), fold(&text));
    }

    /// While somebody types a word, it never drops out of the list.
    #[test]
    fn what_is_typed_so_far_finds_the_word(
        word in prop_oneof!["[а-яёәғқңөұүһі]{1,12}", "[a-z]{1,12}", "[a-zäğñöşūüıçáǵńóúýşžčš]{1,12}", "[A-ZА-ЯӘҒҚҢӨҰҮҺІ]{1,12}"],
        before in "[а-яa-z ]{0,8}",
    ) {
        let text = format!("{before} {word}");
        for end in word.char_indices().map(|(at, c)| at + c.len_utf8()) {
            if let Some(query) = Query::new(&word[..end]) {
                prop_assert!(query.finds(&Key::new(fold(&text))), "{:?} {query:?} does not find {:?}", &word[..end], fold(&text));
            }
        }
    }

    #[test]
    fn the_order_of_words_does_not_matter(words in prop::collection::vec("[а-яәқө]{1,6}", 1..4)) {
        let text = words.join(" ");
        let query: Vec<_> = words.iter().rev().map(String::as_str).collect();
        if let Some(query) = Query::new(&query.join(" ")) {
            prop_assert!(query.matches(&fold(&text)));
        }
    }
}

proptest! {
    /// The mask passes nothing over that is there, and finds nothing that is not.
    #[test]
    fn the_quick_search_is_the_slow_one(text in "[a-zа-я0-9 ]{0,40}", query in "[a-zа-я0-9 ]{1,6}") {
        if let Some(query) = Query::new(&query) {
            let key = fold(&text);
            prop_assert_eq!(query.finds(&Key::new(key.clone())), query.matches(&key));
        }
    }
}

/// Nothing has a letter three times in a row; who types it so looks for nothing, not for all that has the letter once.
#[test]
fn a_letter_typed_again_and_again_finds_nothing() {
    for (typed, text) in [("zzzz", "Қызғалдақ, Zhastar"), ("qqqq", "Қақпақтар"), ("ыыы", "Қыз")] {
        assert!(!finds(typed, text), "{typed} in {text}");
    }
    assert!(finds("мария", "Mariya"));
    assert!(finds("rossiia", "Россия"));
}
