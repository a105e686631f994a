//! What a person chose for this device: language, theme, contrast, size of text. Kept in `localStorage`, because `early.js` must know it
//! before the first paint; put on `<html>`, where the style reads it.

use crate::{
    model::Lang,
    web::{local, page},
};
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextSize {
    Normal,
    Large,
    ExtraLarge,
}

#[derive(Clone, Copy)]
pub struct Settings {
    pub lang: RwSignal<Lang>,
    pub theme: RwSignal<Theme>,
    pub more_contrast: RwSignal<bool>,
    /// Less motion, whatever the system says.
    pub less_motion: RwSignal<bool>,
    pub text: RwSignal<TextSize>,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    fn value(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

impl TextSize {
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::ExtraLarge];

    fn value(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Large => Some("l"),
            Self::ExtraLarge => Some("xl"),
        }
    }
}

impl Settings {
    /// From what was chosen before. The language: `early.js` has already put it on `<html lang>`, with `?lang=` taken into account.
    pub fn load() -> Self {
        let theme = local::get("meyirim.theme");
        let text = local::get("meyirim.text");
        let lang = page::root().and_then(|root| root.get_attribute("lang")).as_deref().and_then(Lang::from_code);
        Self {
            lang: RwSignal::new(lang.unwrap_or(Lang::Kk)),
            theme: RwSignal::new(Theme::ALL.into_iter().find(|known| known.value() == theme.as_deref()).unwrap_or(Theme::System)),
            more_contrast: RwSignal::new(local::get("meyirim.contrast").as_deref() == Some("more")),
            less_motion: RwSignal::new(local::get("meyirim.motion").as_deref() == Some("less")),
            text: RwSignal::new(TextSize::ALL.into_iter().find(|known| known.value() == text.as_deref()).unwrap_or(TextSize::Normal)),
        }
    }

    pub fn set_lang(&self, lang: Lang) {
        keep("lang", Some(lang.code()));
        self.lang.set(lang);
    }

    pub fn set_theme(&self, theme: Theme) {
        keep("theme", theme.value());
        page::set_root("data-theme", theme.value());
        self.theme.set(theme);
    }

    pub fn set_more_contrast(&self, more: bool) {
        let value = more.then_some("more");
        keep("contrast", value);
        page::set_root("data-contrast", value);
        self.more_contrast.set(more);
    }

    pub fn set_less_motion(&self, less: bool) {
        let value = less.then_some("less");
        keep("motion", value);
        page::set_root("data-motion", value);
        self.less_motion.set(less);
    }

    pub fn set_text(&self, size: TextSize) {
        keep("text", size.value());
        page::set_root("data-text", size.value());
        self.text.set(size);
    }
}

fn keep(name: &str, value: Option<&str>) {
    local::set(&format!("meyirim.{name}"), value);
}
