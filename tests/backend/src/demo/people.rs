//! The association's roster, made up: names by chance out of common given names and surnames, phones out of a range that is plainly
//! nobody's (+7 700 000 0001 and on). Volunteers are young, so most of them are minors.

use super::{
    DemoPerson,
    data::{self, Names},
    random::{Random, short_id},
};
use meyirim::model::{AgeClass, Contact, Lang, Person, Phone, Role};

pub fn roster(many: usize, random: &mut Random) -> Vec<DemoPerson> {
    let names = data::names();
    // Who lives in the city, roughly, and in which language they want to be written to.
    let peoples = [((&names.kazakh, 80), 72), ((&names.russian, 4), 16), ((&names.uzbek, 45), 12)];
    (1..=many)
        .map(|number| {
            let (names, kazakh) = random.weighted(&peoples).expect("the weights are not zero");
            let lang = if random.percent(kazakh) { Lang::Kk } else { Lang::Ru };
            let age_class = random.weighted(&[(AgeClass::Under14, 14), (AgeClass::From14To17, 44), (AgeClass::Adult, 42)]);
            let adult = age_class == Some(AgeClass::Adult);
            let person = Person {
                id: short_id('p', number),
                name: Some(name(names, random)),
                contact: Contact::Phone(Phone::parse(&format!("+7700000{number:04}")).expect("a number of the demo's range")),
                age_class,
                roles: roles(number, adult),
                lang: if random.percent(1) { Lang::En } else { lang },
            };
            DemoPerson { person }
        })
        .collect()
}

fn name(names: &Names, random: &mut Random) -> String {
    let surname = random.pick(&names.surnames);
    if random.percent(58) {
        let declined = ["ов", "ев", "ёв", "ин"].iter().any(|end| surname.ends_with(end));
        format!("{} {surname}{}", random.pick(&names.female), if declined { "а" } else { "" })
    } else {
        format!("{} {surname}", random.pick(&names.male))
    }
}

/// Nobody under 18 leads.
fn roles(number: usize, adult: bool) -> Vec<Role> {
    let more = match number {
        _ if !adult => None,
        _ if number.is_multiple_of(500) => Some(Role::AssociationLeader),
        _ if number.is_multiple_of(100) => Some(Role::Coordinator),
        _ if number.is_multiple_of(25) => Some(Role::ShiftLeader),
        _ => None,
    };
    std::iter::once(Role::Volunteer).chain(more).collect()
}
