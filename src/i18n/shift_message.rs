//! Words of messages to everybody who has a place in a shift of today.

use super::numbers::{english, russian};
use crate::model::{message::Skip, shift_message::NotReached};

pub struct Words {
    /// A button beside a shift.
    pub write: &'static str,
    /// The same where a text was begun.
    pub go_on: &'static str,
    /// To the day, with what is written kept.
    pub back: &'static str,
    pub title: &'static str,
    /// How many people have a place in it.
    pub to: fn(u64) -> String,
    pub lead: &'static str,
    pub nobody: &'static str,
    pub send: &'static str,
    pub send_title: fn(u64) -> String,
    pub send_text: &'static str,
    pub needs_connection: &'static str,
    /// It may have been heard.
    pub no_answer: &'static str,
    /// The shift is no longer among those of today.
    pub gone: &'static str,
    pub sent: &'static str,
    pub written: &'static str,
    pub unreached: &'static str,
    /// Of one person.
    pub not_reached: fn(NotReached) -> Option<&'static str>,
    /// Beside a message in the list of all that were sent.
    pub to_shift: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    write: "Ауысымдағыларға жазу",
    go_on: "Жазуды жалғастыру",
    back: "Бүгінге оралу",
    title: "Ауысымдағыларға хабарлама",
    to: |n| format!("Алушылар: осы ауысымда орны бар {n} адам."),
    lead: "Әркім оны тіркелген кезде көрсеткен поштасына немесе телефонына алады. Кімге жетпегені осы бетте көрсетіледі.",
    nobody: "Бұл ауысымда әзірге ешкімнің орны жоқ.",
    send: "Жіберу",
    send_title: |n| format!("{n} адамға жібересіз бе?"),
    send_text: "Жіберілген хабарлама кері қайтарылмайды.",
    needs_connection: "Жіберу үшін байланыс керек. Жазғаныңыз осы жерде сақталып тұр.",
    no_answer: "Жауап келмеді. «Жіберу» түймесін қайта басыңыз: ешкімге екі рет бармайды.",
    gone: "Бұл ауысым бүгінгілердің арасында жоқ: ауыстырылған немесе болмайтын болған шығар.",
    sent: "Хабарлама жіберіліп жатыр.",
    written: "Жіберілген хабарламалар",
    unreached: "Хабарлама жетпегендер – оларға басқа жолмен айтыңыз:",
    not_reached: |why| match why {
        NotReached::Skipped(Skip::OptedOut) => Some("хабарлама алғысы келмейді"),
        NotReached::Skipped(Skip::NoContact) => Some("телефоны да, поштасы да белгісіз"),
        NotReached::Skipped(Skip::Gone) => Some("орнын босатқан"),
        _ => None,
    },
    to_shift: "Ауысымдағыларға",
};

static RU: Words = Words {
    write: "Написать всем в смене",
    go_on: "Дописать сообщение",
    back: "Назад к дню",
    title: "Сообщение всем в смене",
    to: |n| format!("Получатели: {n} {} с местом в этой смене.", russian(n, "человек", "человека", "человек")),
    lead: "Каждый получит его по почте или на телефон, указанный при регистрации. До кого оно не дойдёт, будет видно на этой странице.",
    nobody: "В этой смене пока ни у кого нет места.",
    send: "Отправить",
    send_title: |n| format!("Отправить {n} {}?", russian(n, "человеку", "людям", "людям")),
    send_text: "Отправленное не вернуть.",
    needs_connection: "Для отправки нужна связь. Написанное остаётся здесь.",
    no_answer: "Ответа нет. Нажмите «Отправить» ещё раз: дважды никто не получит.",
    gone: "Этой смены среди сегодняшних больше нет: возможно, её перенесли или отменили.",
    sent: "Сообщение отправляется.",
    written: "Отправленные сообщения",
    unreached: "Сообщение не дошло – передайте им по-другому:",
    not_reached: |why| match why {
        NotReached::Skipped(Skip::OptedOut) => Some("не хочет сообщений"),
        NotReached::Skipped(Skip::NoContact) => Some("нет ни телефона, ни почты"),
        NotReached::Skipped(Skip::Gone) => Some("отказался от места"),
        _ => None,
    },
    to_shift: "Всем в смене",
};

static EN: Words = Words {
    write: "Write to everybody in it",
    go_on: "Go on writing",
    back: "Back to the day",
    title: "Message to everybody in the shift",
    to: |n| format!("To the {n} {} with a place in this shift.", english(n, "person", "people")),
    lead: "Each gets it by e-mail or phone, whichever they signed up with. Whom it does not reach is shown on this page.",
    nobody: "Nobody has a place in this shift yet.",
    send: "Send",
    send_title: |n| format!("Send to {n} {}?", english(n, "person", "people")),
    send_text: "What has been sent cannot be taken back.",
    needs_connection: "Sending needs a connection. What you have written stays here.",
    no_answer: "No answer came. Press “Send” once more: nobody gets it twice.",
    gone: "This shift is no longer among those of today: it may have been moved or called off.",
    sent: "The message is on its way.",
    written: "Messages",
    unreached: "Not reached – tell them some other way:",
    not_reached: |why| match why {
        NotReached::Skipped(Skip::OptedOut) => Some("wants no messages"),
        NotReached::Skipped(Skip::NoContact) => Some("no phone or e-mail is known"),
        NotReached::Skipped(Skip::Gone) => Some("has given the place back"),
        _ => None,
    },
    to_shift: "To everybody in a shift",
};
