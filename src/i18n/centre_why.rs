//! Why something cannot be booked, and by which rules hours are shared.

use crate::{
    api::{ApiError, ProblemKind},
    model::{booking::NoBooking, centre::Rules},
};

/// Why the backend refused, if it was for a reason of the centre.
pub fn reason(error: &ApiError) -> Option<NoBooking> {
    match error {
        ApiError::Problem { problem, .. } if problem.kind() == ProblemKind::NoBooking => NoBooking::from_code(problem.detail.as_deref()?),
        _ => None,
    }
}

/// Minutes as hours, where they are whole ones.
fn hours(minutes: u16, hour: &str, minute: &str) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} {hour}"),
        (0, rest) => format!("{rest} {minute}"),
        (hours, rest) => format!("{hours} {hour} {rest} {minute}"),
    }
}

pub fn kazakh_rules(rules: &Rules) -> Vec<String> {
    let time = |minutes| hours(minutes, "сағат", "минут");
    vec![
        format!("Бір адамға: күніне {}, аптасына {}.", time(rules.a_day), time(rules.a_week)),
        format!("Алдағы {} күнге дейін брондауға болады.", rules.days_ahead),
        format!("Басталуына {} минут қалғаннан бастап келгеніңізді белгілей аласыз.", rules.check_in_before),
        format!("Басталғаннан кейін {} минут ішінде ешкім келмесе, орын басқаларға босайды.", rules.release_after),
    ]
}

pub fn kazakh_short(why: NoBooking) -> &'static str {
    match why {
        NoBooking::NoSuchPlace => "жоқ",
        NoBooking::Closed => "жабық",
        NoBooking::NotOnTheHour => "сағат бүтін емес",
        NoBooking::Past => "өтіп кетті",
        NoBooking::TooFarAhead { .. } => "әлі ерте",
        NoBooking::Own => "сізде бар",
        NoBooking::Taken => "бос емес",
        NoBooking::DayLimit { .. } => "күндік шек",
        NoBooking::WeekLimit { .. } => "апталық шек",
        NoBooking::Gone => "босаған",
        NoBooking::AskStaff => "қызметкерден",
    }
}

pub fn kazakh_why(why: &NoBooking) -> String {
    match why {
        NoBooking::NoSuchPlace => "Мұндай орын енді жоқ.".to_owned(),
        NoBooking::Closed => "Бұл уақытта коворкинг жабық.".to_owned(),
        NoBooking::NotOnTheHour => "Орын бүтін сағатпен алынады.".to_owned(),
        NoBooking::Past => "Бұл уақыт өтіп кетті.".to_owned(),
        NoBooking::TooFarAhead { days: 0 } => "Мұнда тек бүгінгі уақыт брондалады.".to_owned(),
        NoBooking::TooFarAhead { days } => format!("Тек алдағы {days} күнге брондауға болады."),
        NoBooking::Own => "Бұл уақытта сіздің басқа броньыңыз бар.".to_owned(),
        NoBooking::Taken => "Бұл уақытты басқа біреу алып қойған.".to_owned(),
        NoBooking::DayLimit { minutes } => format!("Бір күнде {} ғана алуға болады.", hours(*minutes, "сағат", "минут")),
        NoBooking::WeekLimit { minutes } => format!("Бір аптада {} ғана алуға болады.", hours(*minutes, "сағат", "минут")),
        NoBooking::Gone => "Бұл бронь енді жоқ: одан бас тартылған немесе ешкім келмегендіктен орын босатылған.".to_owned(),
        NoBooking::AskStaff => "Бұл броньды қызметкер рәсімдейді: коворкинг қызметкеріне барыңыз.".to_owned(),
    }
}

pub fn russian_rules(rules: &Rules) -> Vec<String> {
    let time = |minutes| hours(minutes, "ч", "мин");
    vec![
        format!("На одного человека: {} в день, {} в неделю.", time(rules.a_day), time(rules.a_week)),
        format!("Бронировать можно не дальше чем на {} дн. вперёд.", rules.days_ahead),
        format!("Отметить приход можно за {} мин до начала.", rules.check_in_before),
        format!("Если за {} мин после начала никто не пришёл, место освобождается.", rules.release_after),
    ]
}

pub fn russian_short(why: NoBooking) -> &'static str {
    match why {
        NoBooking::NoSuchPlace => "нет",
        NoBooking::Closed => "закрыто",
        NoBooking::NotOnTheHour => "не целый час",
        NoBooking::Past => "прошло",
        NoBooking::TooFarAhead { .. } => "ещё рано",
        NoBooking::Own => "уже ваше",
        NoBooking::Taken => "занято",
        NoBooking::DayLimit { .. } => "лимит дня",
        NoBooking::WeekLimit { .. } => "лимит недели",
        NoBooking::Gone => "освобождено",
        NoBooking::AskStaff => "у сотрудника",
    }
}

pub fn russian_why(why: &NoBooking) -> String {
    match why {
        NoBooking::NoSuchPlace => "Такого места больше нет.".to_owned(),
        NoBooking::Closed => "В это время коворкинг закрыт.".to_owned(),
        NoBooking::NotOnTheHour => "Место бронируется целыми часами.".to_owned(),
        NoBooking::Past => "Это время уже прошло.".to_owned(),
        NoBooking::TooFarAhead { days: 0 } => "Здесь бронируют только на сегодня.".to_owned(),
        NoBooking::TooFarAhead { days } => format!("Бронировать можно не дальше чем на {days} дн. вперёд."),
        NoBooking::Own => "В это время у вас уже есть бронь.".to_owned(),
        NoBooking::Taken => "Это время уже занял кто-то другой.".to_owned(),
        NoBooking::DayLimit { minutes } => format!("В день можно взять не больше: {}.", hours(*minutes, "ч", "мин")),
        NoBooking::WeekLimit { minutes } => format!("В неделю можно взять не больше: {}.", hours(*minutes, "ч", "мин")),
        NoBooking::Gone => "Этой брони больше нет: от неё отказались, или место освободили, потому что никто не пришёл.".to_owned(),
        NoBooking::AskStaff => "Эту бронь оформит сотрудник: подойдите к сотруднику коворкинга.".to_owned(),
    }
}

pub fn english_rules(rules: &Rules) -> Vec<String> {
    let time = |minutes| hours(minutes, "h", "min");
    vec![
        format!("For one person: {} a day, {} a week.", time(rules.a_day), time(rules.a_week)),
        format!("You can book up to {} days ahead.", rules.days_ahead),
        format!("You can check in from {} minutes before the beginning.", rules.check_in_before),
        format!("If nobody comes within {} minutes, the place is free again.", rules.release_after),
    ]
}

pub fn english_short(why: NoBooking) -> &'static str {
    match why {
        NoBooking::NoSuchPlace => "none",
        NoBooking::Closed => "closed",
        NoBooking::NotOnTheHour => "not on the hour",
        NoBooking::Past => "over",
        NoBooking::TooFarAhead { .. } => "too early",
        NoBooking::Own => "yours",
        NoBooking::Taken => "taken",
        NoBooking::DayLimit { .. } => "day’s limit",
        NoBooking::WeekLimit { .. } => "week’s limit",
        NoBooking::Gone => "set free",
        NoBooking::AskStaff => "ask the staff",
    }
}

pub fn english_why(why: &NoBooking) -> String {
    match why {
        NoBooking::NoSuchPlace => "There is no such place any more.".to_owned(),
        NoBooking::Closed => "The centre is closed at that time.".to_owned(),
        NoBooking::NotOnTheHour => "Places are booked by whole hours.".to_owned(),
        NoBooking::Past => "That time is over.".to_owned(),
        NoBooking::TooFarAhead { days: 0 } => "Only today can be booked here.".to_owned(),
        NoBooking::TooFarAhead { days } => format!("You can book up to {days} days ahead."),
        NoBooking::Own => "You have another booking at that time.".to_owned(),
        NoBooking::Taken => "Somebody else has taken that time.".to_owned(),
        NoBooking::DayLimit { minutes } => format!("No more than {} a day.", hours(*minutes, "h", "min")),
        NoBooking::WeekLimit { minutes } => format!("No more than {} a week.", hours(*minutes, "h", "min")),
        NoBooking::Gone => "This booking is no more: it was given up, or the place was set free because nobody came.".to_owned(),
        NoBooking::AskStaff => "The staff will make this booking: please go to the staff of the centre.".to_owned(),
    }
}
