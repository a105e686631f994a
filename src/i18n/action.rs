//! Words of an action's own page.
//!
//! Names, moments and numbers are put into sentences so that none of them has to take an ending: after a colon, in brackets, or before a word that
//! carries it. "Шымкент" can be bent by whoever writes this file, another hub's city cannot.

use super::numbers::russian as forms;
use crate::model::{AgeClass, Lang, age::AgeBar, eligibility::NoJoin};

pub struct Words {
    /// Of the document, until the action's own is known.
    pub title: &'static str,
    pub to_list: &'static str,
    pub share: &'static str,
    pub share_copied: &'static str,
    pub share_by_hand: &'static str,
    pub share_by_hand_hint: &'static str,
    pub add_to_calendar: &'static str,
    pub calendar_failed: &'static str,

    pub cancelled: &'static str,
    pub cancelled_hint: &'static str,
    pub over: &'static str,
    pub over_hint: &'static str,
    pub had_place: &'static str,
    pub demo_hint: &'static str,

    /// City and offset.
    pub zone: fn(&str, &str) -> String,
    pub day_only: &'static str,
    pub place_unknown: &'static str,
    pub show_on_map: &'static str,
    pub opens_device_map: &'static str,
    pub point_coarse: &'static str,
    pub point_unknown: &'static str,
    pub organiser: &'static str,
    pub organiser_unknown: &'static str,
    /// The directory has not reached this device.
    pub organiser_not_here: &'static str,
    pub together_with: &'static str,

    pub places: &'static str,
    pub shifts: &'static str,
    pub choose_shift: &'static str,
    pub any_role: &'static str,
    /// Taken, of how many.
    pub taken: fn(u32, u32) -> String,
    pub still_needed: fn(u32) -> String,
    pub waitlist_kept: &'static str,
    pub waitlist_not_kept: &'static str,

    pub what_we_do: &'static str,
    pub about: &'static str,
    pub requirements: &'static str,
    pub source: &'static str,
    pub published: fn(&str) -> String,

    pub who: &'static str,
    pub you: &'static str,
    pub freely: &'static str,
    pub if_no_harm: &'static str,
    pub with_parent: &'static str,
    /// The law keeps the work from them; the words are those of the hazard.
    pub kept_away: fn(&str) -> String,
    pub organiser_takes_older: &'static str,
    pub law: &'static str,
    pub law_link: &'static str,

    pub saved_copy: fn(&str) -> String,
    pub rest_not_saved: &'static str,
    pub rest_failed: &'static str,
    pub gone: &'static str,
    pub gone_hint: &'static str,
    pub not_saved: &'static str,
    pub not_saved_hint: &'static str,
    pub failed: &'static str,

    /// Why somebody may not join; the second is the title of the action it clashes with, if that is another one.
    pub why_not: fn(&NoJoin, Option<&str>) -> String,
    /// Why a place cannot be given up any more: the moment has passed.
    pub too_late: fn(&str) -> String,
    /// Before joining without a connection.
    pub offline_join: &'static str,
    /// An act could not be written to the device.
    pub not_kept: &'static str,
    pub not_yet: &'static str,
    /// Joining that has not been decided is taken back.
    pub take_back: &'static str,
    pub taken_back: &'static str,
    /// Leaving that has not been decided is taken back.
    pub keep_place: &'static str,
    /// Something was refused: leads to where the choice is.
    pub decide: &'static str,

    pub decided_at: fn(&str) -> String,
    pub leave_until: fn(&str) -> String,
    pub waitlist_hint: &'static str,
    pub kept_at: fn(&str) -> String,
    pub sent_when_online: &'static str,
    pub answer_awaited: &'static str,
    pub sent_when_signed_in: &'static str,
    pub or_wait: &'static str,
    pub leaving_hint: &'static str,

    pub guardian: &'static str,
    pub guardian_law: &'static str,
    pub guardian_how: &'static str,
    pub consent: &'static str,
    pub consent_hint: &'static str,
    pub present: &'static str,
    pub present_hint: &'static str,
    pub bring_consent: &'static str,
    pub come_together: &'static str,
}

impl super::InLanguages for Words {
    fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Kk => &KK,
            Lang::Ru => &RU,
            Lang::En => &EN,
        }
    }
}

static KK: Words = Words {
    title: "Шара",
    to_list: "Барлық шара",
    share: "Бөлісу",
    share_copied: "Сілтеме көшірілді",
    share_by_hand: "Сілтемені көшіріп алыңыз",
    share_by_hand_hint: "Браузер өзі көшіре алмады. Төмендегі сілтемені белгілеп, көшіріңіз.",
    add_to_calendar: "Күнтізбеге қосу",
    calendar_failed: "Күнтізбе файлы сақталмады. Браузерде жүктеуге рұқсат бар-жоғын тексеріңіз.",

    cancelled: "Шара болмайды.",
    cancelled_hint: "Ұйымдастырушы оны тоқтатты, келудің қажеті жоқ.",
    over: "Шара өтті.",
    over_hint: "Енді қатысуға болмайды.",
    had_place: "Бұл шарада орныңыз бар еді.",
    demo_hint: "Бұл шара хабты көрсету үшін ойдан шығарылған.",

    zone: |city, offset| format!("{city} уақыты ({offset})"),
    day_only: "Дереккөзде күні ғана аталған",
    place_unknown: "Өтетін жері көрсетілмеген",
    show_on_map: "Картадан қарау",
    opens_device_map: "құрылғыңыздағы карта ашылады",
    point_coarse: "Картадағы нүкте шамамен қойылған",
    point_unknown: "Нақты нүктесі картада әлі көрсетілмеген",
    organiser: "Ұйымдастырушы",
    organiser_unknown: "Ұйымдастырушысы көрсетілмеген",
    organiser_not_here: "Ұйымдастырушының аты бұл құрылғыда әлі сақталмаған",
    together_with: "Бірге ұйымдастырады:",

    places: "Орындар",
    shifts: "Ауысымдар",
    choose_shift: "Өзіңізге ыңғайлысын таңдаңыз",
    any_role: "Ерікті",
    taken: |taken, most| format!("Барлығы {most} орын, толғаны: {taken}."),
    still_needed: |n| format!("Іс жүруі үшін тағы {n} адам керек."),
    waitlist_kept: "Орын толса, күту тізіміне тұра аласыз.",
    waitlist_not_kept: "Күту тізімі жүргізілмейді.",

    what_we_do: "Не істейміз",
    about: "Шара туралы",
    requirements: "Не керек",
    source: "Дереккөз",
    published: |date| format!("жарияланған күні: {date}"),

    who: "Кім қатыса алады",
    you: "сіз",
    freely: "еркін",
    if_no_harm: "оқуы мен денсаулығына зиян келмесе",
    with_parent: "ата-анасының жазбаша келісімімен немесе ата-анасымен бірге",
    kept_away: |hazard| format!("заң бойынша болмайды: {hazard}"),
    organiser_takes_older: "ұйымдастырушы бұл жастан қабылдамайды",
    law: "«Волонтерлік қызмет туралы» № 42-VI заң, 12-бап",
    law_link: "https://adilet.zan.kz/kaz/docs/Z1600000042",

    saved_copy: |time| format!("Сақталған нұсқасы көрсетілді: {time}."),
    rest_not_saved: "Шараның толық сипаттамасы бұл құрылғыда әлі сақталмаған. Байланыс пайда болғанда өзі жүктеледі.",
    rest_failed: "Толық сипаттамасын жүктеу мүмкін болмады.",
    gone: "Мұндай шара жоқ",
    gone_hint: "Оны ұйымдастырушы алып тастаған немесе сілтеме қате болуы мүмкін.",
    not_saved: "Бұл шара осы құрылғыда сақталмаған",
    not_saved_hint: "Қазір байланыс жоқ. Байланыс пайда болғанда шара өзі ашылады.",
    failed: "Шараны ашу мүмкін болмады",

    why_not: kazakh,
    too_late: |until| format!("Орынды босату мерзімі өтіп кетті ({until}). Келе алмасаңыз, ұйымдастырушыға хабарлаңыз."),
    offline_join: "Байланыс жоқ: өтінішіңіз осы құрылғыда сақталып, кейін өзі жіберіледі.",
    not_kept: "Құрылғыға сақтау мүмкін болмады, сондықтан ештеңе өзгерген жоқ. Жадынан орын босатып, қайталап көріңіз.",
    not_yet: "Әлі расталған жоқ",
    take_back: "Қайтарып алу",
    taken_back: "Өтініш қайтарып алынды",
    keep_place: "Орнымды қалдыру",
    decide: "Шешім қабылдау",

    decided_at: |time| format!("Расталған уақыты: {time}."),
    leave_until: |time| format!("Орынды босатуға болатын соңғы уақыт: {time}."),
    waitlist_hint: "Орын босаса, кезекпен беріледі: сізге жеткенде орныңыз өзі расталады.",
    kept_at: |time| format!("Өтінішіңіз осы құрылғыда сақталды: {time}."),
    sent_when_online: "Байланыс пайда болғанда өзі жіберіледі.",
    answer_awaited: "Сервердің жауабын күтіп тұр.",
    sent_when_signed_in: "Қайта кірген соң жіберіледі.",
    or_wait: "Орын жетпесе, күту тізіміне өтесіз.",
    leaving_hint: "Жіберілгенше орын сізде қалады.",

    guardian: "Ата-анаңыздың келісімі керек",
    guardian_law: "Заң бойынша 14 жасқа дейін ата-ананың жазбаша келісімімен немесе ата-анамен бірге ғана қатысуға болады.",
    guardian_how: "Ата-анаңыз қалай қатысады?",
    consent: "Жазбаша келісім береді",
    consent_hint: "Қағазды келгенде ұйымдастырушыға бересіз",
    present: "Өзі менімен бірге келеді",
    present_hint: "Шара біткенше жаныңызда болады",
    bring_consent: "Ата-анаңыздың жазбаша келісімін ала келіңіз.",
    come_together: "Ата-анаңызбен бірге келіңіз.",
};

static RU: Words = Words {
    title: "Дело",
    to_list: "Все дела",
    share: "Поделиться",
    share_copied: "Ссылка скопирована",
    share_by_hand: "Скопируйте ссылку",
    share_by_hand_hint: "Браузер не смог сделать это сам. Выделите ссылку ниже и скопируйте.",
    add_to_calendar: "В календарь",
    calendar_failed: "Файл календаря не сохранился. Проверьте, разрешены ли в браузере загрузки.",

    cancelled: "Дело отменено.",
    cancelled_hint: "Организатор отменил его, приходить не нужно.",
    over: "Дело прошло.",
    over_hint: "Участвовать уже нельзя.",
    had_place: "У вас было место в этом деле.",
    demo_hint: "Это дело придумано, чтобы показать хаб.",

    zone: |city, offset| format!("Местное время: {city} ({offset})"),
    day_only: "В источнике назван только день",
    place_unknown: "Место не указано",
    show_on_map: "Посмотреть на карте",
    opens_device_map: "откроется карта на вашем устройстве",
    point_coarse: "Точка на карте приблизительная",
    point_unknown: "Точного места на карте пока нет",
    organiser: "Организатор",
    organiser_unknown: "Организатор не указан",
    organiser_not_here: "Название организатора на этом устройстве ещё не сохранено",
    together_with: "Вместе с ним:",

    places: "Места",
    shifts: "Смены",
    choose_shift: "Выберите удобную",
    any_role: "Волонтёр",
    taken: |taken, most| format!("Занято {taken} из {most} {}.", forms(most.into(), "места", "мест", "мест")),
    still_needed: |n| format!("Чтобы дело состоялось, не хватает {n} {}.", forms(n.into(), "человека", "человек", "человек")),
    waitlist_kept: "Если мест не останется, можно встать в лист ожидания.",
    waitlist_not_kept: "Лист ожидания не ведётся.",

    what_we_do: "Что делаем",
    about: "О деле",
    requirements: "Что нужно",
    source: "Источник",
    published: |date| format!("дата публикации: {date}"),

    who: "Кто может участвовать",
    you: "вы",
    freely: "свободно",
    if_no_harm: "если не страдают учёба и здоровье",
    with_parent: "с письменным согласием родителя или вместе с ним",
    kept_away: |hazard| format!("по закону нельзя: {hazard}"),
    organiser_takes_older: "организатор не принимает в этом возрасте",
    law: "Закон № 42-VI «О волонтёрской деятельности», статья 12",
    law_link: "https://adilet.zan.kz/rus/docs/Z1600000042",

    saved_copy: |time| format!("Показана сохранённая копия: {time}."),
    rest_not_saved: "Полное описание на этом устройстве ещё не сохранено. Когда появится связь, оно загрузится само.",
    rest_failed: "Полное описание загрузить не удалось.",
    gone: "Такого дела нет",
    gone_hint: "Возможно, организатор его убрал или ссылка неверна.",
    not_saved: "Это дело на этом устройстве не сохранено",
    not_saved_hint: "Сейчас нет связи. Когда она появится, дело откроется само.",
    failed: "Не удалось открыть дело",

    why_not: russian,
    too_late: |until| format!("Срок, когда место можно было освободить, прошёл ({until}). Если не сможете прийти, сообщите организатору."),
    offline_join: "Нет связи: заявка сохранится на этом устройстве и отправится сама.",
    not_kept: "Не удалось сохранить на устройстве, поэтому ничего не изменилось. Освободите память и попробуйте снова.",
    not_yet: "Ещё не подтверждено",
    take_back: "Отозвать заявку",
    taken_back: "Заявка отозвана",
    keep_place: "Оставить место",
    decide: "Решить",

    decided_at: |time| format!("Подтверждено: {time}."),
    leave_until: |time| format!("Последний срок, когда место можно освободить: {time}."),
    waitlist_hint: "Освободившееся место достаётся по очереди: когда дойдёт до вас, оно подтвердится само.",
    kept_at: |time| format!("Заявка сохранена на этом устройстве: {time}."),
    sent_when_online: "Когда появится связь, она отправится сама.",
    answer_awaited: "Ждём ответа сервера.",
    sent_when_signed_in: "Отправится, когда вы снова войдёте.",
    or_wait: "Если мест не хватит, вы окажетесь в листе ожидания.",
    leaving_hint: "Пока отказ не отправлен, место остаётся за вами.",

    guardian: "Нужно согласие родителя",
    guardian_law: "По закону до 14 лет участвовать можно только с письменного согласия родителя или вместе с ним.",
    guardian_how: "Как участвует родитель?",
    consent: "Даст письменное согласие",
    consent_hint: "Бумагу вы отдадите организатору при встрече",
    present: "Придёт вместе со мной",
    present_hint: "И будет рядом до конца",
    bring_consent: "Возьмите с собой письменное согласие родителя.",
    come_together: "Приходите вместе с родителем.",
};

static EN: Words = Words {
    title: "Action",
    to_list: "All actions",
    share: "Share",
    share_copied: "Link copied",
    share_by_hand: "Copy the link",
    share_by_hand_hint: "The browser could not do it by itself. Select the link below and copy it.",
    add_to_calendar: "Add to calendar",
    calendar_failed: "The calendar file was not saved. Check whether the browser allows downloads.",

    cancelled: "Cancelled.",
    cancelled_hint: "The organiser has called it off; there is no need to come.",
    over: "This action is over.",
    over_hint: "It can no longer be joined.",
    had_place: "You had a place in this action.",
    demo_hint: "This action is made up to show the hub.",

    zone: |city, offset| format!("{city} time ({offset})"),
    day_only: "The source gives the day only",
    place_unknown: "The place is not given",
    show_on_map: "Show on a map",
    opens_device_map: "opens the map on your device",
    point_coarse: "The point on the map is approximate",
    point_unknown: "The exact point is not on the map yet",
    organiser: "Organiser",
    organiser_unknown: "The organiser is not given",
    organiser_not_here: "The organiser's name is not saved on this device yet",
    together_with: "Together with:",

    places: "Places",
    shifts: "Shifts",
    choose_shift: "Choose the one that suits you",
    any_role: "Volunteer",
    taken: |taken, most| format!("{taken} of {most} {} taken.", if most == 1 { "place" } else { "places" }),
    still_needed: |n| format!("{n} more {} needed to make it happen.", if n == 1 { "person is" } else { "people are" }),
    waitlist_kept: "If no place is left, you can join the waitlist.",
    waitlist_not_kept: "No waitlist is kept.",

    what_we_do: "What we do",
    about: "About",
    requirements: "What you need",
    source: "Source",
    published: |date| format!("published: {date}"),

    who: "Who can take part",
    you: "you",
    freely: "freely",
    if_no_harm: "if studies and health do not suffer",
    with_parent: "with a parent's written consent, or with the parent there",
    kept_away: |hazard| format!("not allowed by law: {hazard}"),
    organiser_takes_older: "not taken by the organiser",
    law: "Law No. 42-VI on volunteering, Article 12",
    law_link: "https://adilet.zan.kz/eng/docs/Z1600000042",

    saved_copy: |time| format!("Showing the copy saved at {time}."),
    rest_not_saved: "The full description is not saved on this device yet. It will load by itself when there is a connection.",
    rest_failed: "The full description could not be loaded.",
    gone: "There is no such action",
    gone_hint: "The organiser may have removed it, or the link is wrong.",
    not_saved: "This action is not saved on this device",
    not_saved_hint: "There is no connection now. The action opens by itself when there is one.",
    failed: "The action could not be opened",

    why_not: english,
    too_late: |until| format!("The time for giving the place up has passed ({until}). If you cannot come, tell the organiser."),
    offline_join: "No connection: your request is saved on this device and will be sent by itself.",
    not_kept: "It could not be saved on this device, so nothing has changed. Free some space and try again.",
    not_yet: "Not confirmed yet",
    take_back: "Leave",
    taken_back: "Request taken back",
    keep_place: "Keep the place",
    decide: "Decide",

    decided_at: |time| format!("Confirmed: {time}."),
    leave_until: |time| format!("The place can be given up until: {time}."),
    waitlist_hint: "A place that comes free goes to the next in line; when it is your turn, it is confirmed by itself.",
    kept_at: |time| format!("Your request is saved on this device: {time}."),
    sent_when_online: "It will be sent by itself when there is a connection.",
    answer_awaited: "Waiting for the server's answer.",
    sent_when_signed_in: "It will be sent when you have signed in again.",
    or_wait: "If no place is left, you go on the waitlist.",
    leaving_hint: "Until that is sent, the place stays yours.",

    guardian: "A parent's consent is needed",
    guardian_law: "By law, people under 14 may take part only with a parent's written consent, or with the parent there.",
    guardian_how: "How does your parent take part?",
    consent: "Gives written consent",
    consent_hint: "You hand the paper to the organiser when you come",
    present: "Comes with me",
    present_hint: "And stays until the end",
    bring_consent: "Bring your parent's written consent.",
    come_together: "Come together with your parent.",
};

fn kazakh(why: &NoJoin, other: Option<&str>) -> String {
    match (why, other) {
        (NoJoin::Cancelled, _) => "Ұйымдастырушы шараны тоқтатты.".to_owned(),
        (NoJoin::Started, _) => "Ауысым басталып кетті.".to_owned(),
        (NoJoin::SignIn, _) => "Алдымен кіру керек, содан кейін осы бетке қайта ораласыз.".to_owned(),
        (NoJoin::AgeUnknown, _) => "Алдымен жасыңызды көрсетіңіз: заң бойынша кей істер жасқа байланысты.".to_owned(),
        (NoJoin::Age(AgeBar::Hazard(hazard)), _) => format!("18 жасқа толмағандарға болмайды: {}.", super::common::KK.hazard(*hazard)),
        (NoJoin::Age(AgeBar::YoungerThan(class)), _) => format!("Ұйымдастырушы {} жастан бастап қабылдайды.", years(*class)),
        (NoJoin::Age(AgeBar::GuardianNeeded), _) => "14 жасқа дейін: ата-ананың жазбаша келісімімен немесе ата-анамен бірге.".to_owned(),
        (NoJoin::Clash(_), Some(other)) => format!("Бұл уақытта сіздің басқа шараңыз бар: {other}."),
        (NoJoin::Clash(_), None) => "Бұл уақытта сіздің басқа ауысымыңыз бар.".to_owned(),
        (NoJoin::Full, _) => "Орын толды, күту тізімі жүргізілмейді.".to_owned(),
    }
}

fn russian(why: &NoJoin, other: Option<&str>) -> String {
    match (why, other) {
        (NoJoin::Cancelled, _) => "Организатор отменил дело.".to_owned(),
        (NoJoin::Started, _) => "Смена уже началась.".to_owned(),
        (NoJoin::SignIn, _) => "Сначала нужно войти, потом вы вернётесь на эту страницу.".to_owned(),
        (NoJoin::AgeUnknown, _) => "Сначала укажите возраст: по закону от него зависит, что можно.".to_owned(),
        (NoJoin::Age(AgeBar::Hazard(hazard)), _) => format!("До 18 лет нельзя: {}.", super::common::RU.hazard(*hazard)),
        (NoJoin::Age(AgeBar::YoungerThan(class)), _) => format!("Организатор принимает с {} лет.", years(*class)),
        (NoJoin::Age(AgeBar::GuardianNeeded), _) => "До 14 лет: с письменным согласием родителя или вместе с ним.".to_owned(),
        (NoJoin::Clash(_), Some(other)) => format!("В это время у вас другое дело: {other}."),
        (NoJoin::Clash(_), None) => "В это время у вас другая смена.".to_owned(),
        (NoJoin::Full, _) => "Мест нет, лист ожидания не ведётся.".to_owned(),
    }
}

fn english(why: &NoJoin, other: Option<&str>) -> String {
    match (why, other) {
        (NoJoin::Cancelled, _) => "The organiser has called it off.".to_owned(),
        (NoJoin::Started, _) => "The shift has begun.".to_owned(),
        (NoJoin::SignIn, _) => "You need to sign in first; then you come back to this page.".to_owned(),
        (NoJoin::AgeUnknown, _) => "First tell your age: by law some work depends on it.".to_owned(),
        (NoJoin::Age(AgeBar::Hazard(hazard)), _) => format!("Not for people under 18: {}.", super::common::EN.hazard(*hazard)),
        (NoJoin::Age(AgeBar::YoungerThan(class)), _) => format!("The organiser takes people from {} on.", years(*class)),
        (NoJoin::Age(AgeBar::GuardianNeeded), _) => "Under 14: with a parent's written consent, or with the parent there.".to_owned(),
        (NoJoin::Clash(_), Some(other)) => format!("At that time you have another action: {other}."),
        (NoJoin::Clash(_), None) => "At that time you have another shift.".to_owned(),
        (NoJoin::Full, _) => "Full, and no waitlist is kept.".to_owned(),
    }
}

/// The age at which a class begins.
fn years(class: AgeClass) -> u8 {
    match class {
        AgeClass::Under14 => 0,
        AgeClass::From14To17 => 14,
        AgeClass::Adult => 18,
    }
}
