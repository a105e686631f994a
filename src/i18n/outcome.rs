//! Words of what came of an action, as everybody sees it, and of the way to the pages of those who plan.

use super::numbers::{english, number, russian};
use crate::model::Lang;

pub struct Words {
    /// Heading of the report on the action's own page.
    pub title: &'static str,
    pub came: fn(u64) -> String,
    /// Minutes that were confirmed.
    pub hours: fn(u64) -> String,
    /// The link to the pages of those who plan, from somebody's own page.
    pub to_plan: &'static str,
    /// The link to an action's own page there.
    pub manage_this: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

/// Hours with at most one decimal.
fn hours(lang: Lang, minutes: u64) -> String {
    number(lang, minutes as f64 / 60.0)
}

static KK: Words = Words {
    title: "Не істелді",
    came: |n| format!("Келгені: {n} адам"),
    hours: |minutes| format!("Расталған уақыты: {} сағат", hours(Lang::Kk, minutes)),
    to_plan: "Шараларды басқару",
    manage_this: "Осы шараны басқару",
};

static RU: Words = Words {
    title: "Что сделано",
    came: |n| format!("{} {n} {}", russian(n, "Пришёл", "Пришли", "Пришли"), russian(n, "человек", "человека", "человек")),
    hours: |minutes| format!("Подтверждено часов: {}", hours(Lang::Ru, minutes)),
    to_plan: "Управление делами",
    manage_this: "Управлять этим делом",
};

static EN: Words = Words {
    title: "What was done",
    came: |n| format!("{n} {} came", english(n, "person", "people")),
    hours: |minutes| format!("Hours confirmed: {}", hours(Lang::En, minutes)),
    to_plan: "Manage actions",
    manage_this: "Manage this action",
};
