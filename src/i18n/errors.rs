//! What people read when something went wrong: one pure function a language. First the fact, then what happens by itself or what to do.

use crate::{
    api::{ApiError, ProblemKind},
    model::{Hazard, Lang, contact::ContactError},
};

pub struct Words {
    pub lang: Lang,
    /// What an error means to a person.
    pub api: fn(&ApiError) -> String,
    pub contact: fn(ContactError) -> &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words { lang: Lang::Kk, api: kazakh, contact: kazakh_contact };
static RU: Words = Words { lang: Lang::Ru, api: russian, contact: russian_contact };
static EN: Words = Words { lang: Lang::En, api: english, contact: english_contact };

/// A short code for whoever has to look into it: a status, or what kind of failure it was.
pub fn code(error: &ApiError) -> String {
    match error {
        ApiError::Unreachable => "offline".to_owned(),
        ApiError::TimedOut => "timeout".to_owned(),
        ApiError::Cancelled => "cancelled".to_owned(),
        ApiError::TooLarge { .. } => "too-large".to_owned(),
        ApiError::Problem { problem, .. } => match problem.kind() {
            ProblemKind::Other => problem.status.to_string(),
            kind => format!("{} {}", problem.status, kind.name()),
        },
        ApiError::NotJson { status, .. } => format!("{status} not-json"),
        ApiError::Decode { path, .. } => format!("decode {path}"),
        ApiError::Unexpected { status } => status.to_string(),
    }
}

fn parts(error: &ApiError) -> Option<(ProblemKind, Option<u32>, Option<Hazard>)> {
    match error {
        ApiError::Problem { problem, .. } => Some((problem.kind(), problem.position, problem.hazard)),
        _ => None,
    }
}

fn kazakh(error: &ApiError) -> String {
    if let Some((kind, position, hazard)) = parts(error) {
        return match kind {
            ProblemKind::Full => match position {
                Some(position) => format!("Қабылданбады: бос орын қалмады. Күту тізімінде {position}-орында болар едіңіз."),
                None => "Қабылданбады: бос орын қалмады.".to_owned(),
            },
            ProblemKind::Started => "Қабылданбады: ауысым басталып кетті.".to_owned(),
            ProblemKind::Cancelled => "Бұл шара болмайды: ұйымдастырушы оны тоқтатты.".to_owned(),
            ProblemKind::Clash => "Қабылданбады: бұл уақытта сіздің басқа ауысымыңыз бар.".to_owned(),
            ProblemKind::Rest => "Қабылданбады: басқа ауысымдарыңызбен қосқанда бір тәулікте сағат тым көп болады.".to_owned(),
            ProblemKind::TooLate => "Орынды босату мерзімі өтіп кетті. Ауысым жетекшісіне хабарласыңыз.".to_owned(),
            ProblemKind::NotJoined => "Бұл ауысымда сіздің орныңыз жоқ.".to_owned(),
            ProblemKind::NotNow => "Бұл істің уақыты әлі келмеді немесе өтіп кетті.".to_owned(),
            ProblemKind::NoBooking => "Бұл уақытқа орын алу мүмкін болмады.".to_owned(),
            ProblemKind::Sealed => "Сағаттар бекітілген, енді өзгермейді.".to_owned(),
            ProblemKind::AgeUnknown => "Алдымен жасыңызды көрсетіңіз: заң бойынша кей істер жасқа байланысты.".to_owned(),
            ProblemKind::Age => match hazard {
                Some(hazard) => format!("18 жасқа толмағандарға болмайды: {}.", super::common::KK.hazard(hazard)),
                None => "Бұл шараға жасыңыз сәйкес келмейді.".to_owned(),
            },
            ProblemKind::GuardianNeeded => "14 жасқа дейін: ата-ананың жазбаша келісімі немесе өзі бірге болуы керек.".to_owned(),
            ProblemKind::SignIn => "Алдымен кіру керек.".to_owned(),
            ProblemKind::Forbidden => "Бұған рұқсатыңыз жоқ.".to_owned(),
            ProblemKind::NotFound => "Мұндай жазба жоқ: ол жойылған немесе сілтеме қате.".to_owned(),
            ProblemKind::CodeWrong => "Код дұрыс емес. Қайта тексеріңіз.".to_owned(),
            ProblemKind::CodeExpired => "Бұл код енді жарамайды: мерзімі бітті немесе тым көп қате енгізілді. Жаңасын сұраңыз.".to_owned(),
            ProblemKind::TooMany => "Тым жиі сұралды. Біраз күтіп, қайталаңыз.".to_owned(),
            ProblemKind::Changed => "Бұл жазбаны біреу өзгертіп үлгерді. Бетті жаңартыңыз.".to_owned(),
            ProblemKind::Invalid | ProblemKind::Malformed => "Сервер деректі қабылдамады: бірдеңе дұрыс толтырылмаған.".to_owned(),
            ProblemKind::TooLarge => "Дерек тым үлкен.".to_owned(),
            ProblemKind::KeyReused => "Бұл іс бұрын басқа мазмұнмен жіберілген. Қайтадан жасап көріңіз.".to_owned(),
            ProblemKind::Unavailable => "Серверде ақау бар. Бұл сізге байланысты емес, кейінірек өзі қайталанады.".to_owned(),
            ProblemKind::Other => "Сервер бұл сұрауды орындамады.".to_owned(),
        };
    }
    match error {
        ApiError::Unreachable => "Серверге қосылу мүмкін болмады.",
        ApiError::TimedOut => "Сервер уақытында жауап бермеді.",
        ApiError::Cancelled => "Сұрау тоқтатылды.",
        ApiError::TooLarge { .. } => "Сервердің жауабы тым үлкен, сондықтан оқылмады.",
        ApiError::NotJson { .. } => "Сервердің орнына басқа бет жауап берді. Қоғамдық Wi-Fi болса, алдымен оған кіріңіз.",
        _ => "Сервердің жауабын оқу мүмкін болмады. Сақталған дерек өзгерген жоқ.",
    }
    .to_owned()
}

fn russian(error: &ApiError) -> String {
    if let Some((kind, position, hazard)) = parts(error) {
        return match kind {
            ProblemKind::Full => match position {
                Some(position) => format!("Не принято: мест не осталось. В листе ожидания вы были бы {position}-й по счёту."),
                None => "Не принято: мест не осталось.".to_owned(),
            },
            ProblemKind::Started => "Не принято: смена уже началась.".to_owned(),
            ProblemKind::Cancelled => "Дело отменено организатором.".to_owned(),
            ProblemKind::Clash => "Не принято: в это время у вас другая смена.".to_owned(),
            ProblemKind::Rest => "Не принято: вместе с другими вашими сменами за сутки выходит слишком много часов.".to_owned(),
            ProblemKind::TooLate => "Освободить место уже нельзя: срок прошёл. Сообщите руководителю смены.".to_owned(),
            ProblemKind::NotJoined => "В этой смене у вас нет места.".to_owned(),
            ProblemKind::NotNow => "Для этого ещё рано или уже поздно.".to_owned(),
            ProblemKind::NoBooking => "На это время место занять не удалось.".to_owned(),
            ProblemKind::Sealed => "Часы закрыты и больше не меняются.".to_owned(),
            ProblemKind::AgeUnknown => "Сначала укажите возраст: по закону от него зависит, что можно.".to_owned(),
            ProblemKind::Age => match hazard {
                Some(hazard) => format!("До 18 лет нельзя: {}.", super::common::RU.hazard(hazard)),
                None => "Это дело не для вашего возраста.".to_owned(),
            },
            ProblemKind::GuardianNeeded => "До 14 лет нужно письменное согласие родителя или его присутствие.".to_owned(),
            ProblemKind::SignIn => "Сначала нужно войти.".to_owned(),
            ProblemKind::Forbidden => "На это у вас нет права.".to_owned(),
            ProblemKind::NotFound => "Такой записи нет: её удалили или ссылка неверна.".to_owned(),
            ProblemKind::CodeWrong => "Код неверный. Проверьте ещё раз.".to_owned(),
            ProblemKind::CodeExpired => "Код больше не действует: срок истёк или было слишком много ошибок. Запросите новый.".to_owned(),
            ProblemKind::TooMany => "Слишком часто. Немного подождите и повторите.".to_owned(),
            ProblemKind::Changed => "Эту запись уже кто-то изменил. Обновите страницу.".to_owned(),
            ProblemKind::Invalid | ProblemKind::Malformed => "Сервер не принял данные: что-то заполнено неверно.".to_owned(),
            ProblemKind::TooLarge => "Данных слишком много.".to_owned(),
            ProblemKind::KeyReused => "Это действие уже отправлялось с другим содержанием. Сделайте его заново.".to_owned(),
            ProblemKind::Unavailable => "На сервере сбой. От вас ничего не зависит, позже повторится само.".to_owned(),
            ProblemKind::Other => "Сервер не выполнил запрос.".to_owned(),
        };
    }
    match error {
        ApiError::Unreachable => "Не удалось связаться с сервером.",
        ApiError::TimedOut => "Сервер не ответил вовремя.",
        ApiError::Cancelled => "Запрос остановлен.",
        ApiError::TooLarge { .. } => "Ответ сервера слишком большой и не прочитан.",
        ApiError::NotJson { .. } => "Вместо сервера ответила другая страница. Если это общественный Wi-Fi, сначала войдите в него.",
        _ => "Ответ сервера не удалось прочитать. Сохранённое не изменилось.",
    }
    .to_owned()
}

fn english(error: &ApiError) -> String {
    if let Some((kind, position, hazard)) = parts(error) {
        return match kind {
            ProblemKind::Full => match position {
                Some(position) => format!("Not accepted: no places were left. You would be number {position} on the waitlist."),
                None => "Not accepted: no places were left.".to_owned(),
            },
            ProblemKind::Started => "Not accepted: the shift has begun.".to_owned(),
            ProblemKind::Cancelled => "The organiser has called this action off.".to_owned(),
            ProblemKind::Clash => "Not accepted: you have another shift at that time.".to_owned(),
            ProblemKind::Rest => "Not accepted: with your other shifts that is too many hours within one day.".to_owned(),
            ProblemKind::TooLate => "It is too late to give the place up. Please tell the shift leader.".to_owned(),
            ProblemKind::NotJoined => "You have no place in this shift.".to_owned(),
            ProblemKind::NotNow => "It is too early for this, or too late.".to_owned(),
            ProblemKind::NoBooking => "This time could not be booked.".to_owned(),
            ProblemKind::Sealed => "The hours are sealed and do not change any more.".to_owned(),
            ProblemKind::AgeUnknown => "First tell your age: by law some work depends on it.".to_owned(),
            ProblemKind::Age => match hazard {
                Some(hazard) => format!("Not for people under 18: {}.", super::common::EN.hazard(hazard)),
                None => "This action is not for your age.".to_owned(),
            },
            ProblemKind::GuardianNeeded => "Under 14: with a parent's written consent, or with the parent there.".to_owned(),
            ProblemKind::SignIn => "You need to sign in first.".to_owned(),
            ProblemKind::Forbidden => "You have no right to do this.".to_owned(),
            ProblemKind::NotFound => "There is no such record: it was removed, or the link is wrong.".to_owned(),
            ProblemKind::CodeWrong => "The code is wrong. Check it once more.".to_owned(),
            ProblemKind::CodeExpired => {
                "This code is no longer good: it is too old, or a wrong one was tried too often. Ask for a new one.".to_owned()
            }
            ProblemKind::TooMany => "Asked too often. Wait a little and try again.".to_owned(),
            ProblemKind::Changed => "Somebody has changed this record meanwhile. Refresh the page.".to_owned(),
            ProblemKind::Invalid | ProblemKind::Malformed => {
                "The server did not accept the data: something is filled in wrongly.".to_owned()
            }
            ProblemKind::TooLarge => "That is too much data.".to_owned(),
            ProblemKind::KeyReused => "This act was sent before with other content. Please do it anew.".to_owned(),
            ProblemKind::Unavailable => "The server has a fault. It is not up to you; it will be tried again later.".to_owned(),
            ProblemKind::Other => "The server did not do what was asked.".to_owned(),
        };
    }
    match error {
        ApiError::Unreachable => "The server could not be reached.",
        ApiError::TimedOut => "The server did not answer in time.",
        ApiError::Cancelled => "The request was stopped.",
        ApiError::TooLarge { .. } => "The server's answer is too large and was not read.",
        ApiError::NotJson { .. } => "Another page answered instead of the server. On public Wi-Fi, sign in to it first.",
        _ => "The server's answer could not be read. What is saved has not changed.",
    }
    .to_owned()
}

fn kazakh_contact(error: ContactError) -> &'static str {
    match error {
        ContactError::Empty => "Телефон нөмірін немесе поштаны жазыңыз.",
        ContactError::TooShort => "Нөмір қысқа: +7 және тағы он сан керек.",
        ContactError::TooLong => "Нөмір ұзын: +7 және он сан болуы керек.",
        ContactError::Unreadable => "Бұл телефон нөміріне де, поштаға да ұқсамайды.",
        ContactError::UnknownPrefix => "Мұндай нөмір жоқ: алғашқы сандарын тексеріңіз.",
    }
}

fn russian_contact(error: ContactError) -> &'static str {
    match error {
        ContactError::Empty => "Введите номер телефона или почту.",
        ContactError::TooShort => "Номер короткий: нужны +7 и ещё десять цифр.",
        ContactError::TooLong => "Номер длинный: нужны +7 и десять цифр.",
        ContactError::Unreadable => "Это не похоже ни на номер телефона, ни на почту.",
        ContactError::UnknownPrefix => "Так номера не начинаются: проверьте первые цифры.",
    }
}

fn english_contact(error: ContactError) -> &'static str {
    match error {
        ContactError::Empty => "Enter a phone number or an e-mail address.",
        ContactError::TooShort => "The number is too short: +7 and ten more digits.",
        ContactError::TooLong => "The number is too long: +7 and ten digits.",
        ContactError::Unreadable => "This is neither a phone number nor an e-mail address.",
        ContactError::UnknownPrefix => "No number begins like this: check the first digits.",
    }
}
