//! A text as it is typed in up to three languages, and in which of them it is still missing.

use crate::model::{Action, Lang, Texts};
use serde::{Deserialize, Serialize};

/// A text as it is typed, per language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Typed {
    pub kk: String,
    pub ru: String,
    pub en: String,
}

impl Typed {
    pub fn of(texts: Option<&Texts>) -> Self {
        let mut typed = Self::default();
        for lang in Lang::ALL {
            if let Some(text) = texts.and_then(|texts| texts.get(lang)) {
                *typed.at(lang) = text.to_owned();
            }
        }
        typed
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }

    pub fn at(&mut self, lang: Lang) -> &mut String {
        match lang {
            Lang::Kk => &mut self.kk,
            Lang::Ru => &mut self.ru,
            Lang::En => &mut self.en,
        }
    }

    /// `None`: nothing is written in any language.
    pub fn texts(&self) -> Option<Texts> {
        Texts::new(Some(&self.kk), Some(&self.ru), Some(&self.en))
    }

    /// In which of these languages it is not written, though it is in another. What is written in none is simply not there.
    pub fn missing(&self, languages: &[Lang]) -> Vec<Lang> {
        missing(self.texts().as_ref(), languages)
    }
}

/// The same of a text that there is.
pub fn missing(texts: Option<&Texts>, languages: &[Lang]) -> Vec<Lang> {
    texts.map(|texts| languages.iter().copied().filter(|lang| texts.get(*lang).is_none()).collect()).unwrap_or_default()
}

/// How many translations the listing's part of an action lacks.
pub fn missing_in(action: &Action, languages: &[Lang]) -> usize {
    let roles = action.shifts.iter().map(|shift| shift.role.as_ref());
    [Some(&action.title), action.place.as_ref()].into_iter().chain(roles).map(|texts| missing(texts, languages).len()).sum()
}
