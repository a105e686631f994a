//! Words of a kiosk for booking a seat or a room; what the centre itself says is in `centre`.

use crate::model::centre::ResourceKind;

pub struct Words {
    pub what: &'static str,
    pub closed: &'static str,
    /// Today, since that hour.
    pub closed_since: fn(&str) -> String,
    /// On that day, at that hour.
    pub opens: fn(&str, &str) -> String,
    pub free_now: fn(ResourceKind, u64) -> String,
    /// Of one room.
    pub free_at_once: &'static str,
    pub free_from: fn(&str) -> String,
    pub none_left: &'static str,
    pub when: &'static str,
    pub maybe_taken: &'static str,
    pub name_hint: &'static str,
    pub no_phone: &'static str,
    pub no_phone_hint: &'static str,
    pub review: &'static str,
    pub today: &'static str,
    pub agree_text: &'static str,
    pub agree: &'static str,
    pub kept_hint: &'static str,
    pub refused: &'static str,
    // Coming to it.
    pub your_bookings: &'static str,
    pub seated: &'static str,
    pub seated_hint: &'static str,
    pub too_late: &'static str,
    // For the staff.
    pub turned_away: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    what: "Сізге не керек?",
    closed: "Бүгін коворкинг жабық",
    closed_since: |time| format!("Коворкинг бүгін жабылды: {time}"),
    opens: |day, time| format!("Келесі ашылуы: {day}, {time}"),
    free_now: |kind, count| match kind {
        ResourceKind::Seat => format!("Қазір {count} орын бос"),
        ResourceKind::Room => format!("Қазір {count} бөлме бос"),
    },
    free_at_once: "Қазір бос",
    free_from: |time| format!("Ең жақын бос уақыт: {time}"),
    none_left: "Бүгінге бос уақыт қалмады",
    when: "Бүгін қай уақытқа?",
    maybe_taken: "Байланыс жоқ: бұл уақытты біреу алып қойған болуы мүмкін. Бронь байланыс қалпына келгенде расталады.",
    name_hint: "Тек коворкинг қызметкерлері көреді",
    no_phone: "Сізді қызметкер жазады",
    no_phone_hint: "Мұнда орын телефон нөмірімен брондалады. Телефоныңыз болмаса, коворкинг қызметкеріне барыңыз.",
    review: "Бәрі дұрыс па?",
    today: "Бүгін",
    agree_text: "Аты-жөніңіз бен телефоныңызды тек коворкинг қызметкерлері көреді; олар 30 күннен кейін өшіріледі. Осы нөмірмен тіркелген аккаунт болса, бронь оның иесіне де көрінеді. Бұл құрылғыда жіберілгенше ғана, шифрланып сақталады.",
    agree: "Келісемін, брондаңыз",
    kept_hint: "Орын жазбасы серверге бірінші жеткен адамға беріледі. Қызметкерден сұраңыз.",
    refused: "Брондалмады",
    your_bookings: "Сіздің орныңыз",
    seated: "Келгеніңіз белгіленді",
    seated_hint: "Орын бронь уақыты біткенше сіздікі.",
    too_late: "Орын босатылды: белгілеу уақыты өтіп кетті.",
    turned_away: "Коворкингтен орын ала алмағандар",
};

static RU: Words = Words {
    what: "Что вам нужно?",
    closed: "Сегодня коворкинг закрыт",
    closed_since: |time| format!("Коворкинг сегодня закрыт с {time}"),
    opens: |day, time| format!("Откроется: {day}, {time}"),
    free_now: |kind, count| match kind {
        ResourceKind::Seat => format!("Сейчас свободно мест: {count}"),
        ResourceKind::Room => format!("Сейчас свободно комнат: {count}"),
    },
    free_at_once: "Свободно сейчас",
    free_from: |time| format!("Ближайшее свободное время: {time}"),
    none_left: "На сегодня свободного времени не осталось",
    when: "На какое время сегодня?",
    maybe_taken: "Связи нет: это время уже может быть занято. Бронь подтвердится, когда связь появится.",
    name_hint: "Увидят только сотрудники коворкинга",
    no_phone: "Вас запишет сотрудник",
    no_phone_hint: "Здесь места бронируют по номеру телефона. Если телефона нет, подойдите к сотруднику коворкинга.",
    review: "Всё верно?",
    today: "Сегодня",
    agree_text: "Имя и телефон увидят только сотрудники коворкинга; через 30 дней они удаляются. Если с этим номером есть аккаунт, бронь увидит и его владелец. На этом устройстве они хранятся зашифрованными, только пока не отправлены.",
    agree: "Даю согласие, забронировать",
    kept_hint: "Место получит тот, чья запись дойдёт до сервера первой. Спросите сотрудника.",
    refused: "Забронировать не удалось",
    your_bookings: "Ваше место",
    seated: "Вы отмечены",
    seated_hint: "Место ваше до конца брони.",
    too_late: "Место освобождено: время отметки прошло.",
    turned_away: "Кому не досталось места в коворкинге",
};

static EN: Words = Words {
    what: "What do you need?",
    closed: "The centre is closed today",
    closed_since: |time| format!("The centre has been closed since {time} today"),
    opens: |day, time| format!("Opens next: {day}, {time}"),
    free_now: |kind, count| match (kind, count) {
        (ResourceKind::Seat, 1) => "1 seat is free now".to_owned(),
        (ResourceKind::Room, 1) => "1 room is free now".to_owned(),
        (ResourceKind::Seat, count) => format!("{count} seats are free now"),
        (ResourceKind::Room, count) => format!("{count} rooms are free now"),
    },
    free_at_once: "Free now",
    free_from: |time| format!("Free next at {time}"),
    none_left: "No free time is left today",
    when: "At what time today?",
    maybe_taken: "No connection: somebody may have taken that time. The booking is confirmed once the connection is back.",
    name_hint: "Seen only by the staff of the centre",
    no_phone: "The staff will book for you",
    no_phone_hint: "Places are booked here by phone number. Without one, please go to the staff of the centre.",
    review: "Is this right?",
    today: "Today",
    agree_text: "Your name and phone are seen only by the staff of the centre, and deleted after 30 days. Whoever has an account with this number sees the booking too. They stay on this device, encrypted, only until they are sent.",
    agree: "I agree, book it",
    kept_hint: "Whoever the server hears of first gets the place. Please ask the staff.",
    refused: "It was not booked",
    your_bookings: "Your place",
    seated: "You are checked in",
    seated_hint: "The place is yours until the end of the booking.",
    too_late: "The place was set free: the time for checking in is over.",
    turned_away: "Who could not have a place in the centre",
};
