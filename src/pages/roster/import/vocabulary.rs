//! The words by which the values of closed fields are known: those of the three languages, whichever the screen is in, and the keys themselves.

use crate::{
    i18n,
    model::{
        AgeClass, Direction, Lang,
        import::{Column, Vocabulary},
        member::{Field, Standing},
    },
    state::App,
};
use leptos::prelude::GetUntracked;

/// What a cell of a column may say, in the reader's language; empty where it may say anything, or one of more than can be told.
pub fn values(app: App, column: Column) -> Vec<String> {
    let t = app.t();
    match column {
        Column::Field(Field::Standing) => Standing::ALL.map(|one| t.roster.standing(one).to_owned()).into(),
        Column::Field(Field::Directions) => Direction::ALL.map(|one| t.common.direction(one).to_owned()).into(),
        Column::Field(Field::District) => app.hub().districts.iter().map(|one| app.show(&one.name).text.to_owned()).collect(),
        _ => Vec::new(),
    }
}

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
