//! Notices: what the app says about them, and the letters and messages themselves, which the backend sends. In one file, so that a place, an offer and a change are
//! called the same wherever people read of them.

use super::numbers::{english, russian};
use crate::model::NoticeKind;

/// What the app says.
pub struct Words {
    pub title: &'static str,
    pub hint: &'static str,
    /// With the name of the language.
    pub lang_is: fn(&str) -> String,
    /// To the language that the app is in.
    pub lang_change: fn(&str) -> String,
    /// The kinds, in the order of [`NoticeKind::WISHES`].
    pub kinds: [&'static str; 7],
    pub kind: &'static str,
    pub email: &'static str,
    pub push: &'static str,
    /// Where letters go.
    pub email_to: fn(&str) -> String,
    /// The person signs in with a phone number.
    pub email_none: &'static str,
    pub saved: &'static str,
    pub failed: &'static str,
    pub unread: &'static str,
    pub try_again: &'static str,
    pub needs_connection: &'static str,
    pub push_title: &'static str,
    pub push_on: &'static str,
    pub push_off: &'static str,
    pub push_hint: &'static str,
    pub push_unsupported: &'static str,
    pub push_blocked: &'static str,
    pub push_home_screen: &'static str,
    pub push_failed: &'static str,
    pub turn_on: &'static str,
    pub turn_off: &'static str,
    pub turned_on: &'static str,
    pub turned_off: &'static str,
    /// On how many devices it is turned on.
    pub devices: fn(u64) -> String,
    pub news: &'static str,
    /// One line of news: of what kind, and the title.
    pub line: fn(NoticeKind) -> &'static str,
    pub seen: &'static str,
    pub until: fn(&str) -> String,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    title: "Хабарламалар",
    hint: "Қай хабарды қалай алғыңыз келетінін таңдаңыз. Хабарлама сіз таңдаған тілде келеді.",
    lang_is: |lang| format!("Хабарлама тілі: {lang}."),
    lang_change: |lang| format!("Ауыстыру: {lang}"),
    kinds: [
        "Кезегіңіз жетіп, орын ұсынылды",
        "Шараға бір күн қалды",
        "Шараға екі сағат қалды",
        "Уақыты немесе орны өзгерді",
        "Шараның болмайтыны немесе қайта болатыны, келісімнің қайтарылғаны",
        "Келе алмайтын адамның орнына біреу керек",
        "Орныңызға басқа адам келеді",
    ],
    kind: "Не туралы",
    email: "Хатпен",
    push: "Құрылғыға",
    email_to: |address| format!("Хаттар мына мекенжайға келеді: {address}"),
    email_none: "Сіз телефон нөмірімен кіргенсіз, сондықтан хат жібере алмаймыз.",
    saved: "Сақталды",
    failed: "Сақталмады, бұрынғы күйі қалды. Қайталап көріңіз.",
    unread: "Таңдауыңызды серверден оқу мүмкін болмады.",
    try_again: "Қайталау",
    needs_connection: "Өзгерту үшін байланыс керек.",
    push_title: "Осы құрылғыдағы хабарламалар",
    push_on: "Қосулы: хаб жабық тұрса да, хабарлама осы құрылғыға келеді.",
    push_off: "Өшірулі.",
    push_hint: "Қосқанда браузер рұқсатыңызды сұрайды. Хабарлама шифрланып жіберіледі: оны жеткізетін қызмет оқи алмайды.",
    push_unsupported: "Бұл браузер мұндай хабарламаларды қабылдай алмайды.",
    push_blocked: "Браузерде бұл сайттың хабарламаларына тыйым салынған. Мекенжай жолағындағы белгішені басып, «Хабарландырулар» дегенге рұқсат беріңіз де, бетті жаңартыңыз.",
    push_home_screen: "iPhone мен iPad-та алдымен хабты басты экранға қосып, сол жерден ашу керек.",
    push_failed: "Қосу мүмкін болмады. Кейінірек қайталап көріңіз.",
    turn_on: "Осы құрылғыда қосу",
    turn_off: "Осы құрылғыда өшіру",
    turned_on: "Хабарламалар осы құрылғыға келеді",
    turned_off: "Хабарламалар осы құрылғыға енді келмейді",
    devices: |n| format!("Хабарлама келетін құрылғыларыңыз: {n}."),
    news: "Сіз үшін жаңалықтар",
    line: |kind| match kind {
        NoticeKind::Offer => "Сізге орын ұсынылды",
        NoticeKind::DayBefore => "Ертеңгі шараңыз",
        NoticeKind::TwoHours => "Жақында басталады",
        NoticeKind::Changed => "Өзгеріс бар, уақыты мен орнын қараңыз",
        NoticeKind::Cancelled => "Болмайды, келудің қажеті жоқ",
        NoticeKind::Reinstated => "Бәрібір болады, жазылғаныңыз күшінде",
        NoticeKind::StandIn => "Келе алмайтын адамның орнына біреу керек",
        NoticeKind::Covered => "Сізсіз де адам жетеді, келудің қажеті жоқ",
        NoticeKind::ConsentEnded => "Ата-анаңыз келісімін қайтарып алды, жазылғаныңыз күшін жойды",
    },
    seen: "Түсінікті",
    until: |time| format!("Жауап беру мерзімі: {time}"),
};

static RU: Words = Words {
    title: "Уведомления",
    hint: "Выберите, о чём и как вам сообщать. Сообщения приходят на языке, который вы выбрали.",
    lang_is: |lang| format!("Язык сообщений: {lang}."),
    lang_change: |lang| format!("Сменить на: {lang}"),
    kinds: [
        "Подошла очередь: вам предлагают место",
        "До дела остался день",
        "До дела осталось два часа",
        "Изменилось время или место",
        "Дело отменили или вернули, отозвано согласие",
        "Нужна подмена",
        "Вас подменят",
    ],
    kind: "О чём",
    email: "Письмом",
    push: "На устройство",
    email_to: |address| format!("Письма приходят на адрес {address}"),
    email_none: "Вы входите по номеру телефона, поэтому писем мы прислать не можем.",
    saved: "Сохранено",
    failed: "Не сохранилось, всё осталось как было. Попробуйте ещё раз.",
    unread: "Не удалось узнать у сервера, что вы выбрали.",
    try_again: "Повторить",
    needs_connection: "Чтобы менять, нужна связь.",
    push_title: "Уведомления на этом устройстве",
    push_on: "Включены: приходят на это устройство, даже когда хаб закрыт.",
    push_off: "Выключены.",
    push_hint: "Браузер спросит разрешения. Сообщения зашифрованы: служба, которая их доставляет, прочесть их не может.",
    push_unsupported: "Этот браузер не умеет принимать такие уведомления.",
    push_blocked: "Уведомления этого сайта запрещены в браузере. Нажмите на значок в адресной строке, разрешите «Уведомления» и обновите страницу.",
    push_home_screen: "На iPhone и iPad сначала добавьте хаб на экран «Домой» и откройте его оттуда.",
    push_failed: "Включить не удалось. Попробуйте позже.",
    turn_on: "Включить на этом устройстве",
    turn_off: "Выключить на этом устройстве",
    turned_on: "Уведомления будут приходить на это устройство",
    turned_off: "Уведомления на это устройство больше не приходят",
    devices: |n| format!("Приходят на {n} {}.", russian(n, "устройство", "устройства", "устройств")),
    news: "Новое для вас",
    line: |kind| match kind {
        NoticeKind::Offer => "Вам предлагают место",
        NoticeKind::DayBefore => "Завтра ваше дело",
        NoticeKind::TwoHours => "Скоро начнётся",
        NoticeKind::Changed => "Есть изменения, проверьте время и место",
        NoticeKind::Cancelled => "Отменено, приходить не нужно",
        NoticeKind::Reinstated => "Дело всё-таки состоится, ваша запись в силе",
        NoticeKind::StandIn => "Нужна подмена",
        NoticeKind::Covered => "Людей хватит и без вас, приходить не нужно",
        NoticeKind::ConsentEnded => "Родитель отозвал согласие, ваша запись снята",
    },
    seen: "Понятно",
    until: |time| format!("Ответить до: {time}"),
};

static EN: Words = Words {
    title: "Notices",
    hint: "Choose what we tell you, and how. Messages come in the language that you chose.",
    lang_is: |lang| format!("Messages come in this language: {lang}."),
    lang_change: |lang| format!("Change to {lang}"),
    kinds: [
        "Your turn: a place is offered",
        "A day before",
        "Two hours before",
        "The time or place has changed",
        "Called off or held after all, or a consent taken back",
        "A stand-in is needed",
        "Somebody stands in for you",
    ],
    kind: "About",
    email: "By e-mail",
    push: "On a device",
    email_to: |address| format!("Letters go to {address}"),
    email_none: "You sign in with a phone number, so we cannot send you letters.",
    saved: "Saved",
    failed: "Not saved: all is as it was. Please try again.",
    unread: "What you chose could not be read from the server.",
    try_again: "Try again",
    needs_connection: "Changing this needs a connection.",
    push_title: "Notices on this device",
    push_on: "On: they reach this device even when the hub is closed.",
    push_off: "Off.",
    push_hint: "The browser will ask for your permission. Messages are encrypted: the service that delivers them cannot read them.",
    push_unsupported: "This browser cannot receive such notices.",
    push_blocked: "Your browser blocks notifications of this site. Press the icon in the address bar, allow “Notifications”, and reload the page.",
    push_home_screen: "On iPhone and iPad, first add the hub to the home screen and open it from there.",
    push_failed: "It could not be turned on. Please try again later.",
    turn_on: "Turn on for this device",
    turn_off: "Turn off for this device",
    turned_on: "Notices will reach this device",
    turned_off: "Notices no longer reach this device",
    devices: |n| format!("They reach {n} {} of yours.", english(n, "device", "devices")),
    news: "News for you",
    line: |kind| match kind {
        NoticeKind::Offer => "A place is offered to you",
        NoticeKind::DayBefore => "Your action tomorrow",
        NoticeKind::TwoHours => "Begins soon",
        NoticeKind::Changed => "Something has changed, check the time and place",
        NoticeKind::Cancelled => "Called off, no need to come",
        NoticeKind::Reinstated => "It takes place after all, your sign-up stands",
        NoticeKind::StandIn => "A stand-in is needed",
        NoticeKind::Covered => "Enough people without you, no need to come",
        NoticeKind::ConsentEnded => "A parent has taken their consent back, you are no longer signed up",
    },
    seen: "Got it",
    until: |time| format!("Answer by: {time}"),
};

/// What the backend writes to people. Apart from [`Words`], so that no browser loads it.
pub struct Letters {
    /// The heading of a letter or a message, around the action's title.
    pub heading: fn(NoticeKind, &str) -> String,
    /// The first sentence of a letter; of an offer with the time that is left.
    pub first: fn(NoticeKind, &str, &str) -> String,
    /// The last sentence of a letter: what one can do.
    pub last: fn(NoticeKind) -> &'static str,
    /// What a message on the phone says under its heading; of an offer with the time that is left, else with when and where.
    pub short: fn(NoticeKind, &str) -> String,
    pub hours: fn(u64) -> String,
    pub minutes: fn(u64) -> String,
    pub when: &'static str,
    pub place: &'static str,
    /// Where it can be turned off.
    pub footer: &'static str,
}

impl super::InLanguages for Letters {
    const ALL: [&Self; 3] = [&KK_LETTERS, &RU_LETTERS, &EN_LETTERS];
}

static KK_LETTERS: Letters = Letters {
    heading: |kind, title| match kind {
        NoticeKind::Offer => format!("Сізге орын ұсынылды: {title}"),
        NoticeKind::DayBefore => format!("Еске саламыз: {title}"),
        NoticeKind::TwoHours => format!("Жақында басталады: {title}"),
        NoticeKind::Changed => format!("Өзгеріс бар: {title}"),
        NoticeKind::Cancelled => format!("Шара болмайды: {title}"),
        NoticeKind::Reinstated => format!("Шара бәрібір болады: {title}"),
        NoticeKind::StandIn => format!("Келе алмайтын адамның орнына біреу керек: {title}"),
        NoticeKind::Covered => format!("Келудің қажеті жоқ: {title}"),
        NoticeKind::ConsentEnded => format!("Ата-анаңыз келісімін қайтарып алды: {title}"),
    },
    first: |kind, title, left| match kind {
        NoticeKind::Offer => format!(
            "«{title}» шарасында орын босады, кезегіңіз келді. Орынды алу үшін {left} ішінде растаңыз: хабты ашып, «Орынды аламын» түймесін басыңыз."
        ),
        NoticeKind::DayBefore => format!("Сіз «{title}» шарасына жазылғансыз. Күтеміз!"),
        NoticeKind::TwoHours => format!("Сіз жазылған «{title}» шарасы жақында басталады. Күтеміз!"),
        NoticeKind::Changed => format!("Сіз жазылған «{title}» шарасы туралы мәлімет өзгерді. Қазір мынадай:"),
        NoticeKind::Cancelled => format!("«{title}» шарасы сіз жазылған уақытта болмайды. Келудің қажеті жоқ."),
        NoticeKind::Reinstated => {
            format!("«{title}» шарасы болмайды деп едік, бірақ ол болатын болды. Жазылғаныңыз күшінде. Қазір мынадай:")
        }
        NoticeKind::StandIn => format!(
            "«{title}» шарасына жазылған бір адам келе алмайтын болды. Оның орнына сіз келе аласыз ба? Хабты ашып, «Қатысамын» түймесін басыңыз: орын бірінші болып басқан адамға беріледі."
        ),
        NoticeKind::Covered => format!("«{title}» шарасына сізсіз де адам жетеді. Енді келудің қажеті жоқ."),
        NoticeKind::ConsentEnded => {
            format!("Ата-анаңыз келісімін қайтарып алғандықтан, «{title}» шарасына жазылғаныңыз күшін жойды. Келудің қажеті жоқ.")
        }
    },
    last: |kind| match kind {
        NoticeKind::Offer => "Бармайтын болсаңыз, «Бас тарту» түймесін басыңыз: орын кезектегі келесі адамға бірден ұсынылады.",
        NoticeKind::DayBefore | NoticeKind::TwoHours => {
            "Келе алмайтын болсаңыз, хабта орныңызды босатыңыз: ол кезекте тұрған адамға ұсынылады."
        }
        NoticeKind::Changed | NoticeKind::Reinstated => {
            "Енді келе алмайтын болсаңыз, хабта орныңызды босатыңыз: ол кезекте тұрған адамға ұсынылады."
        }
        NoticeKind::Cancelled => "Басқа шараларды хабтан таба аласыз.",
        NoticeKind::StandIn => "Келе алмасаңыз, ештеңе істеудің қажеті жоқ.",
        NoticeKind::Covered => "Алдын ала айтқаныңызға рақмет.",
        NoticeKind::ConsentEnded => "Қателік болса, ата-анаңызбен сөйлесіңіз: жаңа келісім берілсе, қайта жазыла аласыз.",
    },
    short: |kind, detail| match kind {
        NoticeKind::Offer => format!("Кезегіңіз келді. {detail} ішінде растаңыз."),
        NoticeKind::Cancelled => "Келудің қажеті жоқ.".to_owned(),
        NoticeKind::Covered => "Енді келудің қажеті жоқ.".to_owned(),
        NoticeKind::ConsentEnded => "Жазылғаныңыз күшін жойды.".to_owned(),
        _ => detail.to_owned(),
    },
    hours: |n| format!("{n} сағат"),
    minutes: |n| format!("{n} минут"),
    when: "Уақыты",
    place: "Орны",
    footer: "Қандай хабар алатыныңызды хабтың баптауларында өзгерте аласыз.",
};

static RU_LETTERS: Letters = Letters {
    heading: |kind, title| match kind {
        NoticeKind::Offer => format!("Вам предлагают место: {title}"),
        NoticeKind::DayBefore => format!("Напоминаем: {title}"),
        NoticeKind::TwoHours => format!("Скоро начнётся: {title}"),
        NoticeKind::Changed => format!("Изменение: {title}"),
        NoticeKind::Cancelled => format!("Отменено: {title}"),
        NoticeKind::Reinstated => format!("Всё-таки состоится: {title}"),
        NoticeKind::StandIn => format!("Нужна подмена: {title}"),
        NoticeKind::Covered => format!("Приходить не нужно: {title}"),
        NoticeKind::ConsentEnded => format!("Родитель отозвал согласие: {title}"),
    },
    first: |kind, title, left| match kind {
        NoticeKind::Offer => format!(
            "В деле «{title}» освободилось место, и подошла ваша очередь. На ответ есть {left}: откройте хаб и нажмите «Занять место»."
        ),
        NoticeKind::DayBefore => format!("Вы записаны на дело «{title}». Ждём вас!"),
        NoticeKind::TwoHours => format!("Дело «{title}», на которое вы записаны, скоро начнётся. Ждём вас!"),
        NoticeKind::Changed => format!("В деле «{title}», на которое вы записаны, кое-что изменилось. Теперь так:"),
        NoticeKind::Cancelled => format!("Дело «{title}» в то время, на которое вы записались, не состоится. Приходить не нужно."),
        NoticeKind::Reinstated => format!("Дело «{title}» отменяли, но оно всё-таки состоится. Ваша запись в силе. Теперь так:"),
        NoticeKind::StandIn => format!(
            "Один из тех, кто записан на дело «{title}», не сможет прийти. Подмените его? Откройте хаб и нажмите «Участвую»: место получит тот, кто нажмёт первым."
        ),
        NoticeKind::Covered => format!("В деле «{title}» людей хватит и без вас. Приходить не нужно."),
        NoticeKind::ConsentEnded => {
            format!("Родитель отозвал согласие, поэтому ваша запись на дело «{title}» снята. Приходить не нужно.")
        }
    },
    last: |kind| match kind {
        NoticeKind::Offer => "Если не пойдёте, нажмите «Отказаться»: место сразу предложат следующему.",
        NoticeKind::DayBefore | NoticeKind::TwoHours => "Если не сможете прийти, освободите место в хабе: его предложат тем, кто ждёт.",
        NoticeKind::Changed | NoticeKind::Reinstated => {
            "Если теперь вам не подходит, освободите место в хабе: его предложат тем, кто ждёт."
        }
        NoticeKind::Cancelled => "Другие дела есть в хабе.",
        NoticeKind::StandIn => "Если не можете, ничего делать не нужно.",
        NoticeKind::Covered => "Спасибо, что предупредили.",
        NoticeKind::ConsentEnded => "Если это ошибка, поговорите с родителем: с новым согласием можно записаться снова.",
    },
    short: |kind, detail| match kind {
        NoticeKind::Offer => format!("Подошла ваша очередь. На ответ есть {detail}."),
        NoticeKind::Cancelled => "Приходить не нужно.".to_owned(),
        NoticeKind::Covered => "Приходить не нужно.".to_owned(),
        NoticeKind::ConsentEnded => "Ваша запись снята.".to_owned(),
        _ => detail.to_owned(),
    },
    hours: |n| format!("{n} ч"),
    minutes: |n| format!("{n} мин"),
    when: "Когда",
    place: "Где",
    footer: "О чём вам сообщать, можно изменить в настройках хаба.",
};

static EN_LETTERS: Letters = Letters {
    heading: |kind, title| match kind {
        NoticeKind::Offer => format!("A place is offered to you: {title}"),
        NoticeKind::DayBefore => format!("A reminder: {title}"),
        NoticeKind::TwoHours => format!("Begins soon: {title}"),
        NoticeKind::Changed => format!("Changed: {title}"),
        NoticeKind::Cancelled => format!("Called off: {title}"),
        NoticeKind::Reinstated => format!("Takes place after all: {title}"),
        NoticeKind::StandIn => format!("A stand-in is needed: {title}"),
        NoticeKind::Covered => format!("No need to come: {title}"),
        NoticeKind::ConsentEnded => format!("A parent has taken their consent back: {title}"),
    },
    first: |kind, title, left| match kind {
        NoticeKind::Offer => format!(
            "A place has come free in “{title}”, and it is your turn. You have {left} to answer: open the hub and press “Take the place”."
        ),
        NoticeKind::DayBefore => format!("You have a place in “{title}”. See you there!"),
        NoticeKind::TwoHours => format!("“{title}”, in which you have a place, begins soon. See you there!"),
        NoticeKind::Changed => format!("Something has changed about “{title}”, which you have joined. This is how it stands now:"),
        NoticeKind::Cancelled => format!("“{title}” does not take place at the time you signed up for. There is no need to come."),
        NoticeKind::Reinstated => {
            format!("“{title}” was called off, and takes place after all. Your sign-up stands. This is how it stands now:")
        }
        NoticeKind::StandIn => format!(
            "Somebody who has a place in “{title}” cannot come. Will you stand in? Open the hub and press “Join”: the place goes to whoever is first."
        ),
        NoticeKind::Covered => format!("There are enough people in “{title}” without you. There is no need to come."),
        NoticeKind::ConsentEnded => {
            format!("A parent has taken their consent back, so you are no longer signed up for “{title}”. There is no need to come.")
        }
    },
    last: |kind| match kind {
        NoticeKind::Offer => "If you are not coming, press “Let it go”: it is offered to the next in line at once.",
        NoticeKind::DayBefore | NoticeKind::TwoHours => {
            "If you cannot come, give your place up in the hub: it is offered to those who wait."
        }
        NoticeKind::Changed | NoticeKind::Reinstated => {
            "If this does not suit you any more, give your place up in the hub: it is offered to those who wait."
        }
        NoticeKind::Cancelled => "The hub has other actions.",
        NoticeKind::StandIn => "If you cannot, there is nothing to do.",
        NoticeKind::Covered => "Thank you for telling in time.",
        NoticeKind::ConsentEnded => "If this is a mistake, talk to your parent: with a new consent you can join again.",
    },
    short: |kind, detail| match kind {
        NoticeKind::Offer => format!("It is your turn. You have {detail} to answer."),
        NoticeKind::Cancelled | NoticeKind::Covered => "There is no need to come.".to_owned(),
        NoticeKind::ConsentEnded => "You are no longer signed up.".to_owned(),
        _ => detail.to_owned(),
    },
    hours: |n| format!("{n} {}", english(n, "hour", "hours")),
    minutes: |n| format!("{n} {}", english(n, "minute", "minutes")),
    when: "When",
    place: "Where",
    footer: "What you are told can be changed in the hub's settings.",
};
