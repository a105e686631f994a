//! The outbox: what waits to be sent, what was refused, and what one can do about it.

use super::numbers::{english, russian};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    /// What "waiting to be confirmed" means, in plain words.
    pub explain_title: &'static str,
    pub explain: [&'static str; 3],
    pub undecided: &'static str,
    /// While there is no connection.
    pub waiting_offline: &'static str,
    pub waiting: &'static str,
    pub sign_in_needed: &'static str,
    pub decided: &'static str,
    /// Before the title of an action.
    pub join: &'static str,
    pub leave: &'static str,
    pub unlisted: &'static str,
    pub pressed: fn(&str) -> String,
    pub answered: fn(&str) -> String,
    pub join_waits: &'static str,
    pub join_or_wait: &'static str,
    pub leave_waits: &'static str,
    pub behind: &'static str,
    pub tries: fn(u64) -> String,
    pub next_at: fn(&str) -> String,
    pub next_now: &'static str,
    pub sending: &'static str,
    pub send_now: &'static str,
    pub take_back: &'static str,
    pub taken_back: &'static str,
    /// The backend may have heard of it: a second act undoes the first.
    pub undo_sent: &'static str,
    pub tell_age: &'static str,
    pub discard: &'static str,
    pub discard_title: &'static str,
    pub discard_join: &'static str,
    pub discard_leave: &'static str,
    pub keep: &'static str,
    pub sign_in_hint: &'static str,
    /// Acts of somebody else, while another person is signed in.
    pub others: fn(u64) -> String,
    /// The same while nobody is.
    pub of_nobody: fn(u64) -> String,
    pub unreadable: fn(u64) -> String,
    pub empty: &'static str,
    pub empty_hint: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    title: "Жіберілетіндер",
    lead: "Осы құрылғыда сақталған, бірақ әлі жауабы келмеген істеріңіз. Ештеңе жоғалмайды: жауап келмейінше немесе өзіңіз шешпейінше, тізімнен өшпейді.",
    explain_title: "«Растауды күтіп тұр» деген не?",
    explain: [
        "Сұрауыңыз осы құрылғыда сақталды, бірақ орын әлі сіздікі емес: оны сервер береді.",
        "Жауап келгенде орныңыз расталады, күту тізіміне өтесіз немесе сұрау себебімен бірге өзіңізге қайтады.",
        "Кейін жіберілсе де, түймені басқан уақытыңыз өзгермейді. Бірақ орын алғаш сұрағанға емес, сұрауы серверге бұрын жеткенге беріледі.",
    ],
    undecided: "Сіздің шешіміңіз керек",
    waiting_offline: "Байланысты күтіп тұр",
    waiting: "Жіберілуін күтіп тұр",
    sign_in_needed: "Кіруіңізді күтіп тұр",
    decided: "Жаңа шешілгендер",
    join: "Орын алу:",
    leave: "Орынды босату:",
    unlisted: "тізімде жоқ шара",
    pressed: |time| format!("Сіз бастыңыз: {time}."),
    answered: |time| format!("Жауап келді: {time}."),
    join_waits: "Растауды күтіп тұр. Орын қалмаса, шешімді өзіңіз қабылдайсыз.",
    join_or_wait: "Растауды күтіп тұр. Орын жетпесе, күту тізіміне өтесіз.",
    leave_waits: "Жіберілуін күтіп тұр. Оған дейін орын сізде қалады.",
    behind: "Алдыңғы ісі шешілген соң жіберіледі.",
    tries: |n| format!("Жіберу әрекеті: {n}."),
    next_at: |time| format!("Келесі әрекет: {time} немесе байланыс пайда болған бойда."),
    next_now: "Байланыс пайда болған бойда өзі жіберіледі.",
    sending: "Қазір жіберіліп жатыр.",
    send_now: "Қазір жіберу",
    take_back: "Қайтарып алу",
    taken_back: "Қайтарып алынды: серверге ештеңе жіберілген жоқ.",
    undo_sent: "Сұрау серверге жетіп қойған болуы мүмкін, сондықтан орынды босату да жіберіледі.",
    tell_age: "Жас тобын көрсету",
    discard: "Бас тарту",
    discard_title: "Бұл сұраудан бас тартасыз ба?",
    discard_join: "Бас тартсаңыз, сұрау тізімнен өшеді және орын алынбайды. Қалдырсаңыз, шешіміңізді осында күтіп тұрады.",
    discard_leave: "Бас тартсаңыз, сұрау тізімнен өшеді және орын сізде қалады. Қалдырсаңыз, шешіміңізді осында күтіп тұрады.",
    keep: "Қалдыру",
    sign_in_hint: "Кіру мерзімі бітті. Қайта кіргеніңізде өзі жіберіледі.",
    others: |n| format!("Осы құрылғыда басқа адамның {n} ісі күтіп тұр. Ол кіргенде жіберіледі, сізге мазмұны көрінбейді."),
    of_nobody: |n| format!("Осы құрылғыда бұрын кірген адамның {n} ісі күтіп тұр. Ол кіргенде жіберіледі."),
    unreadable: |n| format!("{n} жазбаны қолданбаның бұл нұсқасы оқи алмады. Ол өшірілмейді: жаңа нұсқада оқылуы мүмкін."),
    empty: "Жіберілмеген ештеңе жоқ",
    empty_hint: "Байланыссыз істеген ісіңіз осында сақталып, байланыс пайда болғанда өзі жіберіледі.",
};

static RU: Words = Words {
    title: "На отправку",
    lead: "Здесь то, что сохранено на этом устройстве и на что ещё нет ответа. Ничего не пропадёт: из списка уходит только решённое, сервером или вами.",
    explain_title: "Что значит «ждёт подтверждения»?",
    explain: [
        "Просьба сохранена на этом устройстве, но место ещё не ваше: места даёт сервер.",
        "Когда придёт ответ, место подтвердится, вы окажетесь в листе ожидания или просьба вернётся к вам с причиной.",
        "Даже если отправится позже, время нажатия не изменится. Но место получает тот, чья просьба раньше дошла до сервера.",
    ],
    undecided: "Нужно ваше решение",
    waiting_offline: "Ждёт связи",
    waiting: "Ждёт отправки",
    sign_in_needed: "Ждёт, когда вы войдёте",
    decided: "Решено только что",
    join: "Занять место:",
    leave: "Освободить место:",
    unlisted: "дело, которого нет в списке",
    pressed: |time| format!("Вы нажали: {time}."),
    answered: |time| format!("Ответ пришёл: {time}."),
    join_waits: "Ждёт подтверждения. Если мест не останется, решать будете вы.",
    join_or_wait: "Ждёт подтверждения. Если мест не хватит, вы окажетесь в листе ожидания.",
    leave_waits: "Ждёт отправки. До тех пор место за вами.",
    behind: "Отправится, когда решится предыдущее.",
    tries: |n| format!("Попыток: {n}."),
    next_at: |time| format!("Следующая попытка: {time} или как только появится связь."),
    next_now: "Отправится само, как только появится связь.",
    sending: "Сейчас отправляется.",
    send_now: "Отправить сейчас",
    take_back: "Забрать назад",
    taken_back: "Отменено: на сервер ничего не отправлялось.",
    undo_sent: "Просьба могла уже дойти до сервера, поэтому отправится и отказ от места.",
    tell_age: "Указать возраст",
    discard: "Отказаться",
    discard_title: "Отказаться от этой просьбы?",
    discard_join: "Если отказаться, просьба исчезнет из списка и место занято не будет. Если оставить, она будет ждать здесь вашего решения.",
    discard_leave: "Если отказаться, просьба исчезнет из списка и место останется за вами. Если оставить, она будет ждать здесь вашего решения.",
    keep: "Оставить",
    sign_in_hint: "Срок входа истёк. Когда вы войдёте снова, отправится само.",
    others: |n| {
        format!(
            "На этом устройстве {} другого человека: {n}. Они отправятся, когда войдёт он; содержание вам не видно.",
            russian(n, "ждёт действие", "ждут действия", "ждут действия")
        )
    },
    of_nobody: |n| {
        format!(
            "На этом устройстве {} человека, который входил раньше: {n}. Они отправятся, когда он войдёт.",
            russian(n, "ждёт действие", "ждут действия", "ждут действия")
        )
    },
    unreadable: |n| {
        format!("Эта версия приложения не смогла прочитать записей: {n}. Они не удаляются: новая версия, возможно, прочтёт их.")
    },
    empty: "Неотправленного нет",
    empty_hint: "Сделанное без связи сохраняется здесь и отправляется само, когда связь появится.",
};

static EN: Words = Words {
    title: "Outbox",
    lead: "What is saved on this device and has no answer yet. Nothing is lost: it leaves this list only when the server has decided, or you have.",
    explain_title: "What does “waiting to be confirmed” mean?",
    explain: [
        "Your request is saved on this device, but the place is not yours yet: the server gives places.",
        "When the answer comes, your place is confirmed, you go on the waitlist, or the request comes back to you with the reason.",
        "Even if it is sent later, the time at which you pressed the button stays. But a place goes to whoever's request reaches the server first.",
    ],
    undecided: "Your decision is needed",
    waiting_offline: "Waiting for a connection",
    waiting: "Waiting to be sent",
    sign_in_needed: "Waiting for you to sign in",
    decided: "Decided just now",
    join: "Join:",
    leave: "Leave:",
    unlisted: "an action that is not listed",
    pressed: |time| format!("You pressed at {time}."),
    answered: |time| format!("The answer came at {time}."),
    join_waits: "Waiting to be confirmed. If no place is left, you decide.",
    join_or_wait: "Waiting to be confirmed. If no place is left, you go on the waitlist.",
    leave_waits: "Waiting to be sent. Until then the place is yours.",
    behind: "It is sent when the one before it is decided.",
    tries: |n| format!("Tries so far: {n}."),
    next_at: |time| format!("Next try: {time}, or as soon as there is a connection."),
    next_now: "It is sent by itself as soon as there is a connection.",
    sending: "Being sent now.",
    send_now: "Send now",
    take_back: "Take back",
    taken_back: "Taken back: nothing had been sent to the server.",
    undo_sent: "The request may have reached the server, so giving up the place is sent too.",
    tell_age: "Tell your age",
    discard: "Discard",
    discard_title: "Discard this request?",
    discard_join: "If you discard it, it goes from the list and you get no place. If you keep it, it waits here for your decision.",
    discard_leave: "If you discard it, it goes from the list and the place stays yours. If you keep it, it waits here for your decision.",
    keep: "Keep",
    sign_in_hint: "Your session has ended. They are sent by themselves when you sign in again.",
    others: |n| {
        format!(
            "{n} {} on this device. They are sent when that person signs in; you cannot see what they are.",
            english(n, "act of another person waits", "acts of another person wait")
        )
    },
    of_nobody: |n| {
        format!(
            "{n} {} on this device. They are sent when that person signs in.",
            english(n, "act of somebody who signed in here before waits", "acts of somebody who signed in here before wait")
        )
    },
    unreadable: |n| format!("Records that this version of the app cannot read: {n}. They are not deleted: a newer version may read them."),
    empty: "Nothing waits to be sent",
    empty_hint: "What you do without a connection is kept here and sent by itself when there is one.",
};
