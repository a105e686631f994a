//! Three languages: words, plural rules, dates, numbers.
//!
//! A typed catalogue of our own: one struct a place in the app, with Kazakh, Russian and English side by side in its file, so that a missing
//! translation does not compile and a change touches one file. Sentences with numbers in them are functions, because the three languages put them together
//! differently. leptos_i18n was weighed: it needs leptos, so the pure rooms and their tests could not speak, and it brings ICU for plural
//! rules that fit in ten lines here. Dates do not come from the browser: Chromium's `Intl` says that it knows Kazakh and then writes "2026 M11 22".

pub mod action;
pub mod actions;
pub mod acts;
pub mod common;
pub mod dates;
pub mod directory;
pub mod errors;
pub mod home;
pub mod me;
pub mod numbers;
pub mod outbox;
pub mod settings;
pub mod shell;
pub mod sign_in;

use crate::model::Lang;

/// All words of one language.
pub struct Catalogue {
    pub lang: Lang,
    pub action: action::Words,
    pub actions: actions::Words,
    pub acts: acts::Words,
    pub common: common::Words,
    pub dates: dates::Words,
    pub directory: directory::Words,
    pub errors: errors::Words,
    pub home: home::Words,
    pub me: me::Words,
    pub outbox: outbox::Words,
    pub settings: settings::Words,
    pub shell: shell::Words,
    pub sign_in: sign_in::Words,
}

static KK: Catalogue = Catalogue {
    lang: Lang::Kk,
    action: action::KK,
    actions: actions::KK,
    acts: acts::KK,
    common: common::KK,
    dates: dates::KK,
    directory: directory::KK,
    errors: errors::KK,
    home: home::KK,
    me: me::KK,
    outbox: outbox::KK,
    settings: settings::KK,
    shell: shell::KK,
    sign_in: sign_in::KK,
};
static RU: Catalogue = Catalogue {
    lang: Lang::Ru,
    action: action::RU,
    actions: actions::RU,
    acts: acts::RU,
    common: common::RU,
    dates: dates::RU,
    directory: directory::RU,
    errors: errors::RU,
    home: home::RU,
    me: me::RU,
    outbox: outbox::RU,
    settings: settings::RU,
    shell: shell::RU,
    sign_in: sign_in::RU,
};
static EN: Catalogue = Catalogue {
    lang: Lang::En,
    action: action::EN,
    actions: actions::EN,
    acts: acts::EN,
    common: common::EN,
    dates: dates::EN,
    directory: directory::EN,
    errors: errors::EN,
    home: home::EN,
    me: me::EN,
    outbox: outbox::EN,
    settings: settings::EN,
    shell: shell::EN,
    sign_in: sign_in::EN,
};

pub fn catalogue(lang: Lang) -> &'static Catalogue {
    match lang {
        Lang::Kk => &KK,
        Lang::Ru => &RU,
        Lang::En => &EN,
    }
}
