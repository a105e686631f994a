//! The association's list, made up of the same people as the rest of the city, as such lists are: not everybody has told everything, children share the phone of a parent or have none, and groups,
//! skills and tags are words that somebody typed.

use super::{
    DemoPerson,
    random::{Random, short_id},
};
use meyirim::model::{
    AgeClass, Contact, Direction, Id, PartialDate,
    member::{Member, Standing},
};
use std::collections::BTreeSet;

const DISTRICTS: [&str; 5] = ["abay", "al_farabi", "enbekshi", "karatau", "turan"];
const SKILLS: [&str; 8] = ["аударма", "бірінші көмек", "жүргізуші", "фото", "дизайн", "ән", "IT", "аспаз"];
const GROUPS: [&str; 6] = ["«Үлгі» мектебі", "«Мысал» колледжі", "Студенттер", "Ақ батырлар", "Отбасы", "Демалыс күні"];
const TAGS: [&str; 5] = ["көлігі бар", "кешке бос", "жаңа", "жетекші болғысы келеді", "қоңырау шалу керек"];
const NOTES: [&str; 4] = [
    "Сенбіде жұмыс істейді, жексенбіде бос.",
    "По телефону отвечает вечером, лучше писать.",
    "Былтырғы көктемгі тазалықта топты бастап жүрді.",
    "Аллергия: не звать туда, где животные.",
];

/// Through which organisations they help: every so manyth, from which one on. Not by chance, so that a coordinator's list does not change with the rest.
const ORGANISATIONS: [(&str, usize, usize); 2] = [("demo-eco", 12, 3), ("demo-med", 15, 7)];

pub fn roster(people: &[DemoPerson], random: &mut Random) -> Vec<Member> {
    people.iter().enumerate().map(|(number, one)| member(number, one, random)).collect()
}

fn member(number: usize, DemoPerson { person }: &DemoPerson, random: &mut Random) -> Member {
    let child = person.age_class == Some(AgeClass::Under14);
    let phone = match &person.contact {
        Contact::Phone(phone) if !child || random.percent(40) => Some(phone.clone()),
        _ => None,
    };
    let email = random.percent(35).then(|| format!("m{number}@meyirim.example"));
    let standings = [(Standing::Active, 70), (Standing::Candidate, 14), (Standing::Paused, 10), (Standing::Left, 6)];
    let month = random.percent(60).then(|| random.within(1..=9) as i8);
    Member {
        rev: 0,
        name: person.name.clone(),
        phone,
        email,
        standing: random.weighted(&standings),
        age_class: random.percent(92).then_some(person.age_class).flatten(),
        district: random.percent(85).then(|| (*random.pick(&DISTRICTS)).to_owned()),
        guardian: (child && random.percent(70))
            .then(|| format!("Ата-ана (демо), +7 700 000 {:02} {:02}", number / 100 % 100, number % 100)),
        since: random.percent(80).then(|| PartialDate { year: random.within(2019..=2025) as i16, month, day: None }),
        directions: some(&Direction::ALL, 2, random),
        skills: words(&SKILLS, 2, random),
        languages: words(&["қазақша", "орысша", "ағылшынша", "өзбекше"], 3, random),
        groups: words(&GROUPS, 1, random),
        tags: words(&TAGS, 1, random),
        // Not by chance either.
        consent: (number % 4 != 3).then(|| PartialDate { year: 2025 + (number / 4 % 4) as i16, month: Some(8), day: Some(31) }),
        notes: (number % 17 == 5).then(|| NOTES[number / 17 % NOTES.len()].to_owned()).into_iter().collect(),
        organisations: ORGANISATIONS
            .iter()
            .filter(|(_, every, first)| number % every == *first)
            .map(|(id, ..)| Id::new(id).expect("an id of the demo's organisations"))
            .collect(),
        ..Member::new(short_id('m', number + 1))
    }
}

fn words(out_of: &[&str], most: usize, random: &mut Random) -> BTreeSet<String> {
    some(out_of, most, random).into_iter().map(str::to_owned).collect()
}

fn some<T: Copy + Ord>(out_of: &[T], most: usize, random: &mut Random) -> BTreeSet<T> {
    (0..random.below(most + 1)).map(|_| *random.pick(out_of)).collect()
}
