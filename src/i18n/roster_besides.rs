//! Words of what the hub knows of a member besides the list: hours, when they last came, their consent; of notes; and of who else is at the list.

use super::{
    numbers::{english, russian},
    record::parts,
};

pub struct Words {
    /// Over the columns.
    pub hours: &'static str,
    pub seen: &'static str,
    /// In the order of `HoursClass::ALL`, `SeenClass::ALL` and `ConsentClass::ALL`.
    pub hours_steps: [&'static str; 4],
    pub seen_steps: [&'static str; 5],
    pub consent_steps: [&'static str; 4],
    /// Minutes as hours and minutes.
    pub time: fn(u32) -> String,
    pub consent_hint: &'static str,
    pub taking_part: &'static str,
    /// Nobody on the hub has this phone or address.
    pub no_account: &'static str,
    /// Hours, and in how many shifts.
    pub confirmed: fn(&str, u64) -> String,
    pub nothing_confirmed: &'static str,
    pub last_came: fn(&str) -> String,
    pub never_came: &'static str,
    pub coming: fn(u64) -> String,
    /// Until when.
    pub parent: fn(&str) -> String,
    pub roles: fn(&str) -> String,
    /// Shifts with their hours, fetched when asked for.
    pub shifts: &'static str,
    pub no_shifts: &'static str,
    pub shifts_need_connection: &'static str,
    /// Of a shift nobody has confirmed the hours of.
    pub unconfirmed: &'static str,
    pub absent: &'static str,
    /// Who sees notes.
    pub notes_seen_by: &'static str,
    pub no_notes: &'static str,
    pub new_note: &'static str,
    pub note_too_long: &'static str,
    /// Its member is gone from the list.
    pub note_without: &'static str,
    pub add_note: &'static str,
    pub remove_note: fn(&str) -> String,
    /// Names of others who have the list open.
    pub also_here: fn(&str) -> String,
    /// A name, and the member whose card they have open.
    pub at_member: fn(&str, &str) -> String,
    pub changing_member: fn(&str) -> String,
    pub somebody_else: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    hours: "Сағаты",
    seen: "Соңғы келуі",
    hours_steps: ["сағаты жоқ", "20 сағатқа дейін", "20–49 сағат", "50 сағат не одан көп"],
    seen_steps: ["соңғы 30 күнде", "соңғы үш айда", "соңғы жылда", "бір жылдан бұрын", "келмеген"],
    consent_steps: ["күшінде", "30 күн ішінде бітеді", "мерзімі өткен", "келісімі жоқ"],
    time: |minutes| parts(minutes, "сағ", "мин"),
    consent_hint: "Жазбаша келісім қай күнге дейін жарамды. Мысалы: 31.05.2027 немесе 2027.",
    taking_part: "Қатысуы",
    no_account: "Осы телефонмен не поштамен хабқа кірген ешкім жоқ, сондықтан сағаттары белгісіз.",
    confirmed: |time, n| format!("{n} ауысымда расталғаны: {time}"),
    nothing_confirmed: "Расталған сағаты жоқ",
    last_came: |day| format!("Соңғы келген күні: {day}"),
    never_came: "Әлі келмеген",
    coming: |n| format!("Алдағы ауысымдардағы орны: {n}"),
    parent: |day| format!("Ата-анасы қолданбада келісім берген, мерзімі: {day}"),
    roles: |roles| format!("Хабтағы рөлі: {roles}"),
    shifts: "Болған ауысымдары",
    no_shifts: "Қатысқаны туралы жазба жоқ.",
    shifts_need_connection: "Ауысымдарын көру үшін байланыс керек.",
    unconfirmed: "сағаты расталмаған",
    absent: "келмеді",
    notes_seen_by: "Ескертпені осы тізімді көре алатындардың бәрі көреді: қауымдастық жетекшілері, әкімшілер, тексерушілер, өз ұйымының үйлестірушілері. Кім жазғаны тарихта тұрады.",
    no_notes: "Ескертпе жоқ.",
    new_note: "Жаңа ескертпе",
    note_too_long: "Ескертпе тым ұзын: 600 таңбадан аспасын.",
    note_without: "Бұл жазба тізімде енді жоқ: біріктірілген немесе жойылған. Мәтінді көшіріп алыңыз.",
    add_note: "Ескертпе қосу",
    remove_note: |text| format!("Ескертпені алып тастау: {text}"),
    also_here: |names| format!("Тізімді қазір бұлар да ашып отыр: {names}"),
    at_member: |who, member| format!("{who} ({member})"),
    changing_member: |names| {
        format!("Бұл жазбаны қазір бұлар да ашып отыр: {names}. Бір жолды екеуіңіз де өзгертсеңіз, екі нұсқасы да көрсетіледі.")
    },
    somebody_else: "тағы бір адам",
};

static RU: Words = Words {
    hours: "Часы",
    seen: "Последний раз",
    hours_steps: ["без часов", "до 20 часов", "20–49 часов", "50 часов и больше"],
    seen_steps: ["за последние 30 дней", "за последние три месяца", "за последний год", "больше года назад", "ни разу"],
    consent_steps: ["действует", "истекает в ближайшие 30 дней", "срок вышел", "нет согласия"],
    time: |minutes| parts(minutes, "ч", "мин"),
    consent_hint: "До какого дня действует письменное согласие. Например: 31.05.2027 или 2027.",
    taking_part: "Участие",
    no_account: "С этим телефоном или почтой в хаб никто не входил, поэтому часы неизвестны.",
    confirmed: |time, n| format!("Подтверждено {time}: {n} {}", russian(n, "смена", "смены", "смен")),
    nothing_confirmed: "Подтверждённых часов нет",
    last_came: |day| format!("Последний раз: {day}"),
    never_came: "Ещё не приходил(а)",
    coming: |n| format!("Мест в предстоящих сменах: {n}"),
    parent: |day| format!("Согласие родителя, данное в приложении, действует до: {day}"),
    roles: |roles| format!("Роль в хабе: {roles}"),
    shifts: "Смены",
    no_shifts: "Записей об участии нет.",
    shifts_need_connection: "Чтобы увидеть смены, нужна связь.",
    unconfirmed: "часы не подтверждены",
    absent: "не пришёл(ла)",
    notes_seen_by: "Заметки видят все, кто видит этого человека в списке: руководители ассоциации, администраторы, аудиторы и координаторы его организации. Кто что записал, сказано в истории.",
    no_notes: "Заметок нет.",
    new_note: "Новая заметка",
    note_too_long: "Заметка слишком длинная: не больше 600 знаков.",
    note_without: "Этой записи в списке больше нет: её объединили с другой или удалили. Скопируйте текст.",
    add_note: "Добавить заметку",
    remove_note: |text| format!("Убрать заметку: {text}"),
    also_here: |names| format!("Список сейчас открыт и у других: {names}"),
    at_member: |who, member| format!("{who} ({member})"),
    changing_member: |names| {
        format!("Эту карточку сейчас открыли и другие: {names}. Если вы измените одно и то же поле, будут показаны обе версии.")
    },
    somebody_else: "кто-то ещё",
};

static EN: Words = Words {
    hours: "Hours",
    seen: "Last came",
    hours_steps: ["no hours", "under 20 hours", "20 to 49 hours", "50 hours or more"],
    seen_steps: ["in the last 30 days", "in the last three months", "in the last year", "more than a year ago", "never"],
    consent_steps: ["in force", "ends within 30 days", "ended", "no consent"],
    time: |minutes| parts(minutes, "h", "min"),
    consent_hint: "Until which day the written consent holds. For example 2027-05-31, or 2027.",
    taking_part: "Taking part",
    no_account: "Nobody has signed in to the hub with this phone or e-mail, so hours are not known.",
    confirmed: |time, n| format!("{time} confirmed in {n} {}", english(n, "shift", "shifts")),
    nothing_confirmed: "No confirmed hours",
    last_came: |day| format!("Last came on {day}"),
    never_came: "Has not come yet",
    coming: |n| format!("Has a place in {n} {} to come", english(n, "shift", "shifts")),
    parent: |day| format!("A parent's consent, given in the app, holds until {day}"),
    roles: |roles| format!("In the hub: {roles}"),
    shifts: "Shifts",
    no_shifts: "Nothing is recorded about taking part.",
    shifts_need_connection: "Seeing the shifts needs a connection.",
    unconfirmed: "hours not confirmed",
    absent: "did not come",
    notes_seen_by: "Notes are seen by everybody who sees this member in the list: leaders of the association, administrators, auditors, and coordinators of their organisation. Who wrote what is in the history.",
    no_notes: "No notes.",
    new_note: "New note",
    note_too_long: "The note is too long: at most 600 characters.",
    note_without: "This record is no longer on the list: it was merged with another, or deleted. Copy the text.",
    add_note: "Add a note",
    remove_note: |text| format!("Remove the note: {text}"),
    also_here: |names| format!("The list is also open at: {names}"),
    at_member: |who, member| format!("{who} ({member})"),
    changing_member: |names| format!("This card is also open at: {names}. If you both change the same field, both versions will be shown."),
    somebody_else: "somebody else",
};
