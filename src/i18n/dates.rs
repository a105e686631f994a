//! Dates and times, from our own words. Weeks begin on Monday, hours are 24.

use crate::model::{Day, Instant, Lang, PartialDate, Zone, instant::day_number};

pub struct Words {
    pub lang: Lang,
    /// From Monday.
    pub weekdays: [&'static str; 7],
    pub weekdays_short: [&'static str; 7],
    /// As a heading: November.
    pub months: [&'static str; 12],
    /// After a day: 22 ноября.
    pub months_of: [&'static str; 12],
    pub months_short: [&'static str; 12],
    pub today: &'static str,
    pub tomorrow: &'static str,
    pub yesterday: &'static str,
    /// Beside a span of a whole day.
    pub all_day: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    lang: Lang::Kk,
    weekdays: ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"],
    weekdays_short: ["дс", "сс", "ср", "бс", "жм", "сб", "жк"],
    months: ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"],
    months_of: ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"],
    months_short: ["қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"],
    today: "бүгін",
    tomorrow: "ертең",
    yesterday: "кеше",
    all_day: "күні бойы",
};

static RU: Words = Words {
    lang: Lang::Ru,
    weekdays: ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    weekdays_short: ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    months: ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"],
    months_of: ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
    months_short: ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    today: "сегодня",
    tomorrow: "завтра",
    yesterday: "вчера",
    all_day: "весь день",
};

static EN: Words = Words {
    lang: Lang::En,
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    weekdays_short: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    months_of: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    months_short: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    today: "today",
    tomorrow: "tomorrow",
    yesterday: "yesterday",
    all_day: "all day",
};

impl Words {
    pub fn weekday(&self, day: Day) -> &'static str {
        self.weekdays[day.weekday().to_monday_zero_offset() as usize]
    }

    pub fn weekday_short(&self, day: Day) -> &'static str {
        self.weekdays_short[day.weekday().to_monday_zero_offset() as usize]
    }

    fn month_of(&self, day: Day) -> &'static str {
        self.months_of[day.month() as usize - 1]
    }

    pub fn month_short(&self, day: Day) -> &'static str {
        self.months_short[day.month() as usize - 1]
    }

    /// 22 қараша, 22 ноября, 22 November; with the year when it is not `this_year`.
    pub fn day(&self, day: Day, this_year: i16) -> String {
        let date = format!("{} {}", day.day(), self.month_of(day));
        match (day.year() == this_year, self.lang) {
            (true, _) => date,
            (false, Lang::Kk) => format!("{} жылғы {date}", day.year()),
            (false, Lang::Ru) => format!("{date} {} г.", day.year()),
            (false, Lang::En) => format!("{date} {}", day.year()),
        }
    }

    /// 22 қар, 22 ноя, 22 Nov.
    pub fn day_short(&self, day: Day) -> String {
        format!("{} {}", day.day(), self.month_short(day))
    }

    /// Қараша 2026, Ноябрь 2026, November 2026: a calendar's heading.
    pub fn month(&self, day: Day) -> String {
        format!("{} {}", capital(self.months[day.month() as usize - 1]), day.year())
    }

    /// "Sunday", or "today", "tomorrow", "yesterday".
    pub fn weekday_or_near(&self, day: Day, today: Day) -> &'static str {
        match day_number(day) - day_number(today) {
            0 => self.today,
            1 => self.tomorrow,
            -1 => self.yesterday,
            _ => self.weekday(day),
        }
    }

    /// Жексенбі, 29 қараша.
    pub fn full_day(&self, day: Day, this_year: i16) -> String {
        format!("{}, {}", capital(self.weekday(day)), self.day(day, this_year))
    }

    /// Жексенбі, 29 қараша, 09:30–13:00; over midnight with both days; a whole day without hours.
    pub fn span(&self, starts: Instant, ends: Instant, zone: &Zone, this_year: i16) -> String {
        let (from, to) = (zone.local(starts), zone.local(ends));
        if is_whole_days(starts, ends, zone) {
            let last = zone.day(ends.plus(-1));
            return if from.date() == last {
                self.full_day(from.date(), this_year)
            } else {
                format!("{} – {}", self.day(from.date(), this_year), self.day(last, this_year))
            };
        }
        if from.date() == to.date() {
            format!("{}, {}–\u{2060}{}", self.full_day(from.date(), this_year), clock(from), clock(to))
        } else {
            format!("{}, {} – {}, {}", self.full_day(from.date(), this_year), clock(from), self.day(to.date(), this_year), clock(to))
        }
    }

    /// "14:05" today, else with the day: "кеше, 18:40", "20 қараша, 18:40".
    pub fn moment(&self, at: Instant, now: Instant, zone: &Zone) -> String {
        let (then, today) = (zone.local(at), zone.day(now));
        let time = clock(then);
        match day_number(then.date()) - day_number(today) {
            0 => time,
            1 => format!("{}, {time}", self.tomorrow),
            -1 => format!("{}, {time}", self.yesterday),
            _ => format!("{}, {time}", self.day(then.date(), today.year())),
        }
    }

    /// A date as well as it is known: "2021", "маусым 2021", "14 маусым 2021".
    pub fn partial(&self, date: PartialDate) -> String {
        let Some(month) = date.month else { return date.year.to_string() };
        let Some(day) = date.day else {
            let name = self.months[month.clamp(1, 12) as usize - 1];
            return match self.lang {
                Lang::Kk => format!("{} жылғы {name}", date.year),
                _ => format!("{name} {}", date.year),
            };
        };
        match Day::new(date.year, month, day) {
            // No year is ever left out here: a figure without one is no figure.
            Ok(day) => self.day(day, i16::MIN),
            Err(_) => date.to_string(),
        }
    }
}

/// 09:30
pub fn clock(local: jiff::civil::DateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// 09:30–13:00
pub fn hours(starts: Instant, ends: Instant, zone: &Zone) -> String {
    format!("{}–{}", clock(zone.local(starts)), clock(zone.local(ends)))
}

/// From midnight to midnight: the source gives the day only.
pub fn is_whole_days(starts: Instant, ends: Instant, zone: &Zone) -> bool {
    let midnight = |at: Instant| {
        let local = zone.local(at);
        local.hour() == 0 && local.minute() == 0
    };
    ends > starts && midnight(starts) && midnight(ends)
}

/// The first letter large: for a word that begins a line.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// UTC+5, UTC+5:30, UTC−3.
pub fn utc_offset(seconds_east: i32) -> String {
    let minutes = seconds_east.abs() / 60;
    let sign = if seconds_east < 0 { '−' } else { '+' };
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}
