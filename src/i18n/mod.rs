//! Three languages: words, plural rules, dates, numbers.
//!
//! A typed catalogue of our own: one struct a place in the app, with Kazakh, Russian and English side by side in its file, so that a missing
//! translation does not compile and a change touches one file. Sentences with numbers in them are functions, because the three languages put them together
//! differently. leptos_i18n was weighed: it needs leptos, so the pure rooms and their tests could not speak, and it brings ICU for plural
//! rules that fit in ten lines here. Dates do not come from the browser: Chromium's `Intl` says that it knows Kazakh and then writes "2026 M11 22".

pub mod action;
pub mod actions;
pub mod acts;
pub mod audit;
pub mod backend;
pub mod banners;
pub mod call_off;
pub mod called_off;
pub mod centre;
pub mod centre_desk;
pub mod centre_why;
pub mod check_in;
pub mod common;
pub mod consent;
pub mod cover;
pub mod dates;
pub mod directory;
pub mod errors;
pub mod guardian;
pub mod home;
pub mod kiosk;
pub mod kiosk_centre;
pub mod kiosk_check_in;
pub mod kiosk_desk;
pub mod manage;
pub mod manage_centre;
pub mod manage_form;
pub mod manage_news;
pub mod manage_report;
pub mod me;
pub mod message_out;
pub mod messages;
pub mod mine;
pub mod news;
mod no_join;
pub mod notices;
pub mod numbers;
pub mod opt_out;
pub mod outbox;
pub mod outcome;
pub mod record;
pub mod rights;
pub mod roster;
pub mod roster_acts;
pub mod roster_besides;
pub mod roster_export;
pub mod roster_import;
pub mod roster_same;
pub mod series;
pub mod settings;
pub mod shell;
pub mod shift_message;
pub mod sign_in;
pub mod verify;

use crate::model::Lang;
use std::{marker::PhantomData, ops::Deref};

/// The words of one place in the app, in three languages.
pub trait InLanguages: Sized + 'static {
    /// In the order of [`Lang::ALL`].
    const ALL: [&Self; 3];
}

/// The words of one place in one language, looked up when they are read: a catalogue that held them would bring the words of all pages along with the
/// first one, and a page in a chunk of wasm of its own takes its words there.
pub struct Place<T>(Lang, PhantomData<fn() -> T>);

impl<T> Place<T> {
    /// Words that belong to no page: what the backend writes to people.
    pub const fn of(lang: Lang) -> Self {
        Self(lang, PhantomData)
    }
}

impl<T: InLanguages> Deref for Place<T> {
    type Target = T;
    fn deref(&self) -> &T {
        match self.0 {
            Lang::Kk => T::ALL[0],
            Lang::Ru => T::ALL[1],
            Lang::En => T::ALL[2],
        }
    }
}

/// All words of one language.
pub struct Catalogue {
    pub lang: Lang,
    pub action: Place<action::Words>,
    pub actions: Place<actions::Words>,
    pub acts: Place<acts::Words>,
    pub audit: Place<audit::Words>,
    pub backend: Place<backend::Words>,
    pub banners: Place<banners::Words>,
    pub call_off: Place<call_off::Words>,
    pub called_off: Place<called_off::Words>,
    pub centre: Place<centre::Words>,
    pub centre_desk: Place<centre_desk::Words>,
    pub check_in: Place<check_in::Words>,
    pub common: Place<common::Words>,
    pub consent: Place<consent::Words>,
    pub cover: Place<cover::Words>,
    pub dates: Place<dates::Words>,
    pub directory: Place<directory::Words>,
    pub errors: Place<errors::Words>,
    pub guardian: Place<guardian::Words>,
    pub home: Place<home::Words>,
    pub kiosk: Place<kiosk::Words>,
    pub kiosk_centre: Place<kiosk_centre::Words>,
    pub kiosk_check_in: Place<kiosk_check_in::Words>,
    pub kiosk_desk: Place<kiosk_desk::Words>,
    pub manage: Place<manage::Words>,
    pub manage_centre: Place<manage_centre::Words>,
    pub manage_form: Place<manage_form::Words>,
    pub manage_news: Place<manage_news::Words>,
    pub manage_report: Place<manage_report::Words>,
    pub me: Place<me::Words>,
    pub messages: Place<messages::Words>,
    pub mine: Place<mine::Words>,
    pub news: Place<news::Words>,
    pub notices: Place<notices::Words>,
    pub opt_out: Place<opt_out::Words>,
    pub outbox: Place<outbox::Words>,
    pub outcome: Place<outcome::Words>,
    pub record: Place<record::Words>,
    pub rights: Place<rights::Words>,
    pub roster: Place<roster::Words>,
    pub roster_acts: Place<roster_acts::Words>,
    pub roster_besides: Place<roster_besides::Words>,
    pub roster_export: Place<roster_export::Words>,
    pub roster_import: Place<roster_import::Words>,
    pub roster_same: Place<roster_same::Words>,
    pub series: Place<series::Words>,
    pub settings: Place<settings::Words>,
    pub shift_message: Place<shift_message::Words>,
    pub shell: Place<shell::Words>,
    pub sign_in: Place<sign_in::Words>,
    pub verify: Place<verify::Words>,
}

static KK: Catalogue = Catalogue::of(Lang::Kk);
static RU: Catalogue = Catalogue::of(Lang::Ru);
static EN: Catalogue = Catalogue::of(Lang::En);

impl Catalogue {
    const fn of(lang: Lang) -> Self {
        Self {
            lang,
            action: Place(lang, PhantomData),
            actions: Place(lang, PhantomData),
            acts: Place(lang, PhantomData),
            audit: Place(lang, PhantomData),
            backend: Place(lang, PhantomData),
            banners: Place(lang, PhantomData),
            call_off: Place(lang, PhantomData),
            called_off: Place(lang, PhantomData),
            centre: Place(lang, PhantomData),
            centre_desk: Place(lang, PhantomData),
            check_in: Place(lang, PhantomData),
            common: Place(lang, PhantomData),
            consent: Place(lang, PhantomData),
            cover: Place(lang, PhantomData),
            dates: Place(lang, PhantomData),
            directory: Place(lang, PhantomData),
            errors: Place(lang, PhantomData),
            guardian: Place(lang, PhantomData),
            home: Place(lang, PhantomData),
            kiosk: Place(lang, PhantomData),
            kiosk_centre: Place(lang, PhantomData),
            kiosk_check_in: Place(lang, PhantomData),
            kiosk_desk: Place(lang, PhantomData),
            manage: Place(lang, PhantomData),
            manage_centre: Place(lang, PhantomData),
            manage_form: Place(lang, PhantomData),
            manage_news: Place(lang, PhantomData),
            manage_report: Place(lang, PhantomData),
            me: Place(lang, PhantomData),
            messages: Place(lang, PhantomData),
            mine: Place(lang, PhantomData),
            news: Place(lang, PhantomData),
            notices: Place(lang, PhantomData),
            opt_out: Place(lang, PhantomData),
            outbox: Place(lang, PhantomData),
            outcome: Place(lang, PhantomData),
            record: Place(lang, PhantomData),
            rights: Place(lang, PhantomData),
            roster: Place(lang, PhantomData),
            roster_acts: Place(lang, PhantomData),
            roster_besides: Place(lang, PhantomData),
            roster_export: Place(lang, PhantomData),
            roster_import: Place(lang, PhantomData),
            roster_same: Place(lang, PhantomData),
            series: Place(lang, PhantomData),
            settings: Place(lang, PhantomData),
            shift_message: Place(lang, PhantomData),
            shell: Place(lang, PhantomData),
            sign_in: Place(lang, PhantomData),
            verify: Place(lang, PhantomData),
        }
    }
}

pub fn catalogue(lang: Lang) -> &'static Catalogue {
    match lang {
        Lang::Kk => &KK,
        Lang::Ru => &RU,
        Lang::En => &EN,
    }
}
