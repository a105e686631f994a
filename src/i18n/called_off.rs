//! Words of what was called off or moved: how a reason is shown, and the text messages to those who joined at a kiosk and have no account.

use super::{InLanguages, Place, catalogue};
use crate::model::{
    ActionDetail, Lang, Shift, Texts, Zone, calendar,
    called_off::{About, CalledOff},
    instant::Instant,
    message::Written,
};

/// What the app shows.
pub struct Words {
    pub reason: &'static str,
    /// Of a message that nobody has written.
    pub by_itself: fn(About) -> &'static str,
}

impl InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    reason: "Себебі:",
    by_itself: |about| match about {
        About::CalledOff => "Шара тоқтатылғанда өздігінен жіберілді",
        About::Held => "Шара өтетін болғанда өздігінен жіберілді",
        About::Moved => "Уақыты не орны өзгергенде өздігінен жіберілді",
    },
};
static RU: Words = Words {
    reason: "Причина:",
    by_itself: |about| match about {
        About::CalledOff => "Отправлено само при отмене",
        About::Held => "Отправлено само, когда решили провести",
        About::Moved => "Отправлено само при смене времени или места",
    },
};
static EN: Words = Words {
    reason: "Reason:",
    by_itself: |about| match about {
        About::CalledOff => "Sent by itself as it was called off",
        About::Held => "Sent by itself as it was held after all",
        About::Moved => "Sent by itself as the time or place changed",
    },
};

/// What the day's screen shows of a shift that was called off.
pub struct OnDay {
    pub since: fn(&str) -> String,
    pub had_places: fn(u64) -> String,
    /// How many hear nothing of it unless somebody tells them.
    pub tell_them: fn(u64) -> String,
    // Of one person.
    pub unheard: &'static str,
    pub heard_text: &'static str,
    pub heard_account: &'static str,
}

impl InLanguages for OnDay {
    const ALL: [&Self; 3] = [&KK_DAY, &RU_DAY, &EN_DAY];
}

static KK_DAY: OnDay = OnDay {
    since: |time| format!("Тоқтатылған уақыты: {time}."),
    had_places: |count| format!("жазылғаны {count}"),
    tell_them: |count| format!("{count} адамға хабар жетпейді: келгенде өзіңіз айтыңыз."),
    unheard: "хабарсыз: өзіңіз айтыңыз",
    heard_text: "SMS арқылы біледі",
    heard_account: "тіркелгісі арқылы біледі",
};

static RU_DAY: OnDay = OnDay {
    since: |time| format!("Отменено: {time}."),
    had_places: |count| format!("были записаны: {count}"),
    tell_them: |count| format!("Сообщение не дойдёт, скажите сами, когда придут. Таких людей: {count}."),
    unheard: "не знает, скажите сами",
    heard_text: "узнаёт по SMS",
    heard_account: "узнаёт через учётную запись",
};

static EN_DAY: OnDay = OnDay {
    since: |time| format!("Called off {time}."),
    had_places: |count| format!("{count} had a place"),
    tell_them: |count| {
        if count == 1 {
            "1 person hears nothing of it: tell them when they come.".to_owned()
        } else {
            format!("{count} people hear nothing of it: tell them when they come.")
        }
    },
    unheard: "has not heard, tell them",
    heard_text: "hears by text message",
    heard_account: "hears by their account",
};

/// What is sent: of the action's title and the shift's time; of what takes place, when and where.
pub struct Sent {
    pub called_off: fn(&str, &str) -> String,
    pub held: fn(&str, &str) -> String,
    pub moved: fn(&str, &str) -> String,
}

impl InLanguages for Sent {
    const ALL: [&Self; 3] = [&KK_SENT, &RU_SENT, &EN_SENT];
}

static KK_SENT: Sent = Sent {
    called_off: |title, when| format!("«{title}», {when}: шара болмайды, келудің қажеті жоқ."),
    held: |title, now| format!("Болмайды деген едік, бірақ «{title}» өтетін болды: {now}."),
    moved: |title, now| format!("«{title}»: уақыты не орны өзгерді. Енді былай: {now}."),
};

static RU_SENT: Sent = Sent {
    called_off: |title, when| format!("«{title}», {when}: отменено, приходить не нужно."),
    held: |title, now| format!("«{title}» отменяли, но дело всё-таки состоится: {now}."),
    moved: |title, now| format!("«{title}»: изменилось время или место. Теперь так: {now}."),
};

static EN_SENT: Sent = Sent {
    called_off: |title, when| format!("“{title}”, {when}: called off, there is no need to come."),
    held: |title, now| format!("“{title}” was called off, and takes place after all: {now}."),
    moved: |title, now| format!("“{title}”: another time or place. It is now: {now}."),
};

/// Room in a text message, in units of UTF-16: with these it never takes more parts than a message may.
const ROOM_TITLE: usize = 80;
const ROOM_REASON: usize = 300;
const ROOM_PLACE: usize = 90;
const ROOM_MEETING: usize = 110;

/// The text message about one shift, in this language. Foreseen by the app, sent by the backend.
pub fn written(about: About, detail: &ActionDetail, shift: &Shift, lang: Lang, zone: &Zone, now: Instant) -> Written {
    let words = Place::<Sent>::of(lang);
    let title = cut(&bare(&calendar::title(&detail.action, shift, lang)), ROOM_TITLE);
    let when = inside(lang, when(shift, lang, zone, now));
    let body = match about {
        About::CalledOff => {
            let said = (words.called_off)(&title, &when);
            match detail.called_off.as_ref().and_then(|off| off.reason.as_ref()) {
                Some(reason) => format!("{said} {}", cut(&bare(&because(reason, lang)), ROOM_REASON)),
                None => said,
            }
        }
        About::Held => (words.held)(&title, &takes_place(detail, shift, lang, zone, now)),
        About::Moved => (words.moved)(&title, &takes_place(detail, shift, lang, zone, now)),
    };
    Written { subject: String::new(), body }.clean()
}

/// When and where it takes place, as a text message says it. Whose last one says this has nothing new to hear.
pub fn takes_place(detail: &ActionDetail, shift: &Shift, lang: Lang, zone: &Zone, now: Instant) -> String {
    let end = |text: String, room| Some(cut(&bare(&text), room).trim_end_matches('.').to_owned()).filter(|text| !text.is_empty());
    let place = end(calendar::place(&detail.action, detail.address.as_ref(), lang), ROOM_PLACE);
    let meeting = detail.meeting.as_ref().and_then(|meeting| end(meeting.show(lang).text.to_owned(), ROOM_MEETING));
    let body = [Some(inside(lang, when(shift, lang, zone, now))), place, meeting].into_iter().flatten().collect::<Vec<_>>().join(", ");
    // As it stands in what is kept of a message.
    Written { subject: String::new(), body }.clean().body
}

fn when(shift: &Shift, lang: Lang, zone: &Zone, now: Instant) -> String {
    catalogue(lang).dates.span(shift.starts, shift.ends, zone, zone.day(now).year())
}

/// As it stands inside a sentence: only English writes days of the week large there.
fn inside(lang: Lang, when: String) -> String {
    let mut letters = when.chars();
    match letters.next() {
        Some(first) if lang != Lang::En => first.to_lowercase().chain(letters).collect(),
        _ => when,
    }
}

/// "Reason: …", in this language or the one that stands in for it.
pub fn because(reason: &Texts, lang: Lang) -> String {
    format!("{} {}", Place::<Words>::of(lang).reason, reason.show(lang).text)
}

/// The same of something that was called off; `None`: nobody has written why.
pub fn why(off: Option<&CalledOff>, lang: Lang) -> Option<String> {
    off.and_then(|off| off.reason.as_ref()).map(|reason| because(reason, lang))
}

/// On one line, and without braces, in which a message has what is filled in.
fn bare(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('{', "(").replace('}', ")")
}

fn cut(text: &str, room: usize) -> String {
    let mut taken = 0;
    let fits = |c: &char| {
        taken += c.len_utf16();
        taken < room
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() { kept } else { format!("{}…", kept.trim_end()) }
}
