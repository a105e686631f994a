//! Phones and addresses as people type them. What two people type for the same number has to become one contact, or one of them
//! cannot sign in; what is one digit short must never become somebody else's number.

mod support;

use meyirim::model::contact::{Contact, ContactError, Phone};
use proptest::prelude::*;

fn phone(text: &str) -> Result<String, ContactError> {
    Phone::parse(text).map(|phone| phone.as_str().to_owned())
}

#[test]
fn every_spelling_of_one_number() {
    for text in [
        "+77012345678",
        "77012345678",
        "87012345678",
        "7012345678",
        "8 701 234 56 78",
        "8 (701) 234-56-78",
        "8-701-234-56-78",
        "+7 701 234 56 78",
        "+7 (701) 234 56 78",
        "+7(701)2345678",
        "(+7) 701 234 56 78",
        " 701.234.56.78 ",
        "+7\u{a0}701\u{202f}234\u{2011}56\u{2013}78",
        "\u{202a}+77012345678\u{202c}",
        "8\t701 2345678\n",
        "007 701 234 56 78",
    ] {
        assert_eq!(phone(text), Ok("+77012345678".to_owned()), "{text:?}");
    }
}

#[test]
fn numbers_of_this_and_other_countries() {
    for (text, number) in [
        ("8 7252 21 22 23", "+77252212223"), // Shymkent's landline
        ("7252 212223", "+77252212223"),
        ("+7 747 000 00 01", "+77470000001"),
        ("8 600 000 00 01", "+76000000001"),
        ("8 916 123 45 67", "+79161234567"), // Russia
        ("+998 90 123 45 67", "+998901234567"),
        ("+996 312 123456", "+996312123456"),
        ("+90 532 123 45 67", "+905321234567"),
        ("+49 (30) 123456", "+4930123456"),
        ("0049 30 123456", "+4930123456"),
        ("+1 202-555-0143", "+12025550143"),
        ("+290 12345", "+29012345"), // the shortest, St Helena
    ] {
        assert_eq!(phone(text), Ok(number.to_owned()), "{text:?}");
    }
}

#[test]
fn what_is_no_number_says_why() {
    use ContactError::*;
    for (text, why) in [
        ("", Empty),
        (" \u{200b}\u{202c} ", Empty),
        ("+", TooShort),
        ("()", TooShort),
        ("123", TooShort),
        ("701 234 56 7", TooShort),
        ("+7 701 234 56 7", TooShort), // not +77701234567, which is somebody
        ("+7701234567", TooShort),
        ("+1234567", TooShort),
        ("8 701 234 56 78 9", TooLong),
        ("+1234567890123456", TooLong),
        ("2 701 234 56 78", UnknownPrefix),
        ("+7 101 234 56 78", UnknownPrefix),
        ("8 (212) 345 67 89", UnknownPrefix),
        ("+0 701 234 56 78", UnknownPrefix),
        ("701 234 56 78 (үй)", Unreadable),
        ("7O12345678", Unreadable), // the letter O
        ("++77012345678", Unreadable),
        ("7+7012345678", Unreadable),
        ("+7 701 234 56 78, +7 702 000 00 01", Unreadable),
        ("٠١٢٣٤٥٦٧٨٩", Unreadable),
    ] {
        assert_eq!(phone(text), Err(why), "{text:?}");
    }
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn all_spellings_meet(
        subscriber in "(70[0-8]|747|77[1-8]|7252|6[0-9]{2}|0[1-9][0-9])[0-9]{7}",
        intro in prop::sample::select(vec!["+7", "7", "8", "", "+7 ", "8 ", "(+7) "]),
        gaps in prop::collection::vec(prop::sample::select(vec!["", " ", "-", ".", " (", ") ", "\u{a0}", "–"]), 10),
    ) {
        let subscriber = &subscriber[..10];
        let spelling: String = subscriber.chars().zip(&gaps).flat_map(|(digit, gap)| gap.chars().chain([digit])).collect();
        prop_assert_eq!(phone(&format!("{intro}{spelling}")), Ok(format!("+7{subscriber}")));
    }

    #[test]
    fn foreign_numbers_keep_their_digits(digits in "[1-69][0-9]{7,14}") {
        prop_assert_eq!(phone(&format!("+{digits}")), Ok(format!("+{digits}")));
        prop_assert_eq!(phone(&format!("00{digits}")), Ok(format!("+{digits}")));
    }

    /// A digit forgotten or typed twice, with the plus there to say how long the number should be, is never another number.
    #[test]
    fn a_slip_is_noticed(subscriber in "7[0-9]{9}", at in 0..10_usize) {
        let mut short = subscriber.clone();
        let digit = short.remove(at);
        prop_assert_eq!(phone(&format!("+7{short}")), Err(ContactError::TooShort));
        let mut long = subscriber;
        long.insert(at, digit);
        prop_assert_eq!(phone(&format!("+7{long}")), Err(ContactError::TooLong));
    }

    #[test]
    fn what_is_accepted_is_e164_and_stays(text in "[+0-9() .-]{0,24}") {
        if let Ok(number) = phone(&text) {
            prop_assert!(number.starts_with('+') && (9..=16).contains(&number.len()));
            prop_assert!(number[1..].bytes().all(|b| b.is_ascii_digit()) && !number.starts_with("+0"));
            prop_assert_eq!(phone(&number), Ok(number.clone()));
        }
    }

    #[test]
    fn rubbish_is_an_answer(text in "\\PC{0,80}") {
        let _ = Phone::parse(&text);
        if let Ok(contact) = Contact::parse(&text) {
            prop_assert_eq!(Contact::parse(contact.as_str()), Ok(contact.clone()));
            prop_assert!(!contact.masked().is_empty());
        }
    }

    #[test]
    fn addresses_are_accepted_once_and_for_all(name in "\\PC{1,12}", domain in "\\PC{1,12}") {
        if let Ok(contact) = Contact::parse(&format!("{name}@{domain}.kz")) {
            prop_assert_eq!(Contact::parse(contact.as_str()), Ok(contact.clone()), "stable");
            let json = serde_json::to_string(&contact).expect("writes");
            prop_assert_eq!(serde_json::from_str::<Contact>(&json).expect("reads"), contact);
        }
    }
}

#[test]
fn addresses() {
    for (text, address) in [
        ("aigul@example.kz", "aigul@example.kz"),
        (" Aigul.S+hub@Example.KZ\n", "aigul.s+hub@example.kz"),
        ("a@b.c", "a@b.c"),
        ("\u{feff}aigul@exam\u{200b}ple.kz", "aigul@example.kz"),
        ("айгүл@мейірім.қаз", "айгүл@мейірім.қаз"),
    ] {
        assert_eq!(Contact::parse(text).map(|contact| contact.as_str().to_owned()), Ok(address.to_owned()), "{text:?}");
    }
    for text in [
        "@example.kz",
        "aigul@",
        "aigul@example",
        "aigul@.kz",
        "aigul@example.",
        "aigul@exa..mple",
        "a b@example.kz",
        "a@b@example.kz",
        "<a@example.kz>",
        "a@example.kz,b@example.kz",
        "a@example.kz\r\nBcc: b@example.kz",
        "\"a\"@example.kz",
    ] {
        assert_eq!(Contact::parse(text), Err(ContactError::Unreadable), "{text:?}");
    }
    assert_eq!(Contact::parse(&format!("{}@example.kz", "a".repeat(250))), Err(ContactError::Unreadable));
    assert_eq!(Contact::parse("  "), Err(ContactError::Empty));
}

#[test]
fn masks_tell_the_owner_and_nobody_else() {
    for (text, masked) in [
        ("+77012345678", "+7 *** ** 78"),
        ("+998901234567", "+9 *** ** 67"),
        ("aigul@example.kz", "a***@example.kz"),
        ("ғ@example.kz", "ғ***@example.kz"),
    ] {
        assert_eq!(Contact::parse(text).expect("a contact").masked(), masked);
    }
}

#[test]
fn on_the_wire_a_contact_is_a_text() {
    let contact: Contact = serde_json::from_str(r#""8 (701) 234-56-78""#).expect("reads");
    assert_eq!(contact, Contact::Phone(Phone::parse("+77012345678").expect("a number")));
    assert_eq!(serde_json::to_string(&contact).expect("writes"), r#""+77012345678""#);
    for wrong in ["\"\"", "null", "77012345678", "{}", "\"abc\""] {
        assert!(serde_json::from_str::<Contact>(wrong).is_err(), "{wrong}");
    }
}
