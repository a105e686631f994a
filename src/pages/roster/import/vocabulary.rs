//! The words by which the values of closed fields are known: those of the three languages, whichever the screen is in, and the keys themselves.

use crate::{
    i18n,
    model::{
        AgeClass, Direction, Lang,
        import::Vocabulary,
        member::{Field, Standing},
    },
    state::App,
};
use leptos::prelude::GetUntracked;

pub fn vocabulary(app: App) -> Vocabulary {
    let hub = app.hub();
    let organisations = app.directory.organisations.items.get_untracked().unwrap_or_default();
    let mut words: Vec<(Field, String, String)> = Vec::new();
    let mut add = |field: Field, key: &str, word: &str| words.push((field, key.to_owned(), word.to_owned()));
    for lang in Lang::ALL {
        let t = i18n::catalogue(lang);
        for one in Standing::ALL {
            add(Field::Standing, one.key(), t.roster.standing(one));
        }
        for one in AgeClass::ALL {
            add(Field::AgeClass, one.key(), t.common.age(one));
        }
        for one in Direction::ALL {
            add(Field::Directions, one.key(), t.common.direction(one));
        }
        for district in &hub.districts {
            add(Field::District, &district.key, district.name.show(lang).text);
        }
        for one in organisations.iter() {
            add(Field::Organisations, one.id.as_str(), one.name.show(lang).text);
        }
    }
    for one in organisations.iter() {
        add(Field::Organisations, one.id.as_str(), one.id.as_str());
    }
    for one in Standing::ALL {
        add(Field::Standing, one.key(), one.key());
    }
    for one in AgeClass::ALL {
        add(Field::AgeClass, one.key(), one.key());
    }
    for one in Direction::ALL {
        add(Field::Directions, one.key(), one.key());
    }
    for district in &hub.districts {
        add(Field::District, &district.key, &district.key);
    }
    Vocabulary::new(words)
}
