//! Words of an action that repeats: how often, on which dates, and calling one of them off.

use super::{Place, dates, numbers::russian};
use crate::model::{
    Lang,
    series::{Repeat, Rhythm},
};

pub struct Words {
    pub title: &'static str,
    /// "Every Saturday": how often, without until when.
    pub rule: fn(&Repeat) -> String,
    /// The rule, and its last date.
    pub until: fn(&str, &str) -> String,
    /// Of the date that the page shows.
    pub apart: &'static str,
    /// Over the list of dates.
    pub dates: &'static str,
    /// Beside the date that the page shows.
    pub this_one: &'static str,
    pub show_all: fn(u64) -> String,
    pub skip: &'static str,
    pub skip_hint: &'static str,
    /// Leads to where it can be called off with a reason.
    pub with_reason: &'static str,
    pub hold: &'static str,
    pub hold_hint: &'static str,
    pub follow: &'static str,
    pub follow_hint: &'static str,
    /// Told once it is done.
    pub skip_done: &'static str,
    pub hold_done: &'static str,
    pub follow_done: &'static str,
    pub needs_connection: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    title: "Қайталанып тұрады",
    rule: kazakh,
    until: |rule, day| format!("{rule}. Соңғы күні: {day}."),
    apart: "Бұл жолғысы басқа күндердегіден өзгеше өтеді.",
    dates: "Өтетін күндері",
    this_one: "осы күн",
    show_all: |n| format!("Барлық күнді көрсету ({n})"),
    skip: "Бұл күні өткізбеу",
    skip_hint: "Бұл күнге жазылғандардың және кезекте тұрғандардың бәріне хабар барады. Күн тізімде «болмайды» деген белгімен қалады.",
    with_reason: "Себебін жазып, тоқтату",
    hold: "Бәрібір өткізу",
    hold_hint: "Шара тоқтатылған еді. Жазылғандардың орны сақталған, оларға өзгеріс туралы хабар барады.",
    follow: "Жалпы кестеге қайтару",
    follow_hint: "Тек осы күн үшін өзгертілгеннің бәрі жойылып, басқа күндердегідей болады. Уақыты немесе орны өзгерсе, жазылғандарға хабар барады.",
    skip_done: "Бұл күні шара болмайды.",
    hold_done: "Бұл күні шара болады.",
    follow_done: "Бұл күн енді жалпы кестемен өтеді.",
    needs_connection: "Бұл үшін интернет керек.",
};

static RU: Words = Words {
    title: "Повторяется",
    rule: russian_rule,
    until: |rule, day| format!("{rule}. Последняя дата: {day}."),
    apart: "В этот раз не так, как в остальные даты.",
    dates: "Даты",
    this_one: "эта дата",
    show_all: |n| format!("Показать все даты ({n})"),
    skip: "Пропустить эту дату",
    skip_hint: "Все, у кого есть место, и все, кто ждёт в очереди, получат сообщение. Дата останется в списке с пометкой «отменено».",
    with_reason: "Отменить и указать причину",
    hold: "Всё-таки провести",
    hold_hint: "Дело было отменено. Места записавшихся сохранились, они получат сообщение об изменении.",
    follow: "Вернуть как в остальные даты",
    follow_hint: "Всё, что изменено только для этой даты, будет отменено. Если изменится время или место, записавшиеся получат сообщение.",
    skip_done: "В эту дату дела не будет.",
    hold_done: "В эту дату дело состоится.",
    follow_done: "Эта дата снова идёт по общему плану.",
    needs_connection: "Для этого нужен интернет.",
};

static EN: Words = Words {
    title: "Repeats",
    rule: english,
    until: |rule, day| format!("{rule}. Last date: {day}."),
    apart: "This time it is not as on the other dates.",
    dates: "Dates",
    this_one: "this date",
    show_all: |n| format!("Show all dates ({n})"),
    skip: "Skip this date",
    skip_hint: "Everybody who has a place or waits for one is told. The date stays in the list, marked as cancelled.",
    with_reason: "Call it off with a reason",
    hold: "Hold it after all",
    hold_hint: "It was called off. Who had a place still has it, and is told of the change.",
    follow: "Back to how the other dates are",
    follow_hint: "What was changed of this date alone is undone. Who has a place is told if the time or place changes.",
    skip_done: "It is not held on this date.",
    hold_done: "It is held on this date.",
    follow_done: "This date follows the plan again.",
    needs_connection: "This needs a connection.",
};

/// "a", "a and b", "a, b and c".
fn listed(words: Vec<&str>, and: &str) -> String {
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} {and} {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The words of the weekdays, from Monday; what is no weekday has none.
fn named<'a>(weekdays: &[u8], words: &[&'a str; 7]) -> Vec<&'a str> {
    let mut weekdays = weekdays.to_vec();
    weekdays.sort_unstable();
    weekdays.iter().filter_map(|day| words.get(usize::from(*day).checked_sub(1)?).copied()).collect()
}

fn kazakh(repeat: &Repeat) -> String {
    const ITS: [&str; 7] = ["дүйсенбісінде", "сейсенбісінде", "сәрсенбісінде", "бейсенбісінде", "жұмасында", "сенбісінде", "жексенбісінде"];
    let weekdays = &Place::<dates::Words>::of(Lang::Kk).weekdays;
    let every = repeat.every;
    match &repeat.on {
        Rhythm::Weekly(days) if days.len() == 7 && every == 1 => "Күн сайын".to_owned(),
        Rhythm::Weekly(days) if every == 1 => dates::capital(&format!("{} сайын", listed(named(days, weekdays), "және"))),
        Rhythm::Weekly(days) => format!("{every} аптада бір рет: {}", listed(named(days, weekdays), "және")),
        Rhythm::MonthlyOnDay(day) if every == 1 => format!("Әр айдың {day}-күні"),
        Rhythm::MonthlyOnDay(day) => format!("{every} айда бір рет: айдың {day}-күні"),
        Rhythm::MonthlyOnWeekday { nth, weekday } => {
            let which = ["бірінші", "екінші", "үшінші", "төртінші", "соңғы"][ordinal(*nth)];
            let day = named(&[*weekday], &ITS).concat();
            if every == 1 {
                format!("Әр айдың {which} {day}")
            } else {
                format!("{every} айда бір рет: айдың {which} {day}")
            }
        }
    }
}

fn russian_rule(repeat: &Repeat) -> String {
    const ON: [&str; 7] = ["понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям"];
    const DAYS: [&str; 7] = ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"];
    // Of the gender of понедельник, среда, воскресенье.
    const WHICH: [[&str; 5]; 3] = [
        ["в первый", "во второй", "в третий", "в четвёртый", "в последний"],
        ["в первую", "во вторую", "в третью", "в четвёртую", "в последнюю"],
        ["в первое", "во второе", "в третье", "в четвёртое", "в последнее"],
    ];
    let every = u64::from(repeat.every);
    let weeks = russian(every, "неделю", "недели", "недель");
    let months = russian(every, "месяц", "месяца", "месяцев");
    match &repeat.on {
        Rhythm::Weekly(days) if days.len() == 7 && every == 1 => "Каждый день".to_owned(),
        Rhythm::Weekly(days) if every == 1 => format!("По {}", listed(named(days, &ON), "и")),
        Rhythm::Weekly(days) => format!("Раз в {every} {weeks}: по {}", listed(named(days, &ON), "и")),
        Rhythm::MonthlyOnDay(day) if every == 1 => format!("{day}-го числа каждого месяца"),
        Rhythm::MonthlyOnDay(day) => format!("Раз в {every} {months}: {day}-го числа"),
        Rhythm::MonthlyOnWeekday { nth, weekday } => {
            let gender = match weekday {
                3 | 5 | 6 => 1,
                7 => 2,
                _ => 0,
            };
            let day = format!("{} {}", WHICH[gender][ordinal(*nth)], named(&[*weekday], &DAYS).concat());
            if every == 1 {
                format!("{} каждого месяца", dates::capital(&day))
            } else {
                format!("Раз в {every} {months}: {day}")
            }
        }
    }
}

fn english(repeat: &Repeat) -> String {
    let weekdays = &Place::<dates::Words>::of(Lang::En).weekdays;
    let every = repeat.every;
    match &repeat.on {
        Rhythm::Weekly(days) if days.len() == 7 && every == 1 => "Every day".to_owned(),
        Rhythm::Weekly(days) if every == 1 => format!("Every {}", listed(named(days, weekdays), "and")),
        Rhythm::Weekly(days) => format!("Every {every} weeks on {}", listed(named(days, weekdays), "and")),
        Rhythm::MonthlyOnDay(day) => {
            let ending = match (day % 10, day) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            if every == 1 { format!("On the {day}{ending} of every month") } else { format!("Every {every} months on the {day}{ending}") }
        }
        Rhythm::MonthlyOnWeekday { nth, weekday } => {
            let which = ["first", "second", "third", "fourth", "last"][ordinal(*nth)];
            let day = named(&[*weekday], weekdays).concat();
            if every == 1 {
                format!("On the {which} {day} of every month")
            } else {
                format!("Every {every} months on the {which} {day} of the month")
            }
        }
    }
}

/// The place of "first" to "fourth", "last" in a list of them.
fn ordinal(nth: i8) -> usize {
    usize::try_from(nth - 1).unwrap_or(4).min(4)
}
