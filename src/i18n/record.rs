//! Words of the record: hours, how they came about, certificates.

use super::numbers::{english, russian};

pub struct Words {
    /// Of the credential: what somebody who has no single action was awarded for.
    pub badge: &'static str,
    /// Shifts and minutes.
    pub badge_about: fn(u32, u32) -> String,
    pub badge_criteria: &'static str,
    /// Minutes as hours and minutes.
    pub time: fn(u32) -> String,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

/// Hours and minutes, each left out where it is 0; 0 is minutes.
fn parts(minutes: u32, hour: &str, minute: &str) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} {minute}"),
        (hours, 0) => format!("{hours} {hour}"),
        (hours, minutes) => format!("{hours} {hour} {minutes} {minute}"),
    }
}

static KK: Words = Words {
    badge: "Ерікті еңбек",
    badge_about: |shifts, minutes| format!("{shifts} ауысымда расталған ерікті еңбек: {}.", parts(minutes, "сағ", "мин")),
    badge_criteria: "Ауысымға қатысқанын ауысым жетекшісі белгілеп, сағаттарын растаған.",
    time: |minutes| parts(minutes, "сағ", "мин"),
};

static RU: Words = Words {
    badge: "Волонтёрский труд",
    badge_about: |shifts, minutes| {
        format!(
            "Подтверждённый волонтёрский труд за {shifts} {}: {}.",
            russian(shifts.into(), "смену", "смены", "смен"),
            parts(minutes, "ч", "мин")
        )
    },
    badge_criteria: "Участие в смене отметил её руководитель, он же подтвердил часы.",
    time: |minutes| parts(minutes, "ч", "мин"),
};

static EN: Words = Words {
    badge: "Volunteering",
    badge_about: |shifts, minutes| {
        format!("Confirmed volunteering in {shifts} {}: {}.", english(shifts.into(), "shift", "shifts"), parts(minutes, "h", "min"))
    },
    badge_criteria: "The leader of each shift noted the person as there and confirmed the hours.",
    time: |minutes| parts(minutes, "h", "min"),
};
