//! The home page: who is needed, the directions, the figures, putting the hub on the home screen.

use super::numbers::{count, english, russian};
use crate::model::Lang;

pub struct Words {
    pub title: &'static str,
    /// Over the ticket of the next action that the person is in.
    pub next: &'static str,
    pub my_actions: &'static str,
    pub needed: &'static str,
    /// By what the list is ordered.
    pub needed_order: &'static str,
    pub all_actions: &'static str,
    pub nothing_needed: &'static str,
    pub nothing_needed_hint: &'static str,
    /// How many actions take place in the next seven days.
    pub this_week: fn(u64) -> String,
    pub this_week_none: &'static str,
    pub directions: &'static str,
    pub direction_count: fn(u64) -> String,
    pub direction_none: &'static str,
    pub figures: &'static str,
    pub figures_note: &'static str,
    pub no_figures: &'static str,
    pub install: &'static str,
    pub install_why: &'static str,
    pub install_now: &'static str,
    pub install_not_now: &'static str,
    /// On an iPhone, after the drawing of its share button where there is one.
    pub install_steps: [&'static str; 3],
    pub offline: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    title: "Қалада бүгін не\u{a0}керек",
    next: "Келесі шараңыз",
    my_actions: "Менің шараларым",
    needed: "Мұнда ерікті керек",
    needed_order: "Алдағы жеті күн. Адамының көп бөлігі әлі жетіспейтін шаралар жоғарыда тұр.",
    all_actions: "Барлық шара",
    nothing_needed: "Алдағы жеті күнде бос орын жоқ",
    nothing_needed_hint: "Одан кейінгі күндердің шараларын қарап көріңіз.",
    this_week: |n| format!("Алдағы жеті күнде {} шара өтеді", count(Lang::Kk, n)),
    this_week_none: "Алдағы жеті күнде шара жоқ",
    directions: "Бағыттар",
    direction_count: |n| format!("{} шара", count(Lang::Kk, n)),
    direction_none: "Әзірге шара жоқ",
    figures: "Көрсеткіштер",
    figures_note: "Әр сан – бөлек есеп, олар бір-біріне қосылмайды.",
    no_figures: "Көрсеткіштер әзірге жарияланбаған.",
    install: "Басты экранға қосыңыз",
    install_why: "Хаб қолданба сияқты бірден ашылады, байланыссыз да жұмыс істейді.",
    install_now: "Қосу",
    install_not_now: "Қазір емес",
    install_steps: ["«Бөлісу» («Поделиться») түймесін басыңыз", "«На экран „Домой“» дегенді таңдаңыз", "«Добавить» дегенді басыңыз"],
    offline: "Бір рет ашылған бет кейін байланыссыз да ашылады. Байланыссыз істегеніңіз осы құрылғыда сақталып, кейін өзі жіберіледі.",
};

static RU: Words = Words {
    title: "Что нужно городу сегодня",
    next: "Ваше ближайшее дело",
    my_actions: "Мои дела",
    needed: "Здесь нужны волонтёры",
    needed_order: "Ближайшие семь дней. Выше те дела, где не хватает большей части людей.",
    all_actions: "Все дела",
    nothing_needed: "В ближайшие семь дней свободных мест нет",
    nothing_needed_hint: "Посмотрите дела на следующие дни.",
    this_week: |n| format!("В ближайшие семь дней {} {}", count(Lang::Ru, n), russian(n, "дело", "дела", "дел")),
    this_week_none: "В ближайшие семь дней дел нет",
    directions: "Направления",
    direction_count: |n| format!("{} {}", count(Lang::Ru, n), russian(n, "дело", "дела", "дел")),
    direction_none: "Пока дел нет",
    figures: "Показатели",
    figures_note: "Каждое число считает своё: складывать их нельзя.",
    no_figures: "Показатели пока не опубликованы.",
    install: "Добавьте на главный экран",
    install_why: "Хаб будет открываться сразу, как приложение, и без сети тоже.",
    install_now: "Добавить",
    install_not_now: "Не сейчас",
    install_steps: ["Нажмите «Поделиться»", "Выберите «На экран „Домой“»", "Нажмите «Добавить»"],
    offline: "Страница, открытая однажды, откроется и без сети. Сделанное без сети сохранится на этом устройстве и потом отправится само.",
};

static EN: Words = Words {
    title: "What the city needs today",
    next: "Your next action",
    my_actions: "My actions",
    needed: "Volunteers are needed here",
    needed_order: "The next seven days. Those that still lack most of their people come first.",
    all_actions: "All actions",
    nothing_needed: "No free places in the next seven days",
    nothing_needed_hint: "Have a look at the days after that.",
    this_week: |n| format!("{} {} in the next seven days", count(Lang::En, n), english(n, "action", "actions")),
    this_week_none: "No actions in the next seven days",
    directions: "Directions",
    direction_count: |n| format!("{} {}", count(Lang::En, n), english(n, "action", "actions")),
    direction_none: "No actions yet",
    figures: "Figures",
    figures_note: "Each figure counts something of its own; they are never added up.",
    no_figures: "No figures have been published yet.",
    install: "Put it on your home screen",
    install_why: "The hub then opens at once, like an app, and without a network too.",
    install_now: "Add",
    install_not_now: "Not now",
    install_steps: ["Tap Share", "Choose “Add to Home Screen”", "Tap Add"],
    offline: "A page opened once opens without a network too. What you do without one is kept on this device and sent by itself later.",
};
