//! What joining and leaving are called, and how they stand.

use super::numbers::{english, russian};

pub struct Words {
    /// The button. Its accessible name in English stays "Join".
    pub join: &'static str,
    pub join_waitlist: &'static str,
    pub leave: &'static str,
    pub undo: &'static str,
    /// A place is this person's.
    pub confirmed: &'static str,
    /// Has a place and cannot come: a stand-in is looked for.
    pub cannot_come: &'static str,
    pub waitlisted: fn(u32) -> String,
    /// A place has come free for this person.
    pub offered: &'static str,
    pub left: &'static str,
    /// Joining waits for the backend.
    pub joining: &'static str,
    /// ... and what happens when no place is left.
    pub joining_or_wait: &'static str,
    pub leaving: &'static str,
    pub undecided: &'static str,
    pub places_left: fn(u32) -> String,
    /// Beside the places left: of how many.
    pub of_places: fn(u32) -> String,
    pub full: &'static str,
    pub waiting_people: fn(u32) -> String,
    pub people_missing: fn(u32) -> String,
    pub cancelled: &'static str,
    pub over: &'static str,
    pub adults_only: &'static str,
    pub from_14: &'static str,
    pub saved_here: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    join: "Қатысамын",
    join_waitlist: "Күту тізіміне тұру",
    leave: "Орнымды босату",
    undo: "Қайтару",
    confirmed: "Орныңыз расталды",
    cannot_come: "Келе алмайсыз: орныңызға адам ізделуде",
    waitlisted: |position| format!("Күту тізімінде {position}-орындасыз"),
    offered: "Сізге орын ұсынылды",
    left: "Орын босатылды",
    joining: "Растауды күтіп тұр",
    joining_or_wait: "орын жетпесе, күту тізіміне өтесіз",
    leaving: "Орынды босату жіберілуін күтіп тұр",
    undecided: "Сіздің шешіміңіз керек",
    places_left: |n| format!("{n} орын бос"),
    of_places: |n| format!("барлығы {n} орын"),
    full: "Орын толды",
    waiting_people: |n| format!("күту тізімінде {n} адам"),
    people_missing: |n| format!("тағы {n} адам керек"),
    cancelled: "Болмайды",
    over: "Өтті",
    adults_only: "18 жастан",
    from_14: "14 жастан",
    saved_here: "Осы құрылғыда сақталды, жіберіледі",
};

static RU: Words = Words {
    join: "Участвую",
    join_waitlist: "Встать в лист ожидания",
    leave: "Освободить место",
    undo: "Вернуть",
    confirmed: "Место подтверждено",
    cannot_come: "Не сможете прийти: ищем подмену",
    waitlisted: |position| format!("В листе ожидания вы {position}-й по счёту"),
    offered: "Вам предлагают место",
    left: "Место освобождено",
    joining: "Ждёт подтверждения",
    joining_or_wait: "если мест не хватит, вы окажетесь в листе ожидания",
    leaving: "Отказ от места ждёт отправки",
    undecided: "Нужно ваше решение",
    places_left: |n| format!("Осталось {n} {}", russian(n.into(), "место", "места", "мест")),
    of_places: |n| format!("из {n}"),
    full: "Мест нет",
    waiting_people: |n| format!("в листе ожидания {n} {}", russian(n.into(), "человек", "человека", "человек")),
    people_missing: |n| format!("не хватает {n} {}", russian(n.into(), "человека", "человек", "человек")),
    cancelled: "Отменено",
    over: "Прошло",
    adults_only: "с 18 лет",
    from_14: "с 14 лет",
    saved_here: "Сохранено на этом устройстве, будет отправлено",
};

static EN: Words = Words {
    join: "Join",
    join_waitlist: "Join the waitlist",
    leave: "Leave",
    undo: "Undo",
    confirmed: "Place confirmed",
    cannot_come: "You can't come: a stand-in is looked for",
    waitlisted: |position| format!("You are number {position} on the waitlist"),
    offered: "A place is offered to you",
    left: "Place given up",
    joining: "Waiting to be confirmed",
    joining_or_wait: "if no place is left, you go on the waitlist",
    leaving: "Giving up the place waits to be sent",
    undecided: "Your decision is needed",
    places_left: |n| format!("{n} {} left", english(n.into(), "place", "places")),
    of_places: |n| format!("of {n}"),
    full: "Full",
    waiting_people: |n| format!("{n} {} on the waitlist", english(n.into(), "person", "people")),
    people_missing: |n| format!("{n} more {} needed", english(n.into(), "person", "people")),
    cancelled: "Cancelled",
    over: "Over",
    adults_only: "from 18",
    from_14: "from 14",
    saved_here: "Saved on this device, will be sent",
};
