//! Words that more than one place uses: directions, kinds of actors, ages, states of lists.

use crate::model::{AgeClass, Direction, Hazard, Lang, OrganisationKind};

pub struct Words {
    pub lang: Lang,
    pub sabaqtastyq: &'static str,
    pub saulyq: &'static str,
    pub taza_alem: &'static str,
    pub asyl_mura: &'static str,
    pub qamqor: &'static str,
    pub bilim: &'static str,
    pub umit: &'static str,
    pub other: &'static str,
    pub kind_fund: &'static str,
    pub kind_legal_entity: &'static str,
    pub kind_social_shop: &'static str,
    pub kind_volunteer_organisation: &'static str,
    pub kind_centre: &'static str,
    pub kind_institution: &'static str,
    pub age_under_14: &'static str,
    pub age_14_17: &'static str,
    pub age_adult: &'static str,
    pub emergency_relief: &'static str,
    pub heavy_or_harmful: &'static str,
    pub convict_support: &'static str,
    /// A stand-in is shown for a translation not yet made, by the language it is in.
    pub shown_in_kk: &'static str,
    pub shown_in_ru: &'static str,
    pub shown_in_en: &'static str,
    /// The mark of a thing that is made up for the demo.
    pub demo: &'static str,
    pub source: &'static str,
    /// "on", before a date: the figure is true on that day.
    pub as_of: fn(&str) -> String,
    /// The source says "about".
    pub about: &'static str,
    /// In place of a figure.
    pub no_data: &'static str,
    pub loading: &'static str,
    pub retry: &'static str,
    pub refresh: &'static str,
    pub back: &'static str,
    pub close: &'static str,
    pub cancel: &'static str,
    pub save: &'static str,
    pub all: &'static str,
    pub search: &'static str,
    pub send: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub no_connection: &'static str,
    /// The banner over a list from the cache: by its time.
    pub saved_list_shown: fn(&str) -> String,
    /// Of an old list: since when.
    pub saved_at: fn(&str) -> String,
    pub refresh_failed: &'static str,
    /// An empty cache and no connection.
    pub nothing_saved: &'static str,
    pub nothing_saved_hint: &'static str,
    /// A list that could not be had.
    pub list_failed: &'static str,
    pub nothing_lost: &'static str,
    /// Records of a list that could not be read.
    pub bad_records: fn(u64) -> String,
    pub error_code: fn(&str) -> String,
    pub link_opens: fn(&str) -> String,
    pub sign_in: &'static str,
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

impl Words {
    pub fn direction(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Sabaqtastyq => self.sabaqtastyq,
            Direction::Saulyq => self.saulyq,
            Direction::TazaAlem => self.taza_alem,
            Direction::AsylMura => self.asyl_mura,
            Direction::Qamqor => self.qamqor,
            Direction::Bilim => self.bilim,
            Direction::Umit => self.umit,
            Direction::Other => self.other,
        }
    }

    pub fn kind(&self, kind: OrganisationKind) -> &'static str {
        match kind {
            OrganisationKind::Fund => self.kind_fund,
            OrganisationKind::LegalEntity => self.kind_legal_entity,
            OrganisationKind::SocialShop => self.kind_social_shop,
            OrganisationKind::VolunteerOrganisation => self.kind_volunteer_organisation,
            OrganisationKind::Centre => self.kind_centre,
            OrganisationKind::Institution => self.kind_institution,
        }
    }

    pub fn age(&self, class: AgeClass) -> &'static str {
        match class {
            AgeClass::Under14 => self.age_under_14,
            AgeClass::From14To17 => self.age_14_17,
            AgeClass::Adult => self.age_adult,
        }
    }

    pub fn hazard(&self, hazard: Hazard) -> &'static str {
        match hazard {
            Hazard::EmergencyRelief => self.emergency_relief,
            Hazard::HeavyOrHarmful => self.heavy_or_harmful,
            Hazard::ConvictSupport => self.convict_support,
        }
    }

    pub fn stand_in(&self, shown: Lang) -> &'static str {
        match shown {
            Lang::Kk => self.shown_in_kk,
            Lang::Ru => self.shown_in_ru,
            Lang::En => self.shown_in_en,
        }
    }
}

pub(super) static KK: Words = Words {
    lang: Lang::Kk,
    sabaqtastyq: "Сабақтастық",
    saulyq: "Саулық",
    taza_alem: "Таза әлем",
    asyl_mura: "Асыл мұра",
    qamqor: "Қамқор",
    bilim: "Білім",
    umit: "Үміт",
    other: "Басқа",
    kind_fund: "Қор",
    kind_legal_entity: "Заңды тұлға",
    kind_social_shop: "Әлеуметтік дүкен",
    kind_volunteer_organisation: "Еріктілер ұйымы",
    kind_centre: "Орталық",
    kind_institution: "Мекеме",
    age_under_14: "14 жасқа дейін",
    age_14_17: "14–17 жас",
    age_adult: "18 жастан",
    emergency_relief: "төтенше жағдайда көмек көрсету",
    heavy_or_harmful: "ауыр немесе зиянды жұмыс",
    convict_support: "сотталған адамдарға көмек",
    shown_in_kk: "Қазақшасы көрсетілді",
    shown_in_ru: "Қазақшасы әлі жоқ, орысшасы көрсетілді",
    shown_in_en: "Қазақшасы әлі жоқ, ағылшыншасы көрсетілді",
    demo: "Үлгі",
    source: "Дереккөз",
    as_of: |date| format!("{date} бойынша"),
    about: "шамамен",
    no_data: "Дерек жоқ. Бұл нөл дегенді білдірмейді.",
    loading: "Жүктелуде",
    retry: "Қайталап көру",
    refresh: "Жаңарту",
    back: "Артқа",
    close: "Жабу",
    cancel: "Бас тарту",
    save: "Сақтау",
    all: "Бәрі",
    search: "Іздеу",
    send: "Жіберу",
    yes: "Иә",
    no: "Жоқ",
    no_connection: "Байланыс жоқ.",
    saved_list_shown: |time| format!("Сақталған тізім көрсетілді: {time}."),
    saved_at: |time| format!("Сақталған уақыты: {time}."),
    refresh_failed: "Жаңарту мүмкін болмады.",
    nothing_saved: "Бұл құрылғыда әзірге ештеңе сақталмаған",
    nothing_saved_hint: "Байланыс пайда болғанда тізім өзі жүктеледі және осында қалады.",
    list_failed: "Тізімді ашу мүмкін болмады",
    nothing_lost: "Сіз жазған ештеңе жоғалған жоқ.",
    bad_records: |n| format!("{n} жазба оқылмады, сондықтан көрсетілмеді."),
    error_code: |code| format!("Қате коды: {code}"),
    link_opens: |host| format!("{host} сайты жаңа бетте ашылады"),
    sign_in: "Кіру",
};

pub(super) static RU: Words = Words {
    lang: Lang::Ru,
    sabaqtastyq: "Сабақтастық",
    saulyq: "Саулық",
    taza_alem: "Таза әлем",
    asyl_mura: "Асыл мұра",
    qamqor: "Қамқор",
    bilim: "Білім",
    umit: "Үміт",
    other: "Другое",
    kind_fund: "Фонд",
    kind_legal_entity: "Юридическое лицо",
    kind_social_shop: "Социальный магазин",
    kind_volunteer_organisation: "Волонтёрская организация",
    kind_centre: "Центр",
    kind_institution: "Учреждение",
    age_under_14: "до 14 лет",
    age_14_17: "14–17 лет",
    age_adult: "с 18 лет",
    emergency_relief: "помощь при чрезвычайной ситуации",
    heavy_or_harmful: "тяжёлая или вредная работа",
    convict_support: "помощь людям с судимостью",
    shown_in_kk: "Русского текста пока нет, показан казахский",
    shown_in_ru: "Показан русский текст",
    shown_in_en: "Русского текста пока нет, показан английский",
    demo: "Пример",
    source: "Источник",
    as_of: |date| format!("на {date}"),
    about: "около",
    no_data: "Данных нет. Это не значит «ноль».",
    loading: "Загружается",
    retry: "Попробовать снова",
    refresh: "Обновить",
    back: "Назад",
    close: "Закрыть",
    cancel: "Отмена",
    save: "Сохранить",
    all: "Все",
    search: "Поиск",
    send: "Отправить",
    yes: "Да",
    no: "Нет",
    no_connection: "Нет связи.",
    saved_list_shown: |time| format!("Показан список, сохранённый: {time}."),
    saved_at: |time| format!("Сохранено: {time}."),
    refresh_failed: "Обновить не удалось.",
    nothing_saved: "На этом устройстве пока ничего не сохранено",
    nothing_saved_hint: "Когда появится связь, список загрузится сам и останется здесь.",
    list_failed: "Не удалось открыть список",
    nothing_lost: "Ничего из того, что вы ввели, не потеряно.",
    bad_records: |n| format!("Не удалось прочитать записей: {n}. Они не показаны."),
    error_code: |code| format!("Код ошибки: {code}"),
    link_opens: |host| format!("сайт {host} откроется в новой вкладке"),
    sign_in: "Войти",
};

pub(super) static EN: Words = Words {
    lang: Lang::En,
    sabaqtastyq: "Sabaqtastyq",
    saulyq: "Saulyq",
    taza_alem: "Taza Alem",
    asyl_mura: "Asyl Mura",
    qamqor: "Qamqor",
    bilim: "Bilim",
    umit: "Umit",
    other: "Other",
    kind_fund: "Fund",
    kind_legal_entity: "Legal entity",
    kind_social_shop: "Social shop",
    kind_volunteer_organisation: "Volunteer organisation",
    kind_centre: "Centre",
    kind_institution: "Institution",
    age_under_14: "under 14",
    age_14_17: "14 to 17",
    age_adult: "18 and over",
    emergency_relief: "relief in an emergency",
    heavy_or_harmful: "heavy or harmful work",
    convict_support: "help to people with a criminal record",
    shown_in_kk: "Not yet in English, shown in Kazakh",
    shown_in_ru: "Not yet in English, shown in Russian",
    shown_in_en: "Shown in English",
    demo: "Demo",
    source: "Source",
    as_of: |date| format!("as of {date}"),
    about: "about",
    no_data: "No data. That does not mean zero.",
    loading: "Loading",
    retry: "Try again",
    refresh: "Refresh",
    back: "Back",
    close: "Close",
    cancel: "Cancel",
    save: "Save",
    all: "All",
    search: "Search",
    send: "Send",
    yes: "Yes",
    no: "No",
    no_connection: "No connection.",
    saved_list_shown: |time| format!("Showing the list saved at {time}."),
    saved_at: |time| format!("Saved at {time}."),
    refresh_failed: "It could not be refreshed.",
    nothing_saved: "Nothing is saved on this device yet",
    nothing_saved_hint: "When there is a connection the list loads by itself and stays here.",
    list_failed: "The list could not be opened",
    nothing_lost: "Nothing that you entered is lost.",
    bad_records: |n| format!("Records that could not be read and are not shown: {n}."),
    error_code: |code| format!("Error code: {code}"),
    link_opens: |host| format!("opens {host} in a new tab"),
    sign_in: "Sign in",
};
