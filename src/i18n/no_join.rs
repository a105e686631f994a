//! Why a shift cannot be joined, as a sentence. `other` names the action that stands in the way, where it is known.

use crate::model::{AgeClass, age::AgeBar, eligibility::NoJoin};

pub(super) fn kazakh(why: &NoJoin, other: Option<&str>) -> String {
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
        (NoJoin::Rest { hours, .. }, other) => match other {
            Some(other) => format!("Демалыс керек: басқа шараңызбен қосқанда 24 сағат ішінде {hours} сағаттан асып кетеді: {other}."),
            None => format!("Демалыс керек: басқа ауысымдарыңызбен қосқанда 24 сағат ішінде {hours} сағаттан асып кетеді."),
        },
        (NoJoin::Full, _) => "Орын толды, күту тізімі жүргізілмейді.".to_owned(),
    }
}

pub(super) fn russian(why: &NoJoin, other: Option<&str>) -> String {
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
        (NoJoin::Rest { hours, .. }, other) => match other {
            Some(other) => format!("Нужен отдых: с другим вашим делом за 24 часа выйдет больше {hours} часов: {other}."),
            None => format!("Нужен отдых: вместе с другими вашими сменами за 24 часа выйдет больше {hours} часов."),
        },
        (NoJoin::Full, _) => "Мест нет, лист ожидания не ведётся.".to_owned(),
    }
}

pub(super) fn english(why: &NoJoin, other: Option<&str>) -> String {
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
        (NoJoin::Rest { hours, .. }, other) => match other {
            Some(other) => format!("You need rest: with another action of yours it would be more than {hours} hours within 24: {other}."),
            None => format!("You need rest: with your other shifts it would be more than {hours} hours within 24."),
        },
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
