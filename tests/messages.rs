//! Who gets a message, in which language and how often: everybody chosen has exactly one thing come of it, nobody gets it twice, and who wants none gets none. And what is wrong with a text before it goes.

mod support;

use meyirim::{
    i18n::message_out::{self, Why},
    model::{
        Contact, Lang, Phone, Texts,
        member::{Member, MemberId, Standing},
        message::{Channel, Fault, Languages, NewMessage, Part, Skip, Written, clean, faults, fill, with_stop},
        message_plan::{Delivery, Fate, Terms, address, plan, reads},
        message_size,
        shift_message::as_member,
    },
};
use proptest::{collection::vec, prelude::*, sample::subsequence};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use support::{
    config, fixture, id,
    members::{member, somebody},
};

fn written(langs: &[Lang]) -> Languages {
    langs.iter().map(|lang| (*lang, Written { subject: format!("s {}", lang.code()), body: "Hello, {name}!".to_owned() })).collect()
}

fn at(id: &str, name: &str, phone: Option<&str>, email: Option<&str>) -> Member {
    Member {
        name: Some(name.to_owned()),
        phone: phone.map(|phone| Phone::parse(phone).expect("a phone")),
        email: email.map(str::to_owned),
        ..somebody(id)
    }
}

fn speaking(languages: &[&str]) -> BTreeSet<String> {
    languages.iter().map(|language| (*language).to_owned()).collect()
}

/// Nobody wants none, unless `stopped` says so.
fn planned(members: &[Member], texts: &Languages, channels: &[Channel], stand_in: bool, stopped: &[&str]) -> Vec<Fate> {
    let audience: Vec<MemberId> = members.iter().map(|member| member.id.clone()).collect();
    let known: HashMap<&MemberId, &Member> = members.iter().map(|member| (&member.id, member)).collect();
    let terms = Terms { texts, channels, stand_in, languages: &Lang::ALL };
    let fates = plan(&audience, |id| known.get(id).copied(), |member| stopped.contains(&member.id.as_str()), &terms);
    fates.into_iter().map(|(_, fate)| fate).collect()
}

fn gets(fate: &Fate) -> Option<&Delivery> {
    match fate {
        Fate::Gets(delivery) => Some(delivery),
        Fate::Skipped(_) => None,
    }
}

const HIDDEN: char = '\u{200b}';
const BOTH: [Channel; 2] = [Channel::Email, Channel::Text];

#[test]
fn those_in_a_shift_are_planned_like_members() {
    let contact = |text: &str| Some(Contact::parse(text).expect("a contact"));
    let named = |id: &str, contact: Option<Contact>, lang| as_member(self::id(id), Some(id.to_owned()), contact, lang);
    let people = [
        named("phone", contact("+77010000001"), Lang::Ru),
        named("email", contact("A@mail.example"), Lang::En),
        // With the phone of a parent, whose other child is in it too.
        named("sister", contact("+77010000001"), Lang::Kk),
        named("nothing", None, Lang::Kk),
    ];
    let fates = planned(&people, &written(&Lang::ALL), &BOTH, true, &[]);
    let told: Vec<_> =
        fates.iter().map(|fate| gets(fate).map(|one| (one.channel, one.to.as_str(), one.lang, one.name.is_some()))).collect();
    let first = Some((Channel::Text, "+77010000001", Lang::Ru, false));
    assert_eq!(told, [first, Some((Channel::Email, "a@mail.example", Lang::En, true)), None, None]);
    assert_eq!((&fates[2], &fates[3]), (&Fate::Skipped(Skip::Same), &Fate::Skipped(Skip::NoContact)));
}

#[test]
fn each_by_the_first_way_that_reaches_them() {
    let members = [
        at("both", "Айгүл", Some("87010000001"), Some("a@mail.kz")),
        at("phone", "Марат", Some("87010000002"), None),
        at("none", "Дана", None, None),
        Member { standing: Some(Standing::Left), ..at("left", "Ерлан", Some("87010000003"), None) },
        at("stopped", "Асқар", Some("87010000004"), Some("b@mail.kz")),
    ];
    let texts = written(&[Lang::Kk]);
    let fates = planned(&members, &texts, &BOTH, true, &["stopped"]);
    let reached: Vec<_> = fates.iter().map(|fate| gets(fate).map(|delivery| (delivery.channel, delivery.to.as_str()))).collect();
    assert_eq!(reached, [Some((Channel::Email, "a@mail.kz")), Some((Channel::Text, "+77010000002")), None, None, None]);
    assert_eq!(fates[2..], [Skip::NoContact, Skip::Left, Skip::OptedOut].map(Fate::Skipped));
    // The other way round, and by letter only.
    let fates = planned(&members, &texts, &[Channel::Text, Channel::Email], true, &[]);
    assert_eq!(gets(&fates[0]).map(|delivery| delivery.channel), Some(Channel::Text));
    assert_eq!(planned(&members, &texts, &[Channel::Email], true, &[])[1], Fate::Skipped(Skip::NoContact));
}

#[test]
fn one_message_to_one_address() {
    let members = [
        at("son", "Алихан", Some("87010000001"), None),
        at("daughter", "Аружан", Some("87010000001"), None),
        at("once", "Ерлан Сапаров", Some("87010000002"), None),
        at("again", "Ерлан Сапаров", Some("87010000002"), None),
        at("gone", "Дана", None, None),
    ];
    let known: HashMap<&MemberId, &Member> = members[..4].iter().map(|member| (&member.id, member)).collect();
    let audience: Vec<MemberId> = members.iter().chain(&members).map(|member| member.id.clone()).collect();
    let texts = written(&[Lang::Kk]);
    let terms = Terms { texts: &texts, channels: &BOTH, stand_in: true, languages: &Lang::ALL };
    let fates = plan(&audience, |id| known.get(id).copied(), |_| false, &terms);
    assert_eq!(fates.len(), 5, "who is named twice is in it once");
    // Two children: called by no name. The same name twice: by that.
    assert_eq!(gets(&fates[0].1).map(|delivery| delivery.name.clone()), Some(None));
    assert_eq!(gets(&fates[2].1).and_then(|delivery| delivery.name.clone()).as_deref(), Some("Ерлан Сапаров"));
    assert_eq!(
        [&fates[1].1, &fates[3].1, &fates[4].1],
        [&Fate::Skipped(Skip::Same), &Fate::Skipped(Skip::Same), &Fate::Skipped(Skip::Gone)]
    );
}

/// On the list twice, and reached by two ways: still one person.
#[test]
fn nobody_is_two_people() {
    let members = [
        at("one", "Қалқаман Ізбасаров", Some("87010000001"), Some("q@mail.kz")),
        at("two", "Izbasarov Qalqaman", Some("87010000001"), None),
        at("mother", "Гүлнар", Some("87010000001"), None),
    ];
    let fates = planned(&members, &written(&[Lang::Ru]), &BOTH, true, &[]);
    assert_eq!(gets(&fates[0]).map(|delivery| delivery.channel), Some(Channel::Email));
    assert_eq!(fates[1], Fate::Skipped(Skip::Same));
    assert!(gets(&fates[2]).is_some(), "somebody else with the same phone");
}

#[test]
fn in_a_language_that_they_read() {
    let of = |languages: &[&str]| Member { languages: speaking(languages), ..at("m", "Айгүл", Some("87010000001"), None) };
    let lang = |languages: &[&str], there: &[Lang], stand_in: bool| {
        let fates = planned(&[of(languages)], &written(there), &BOTH, stand_in, &[]);
        gets(&fates[0]).map(|delivery| (delivery.lang, delivery.stand_in))
    };
    use Lang::{En, Kk, Ru};
    assert_eq!(lang(&["орысша", "қазақша"], &Lang::ALL, true), Some((Kk, false)));
    assert_eq!(lang(&["орысша"], &Lang::ALL, true), Some((Ru, false)));
    assert_eq!(lang(&["ағылшынша", "орысша"], &[Kk, En], true), Some((En, false)));
    // Nobody knows what they read: the hub's first language.
    assert_eq!(lang(&[], &Lang::ALL, true), Some((Kk, false)));
    assert_eq!(lang(&["өзбекше"], &[Ru], true), Some((Ru, true)));
    // It stands in, or nothing is sent.
    assert_eq!(lang(&["орысша"], &[Kk], true), Some((Kk, true)));
    assert_eq!(lang(&["орысша"], &[Kk], false), None);
    assert_eq!(planned(&[of(&["English"])], &written(&[Kk]), &BOTH, false, &[]), [Fate::Skipped(Skip::NoText)]);
}

#[test]
fn languages_in_words_of_their_own() {
    for (words, lang) in [
        (&["қазақша", "Қазақ тілі", "казахский", "kazakh", "Qazaq", "қаз", "kz"][..], Lang::Kk),
        (&["орысша", "орыс тілі", "русский", "по-русски", "Russian", "рус"][..], Lang::Ru),
        (&["ағылшынша", "ағылшын тілі", "английский", "English B2", "англ", "en"][..], Lang::En),
    ] {
        for word in words {
            assert_eq!(reads(&speaking(&[word])), BTreeSet::from([lang]), "{word}");
        }
    }
    for other in ["өзбекше", "узбекский", "түрікше", "deutsch", "жестовый язык", ""] {
        assert_eq!(reads(&speaking(&[other])), BTreeSet::new(), "{other}");
    }
}

/// Somebody, with the last digits of a phone and an address, of a name, and languages.
type Made = (Member, Option<u8>, Option<u8>, u8, Vec<&'static str>);

fn people() -> impl Strategy<Value = Vec<Member>> {
    // Few names and contacts, so that many are shared.
    let one = (
        member(),
        prop::option::of(0..4_u8),
        prop::option::of(0..4_u8),
        0..3_u8,
        subsequence(vec!["қазақша", "русский", "English", "өзбекше"], 0..3),
    );
    vec(one, 0..24).prop_map(|all| {
        let make = |(number, (member, phone, email, name, languages)): (usize, Made)| Member {
            id: id(&format!("m-{number}")),
            name: Some(format!("Name {name}")),
            phone: phone.map(|digit| Phone::parse(&format!("+7701000000{digit}")).expect("a phone")),
            email: email.map(|digit| format!("{digit}@mail.kz")),
            languages: speaking(&languages),
            ..member
        };
        all.into_iter().enumerate().map(make).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..config() })]

    #[test]
    fn everybody_once_and_nobody_who_wants_none(
        members in people(),
        channels in subsequence(BOTH.to_vec(), 1..=2).prop_shuffle(),
        langs in subsequence(Lang::ALL.to_vec(), 1..=3),
        stand_in in any::<bool>(),
        stopped in vec(0..24_usize, 0..6),
    ) {
        let stopped: Vec<String> = stopped.into_iter().map(|number| format!("m-{number}")).collect();
        let stopped: Vec<&str> = stopped.iter().map(String::as_str).collect();
        let texts = written(&langs);
        let fates = planned(&members, &texts, &channels, stand_in, &stopped);
        prop_assert_eq!(fates.len(), members.len(), "exactly one thing comes of each");
        let (mut addresses, mut people) = (BTreeSet::new(), BTreeSet::new());
        for (member, fate) in members.iter().zip(&fates) {
            let wants_none = stopped.contains(&member.id.as_str());
            let reachable = channels.iter().any(|channel| address(member, *channel).is_some());
            match fate {
                Fate::Gets(delivery) => {
                    prop_assert!(!wants_none && member.standing != Some(Standing::Left));
                    prop_assert_eq!(Some(delivery.to.clone()), address(member, delivery.channel), "to an address of theirs");
                    prop_assert!(addresses.insert(delivery.to.clone()), "no address twice");
                    prop_assert!(texts.contains_key(&delivery.lang), "in a language in which it was written");
                    let read = reads(&member.languages);
                    let theirs = if read.is_empty() { delivery.lang == Lang::Kk } else { read.contains(&delivery.lang) };
                    prop_assert_eq!(delivery.stand_in, !theirs, "what stands in says so");
                    prop_assert!(stand_in || !delivery.stand_in);
                    for contact in BOTH.into_iter().filter_map(|channel| address(member, channel)) {
                        prop_assert!(people.insert((member.name.clone(), contact)), "no person twice");
                    }
                }
                Fate::Skipped(Skip::OptedOut) => prop_assert!(wants_none),
                Fate::Skipped(_) if wants_none => prop_assert!(false, "who wants none is told as that"),
                Fate::Skipped(Skip::Left) => prop_assert_eq!(member.standing, Some(Standing::Left)),
                Fate::Skipped(Skip::NoContact) => prop_assert!(!reachable),
                Fate::Skipped(Skip::NoText) => prop_assert!(!stand_in),
                Fate::Skipped(Skip::Same) => prop_assert!(reachable),
                Fate::Skipped(Skip::Gone) => prop_assert!(false, "all of them are there"),
            }
        }
        // Whoever shares an address shares it with somebody who gets it, or is known by it under the same name.
        for (member, fate) in members.iter().zip(&fates).filter(|(_, fate)| **fate == Fate::Skipped(Skip::Same)) {
            let contacts: Vec<_> = BOTH.into_iter().filter_map(|channel| address(member, channel)).collect();
            let known = |contact| addresses.contains(contact) || people.contains(&(member.name.clone(), (*contact).clone()));
            prop_assert!(contacts.iter().any(known), "{:?}", fate);
        }
        // Once more is the same.
        prop_assert_eq!(planned(&members, &texts, &channels, stand_in, &stopped), fates);
    }

    /// However a text is cut, every part is within what a network carries, and one part less would not be enough.
    #[test]
    fn parts_of_a_text_message(text in "[ -~€a-zА-Яәғқңөұүһі😀\n]{0,400}") {
        let size = message_size::of(&text);
        let (whole, part) = if size.gsm { (160, 153) } else { (70, 67) };
        prop_assert_eq!(size.segments == 0, text.is_empty());
        prop_assert_eq!(size.segments <= 1, size.units <= whole);
        if size.segments > 1 {
            prop_assert!(size.units <= size.segments * part);
            // At most one place is lost at each cut.
            prop_assert!(size.units > (size.segments - 1) * (part - 1));
        }
    }

    /// What is kept is what is kept of it, and nothing in it is hidden.
    #[test]
    fn clean_twice_is_clean_once(subject in "[ a-z\u{200b}\n\t]{0,20}", body in "[ a-z\u{200b}\n\t]{0,40}") {
        let once = Written { subject, body }.clean();
        prop_assert_eq!(once.clean(), once.clone());
        let whole = format!("{}|{}", once.subject.replace('\n', "\n\n\n"), once.body);
        prop_assert!(!whole.contains("\n\n\n"));
        prop_assert!(!whole.contains(HIDDEN));
    }
}

#[test]
fn how_long_it_is() {
    let size = |text: &str| {
        let size = message_size::of(text);
        (size.gsm, size.units, size.segments)
    };
    assert_eq!(size(""), (true, 0, 0));
    assert_eq!((size(&"a".repeat(160)), size(&"a".repeat(161))), ((true, 160, 1), (true, 161, 2)));
    assert_eq!((size(&"ә".repeat(70)), size(&"ә".repeat(71))), ((false, 70, 1), (false, 71, 2)));
    // Two places each, and never cut in two.
    assert_eq!((size("€"), size(&"€".repeat(80))), ((true, 2, 1), (true, 160, 1)));
    assert_eq!(size(&format!("{}€{}", "a".repeat(152), "a".repeat(152))), (true, 306, 3));
    assert_eq!((size("😀"), size(&"😀".repeat(35)), size(&"😀".repeat(67))), ((false, 2, 1), (false, 70, 1), (false, 134, 3)));
}

/// What is foreseen is never less than what goes out.
#[test]
fn the_way_to_stop_is_counted() {
    let link = format!("https://{}.kz{}", "a".repeat(40), meyirim::routes::opt_out(&"s".repeat(32)));
    for lang in Lang::ALL {
        for letter in ["a", "ә", "€"] {
            for length in (0..700).step_by(7) {
                let written = Written { subject: String::new(), body: letter.repeat(length) };
                let sent = message_size::of(&message_out::text_message(&written, lang, Some(""), &link)).segments;
                assert!(message_size::of(&with_stop(&written.body, lang)).segments >= sent, "{lang:?} {letter} {length}");
            }
        }
    }
}

#[test]
fn what_is_wrong_with_a_text() {
    let of = |subject: &str, body: &str, channels: &[Channel]| {
        let texts = BTreeMap::from([(Lang::Kk, Written { subject: subject.to_owned(), body: body.to_owned() })]);
        faults(&texts, channels).into_iter().map(|((_, part), fault)| (part, fault)).collect::<Vec<_>>()
    };
    let email = &[Channel::Email][..];
    assert_eq!(of("Сенбілік", "Сәлем, {name}! :} {", email), []);
    assert_eq!(of("", "", &BOTH), [], "a language in which nothing stands is not there");
    assert_eq!(of(" ", "a", email), [(Part::Subject, Fault::Missing)]);
    assert_eq!(of("", "a", &[Channel::Text]), [], "a text message has no subject");
    assert_eq!(of("s", "", email), [(Part::Body, Fault::Missing)]);
    assert_eq!(of(&"s".repeat(121), &"b".repeat(4001), email), [(Part::Subject, Fault::TooLong), (Part::Body, Fault::TooLong)]);
    assert_eq!(
        of("{name} {Name}", "{ name }", email),
        [(Part::Subject, Fault::Unknown("{Name}".into())), (Part::Body, Fault::Unknown("{ name }".into()))]
    );
    assert_eq!(of("s", "{{name}} {x", email), []);
    assert_eq!(of("s", &"ә".repeat(671), &BOTH), [(Part::Body, Fault::TooManySegments(12))]);
    // The words and the link by which they are stopped count too.
    assert_eq!(of("s", &"ә".repeat(600), &BOTH), [(Part::Body, Fault::TooManySegments(11))]);
    assert_eq!(of("s", &"ә".repeat(550), &BOTH), []);
    assert_eq!(of("s", &"ә".repeat(671), email), []);
}

#[test]
fn what_is_no_message() {
    let good: NewMessage = serde_json::from_str(&fixture("message_new")).expect("a message");
    assert_eq!(good.check(), Ok(()));
    let wrong = |change: &dyn Fn(&mut NewMessage)| {
        let mut message = good.clone();
        change(&mut message);
        message.check().map_err(|(pointer, _)| pointer)
    };
    let refused = |pointer: &str| Err(pointer.to_owned());
    assert_eq!(wrong(&|message| message.texts.clear()), refused("/texts"));
    assert_eq!(
        wrong(&|message| drop(message.texts.insert(Lang::Ru, Written { subject: "s".into(), body: "{x}".into() }))),
        refused("/texts/ru/body")
    );
    assert_eq!(wrong(&|message| message.channels.clear()), refused("/channels"));
    assert_eq!(wrong(&|message| message.channels = vec![Channel::Text, Channel::Text]), refused("/channels"));
    assert_eq!(wrong(&|message| message.audience.clear()), refused("/audience"));
    assert_eq!(wrong(&|message| message.audience = vec![id("m"); 10_001]), refused("/audience"));
    assert_eq!(wrong(&|message| message.why = Some("w".repeat(501))), refused("/why"));
    assert_eq!(wrong(&|message| message.why = Some("a\u{202e}b".into())), refused("/why"));
    assert!(serde_json::from_str::<NewMessage>(&fixture("message_new").replace("\"stand_in\"", "\"standin\"")).is_err());
}

#[test]
fn as_people_get_it() {
    let written = Written { subject: "{name}, сенбілік!".to_owned(), body: "Сәлем, {name}!".to_owned() };
    let hub = Texts::new(Some("Мейірім"), Some("Мейирим"), None).expect("a name");
    let link = "https://hub.example.kz/opt-out#x";
    let (subject, body) = message_out::letter(&written, Lang::Kk, Some("Айгүл"), (Why::Listed, &hub), link);
    assert_eq!(subject, "Айгүл, сенбілік!");
    assert!(body.starts_with("Сәлем, Айгүл!\n\n—\n") && body.contains("«Мейірім»") && body.ends_with(&format!("\n{link}\n")), "{body}");
    let text = message_out::text_message(&written, Lang::Ru, None, link);
    assert_eq!(text, format!("Сәлем, друзья!\nНе присылать: {link}"));
    assert_eq!(fill("{name} {name}", "{name}"), "{name} {name}", "a name is no place for a name");
    assert_eq!(clean(&BTreeMap::from([(Lang::En, Written::default()), (Lang::Kk, written.clone())])).len(), 1);
}
