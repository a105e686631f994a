//! A text in up to three languages, and what a reader of one of them gets to see.

use super::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Content typed per language. An empty or missing language is `None`; at least one is there (else decoding fails: a title that
/// nobody can read is a bad record, not an empty one).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct Texts {
    kk: Option<Box<str>>,
    ru: Option<Box<str>>,
    en: Option<Box<str>>,
}

/// What one reader sees: the text, the language it is in, and whether that is a stand-in for a translation not yet made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    pub text: &'a str,
    pub lang: Lang,
    pub stand_in: bool,
}

impl Texts {
    /// `None` if all three are missing or blank.
    pub fn new(kk: Option<&str>, ru: Option<&str>, en: Option<&str>) -> Option<Self> {
        let own = |text: Option<&str>| text.map(plain).filter(|text| !is_blank(text)).map(|text| text.into_owned().into_boxed_str());
        let texts = Self { kk: own(kk), ru: own(ru), en: own(en) };
        (texts.kk.is_some() || texts.ru.is_some() || texts.en.is_some()).then_some(texts)
    }

    pub fn get(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Kk => self.kk.as_deref(),
            Lang::Ru => self.ru.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// The text for a reader of `lang`, else the first stand-in, flagged.
    pub fn show(&self, lang: Lang) -> Shown<'_> {
        let [second, third] = lang.stand_ins();
        [lang, second, third]
            .into_iter()
            .find_map(|from| self.get(from).map(|text| Shown { text, lang: from, stand_in: from != lang }))
            .unwrap_or(Shown { text: "", lang, stand_in: false })
    }

    /// All languages that are there, for search.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        Lang::ALL.into_iter().filter_map(|lang| self.get(lang))
    }
}

/// On the wire: `{"kk": "...", "ru": "...", "en": null}`.
#[derive(Serialize, Deserialize)]
struct Raw<'a> {
    #[serde(default, borrow)]
    kk: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    ru: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    en: Option<Cow<'a, str>>,
}

impl TryFrom<Raw<'_>> for Texts {
    type Error = &'static str;
    fn try_from(raw: Raw<'_>) -> Result<Self, Self::Error> {
        Self::new(raw.kk.as_deref(), raw.ru.as_deref(), raw.en.as_deref()).ok_or("a text needs at least one of kk, ru, en")
    }
}
impl From<Texts> for Raw<'static> {
    fn from(texts: Texts) -> Self {
        let own = |text: Option<Box<str>>| text.map(|text| Cow::Owned(text.into_string()));
        Raw { kk: own(texts.kk), ru: own(texts.ru), en: own(texts.en) }
    }
}

/// Nothing to read: U+FE0F survives [`plain`] for the sake of emoji and shows nothing by itself.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{fe0f}')
}

/// A text without what a title has no use for and can be tricked with: control characters (but for line breaks), what cannot be seen
/// ([`is_hidden`]), white space at the ends. U+200D stays where it joins emoji, and only there.
pub fn plain(text: &str) -> Cow<'_, str> {
    const JOINER: char = '\u{200d}';
    let unwanted = |c: char| (c.is_control() && c != '\n') || is_hidden(c);
    if !text.contains(unwanted) {
        return Cow::Borrowed(text.trim());
    }
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let joins = c == JOINER && kept.ends_with(is_pictorial) && chars.peek().is_some_and(|next| is_pictorial(*next));
        if joins || !unwanted(c) {
            kept.push(c);
        } else if c == '\t' {
            kept.push(' ');
        }
    }
    match kept.trim() {
        all if all.len() == kept.len() => Cow::Owned(kept),
        part => Cow::Owned(part.to_owned()),
    }
}

/// Characters without a shape of their own that change how their neighbours look or hide between them: bidi controls, zero-width spaces and
/// joiners, blank fillers, tags. No Kazakh, Russian or English word needs one.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Emoji, near enough: what a joiner may stand between. U+FE0F asks for the coloured form of the sign before it.
fn is_pictorial(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}
