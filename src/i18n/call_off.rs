//! Words of calling an action off, and of holding it after all: why, and who hears of it.

use super::numbers::{english, russian};
use crate::model::called_off::{Hearing, LONGEST};

pub struct Words {
    pub call_off: &'static str,
    pub call_off_title: &'static str,
    pub stays: &'static str,
    pub called_off: &'static str,
    pub hold: &'static str,
    pub hold_title: &'static str,
    /// Nobody hears of it.
    pub opens: &'static str,
    /// Who had a place still has it.
    pub places: &'static str,
    pub held: &'static str,
    /// Nobody hears of it, or has to.
    pub nobody: &'static str,
    /// Who hears of it, a line each.
    pub hearing: fn(Hearing) -> Vec<String>,
    pub hearing_title: &'static str,
    pub looking: &'static str,
    /// How many hear of it could not be looked up.
    pub unknown: &'static str,
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub too_long: fn() -> String,
    pub preview: &'static str,
    /// In the order of where it is read.
    pub on_page: &'static str,
    pub in_text: &'static str,
    /// Of an action that is called off already.
    pub change_reason: &'static str,
    pub change_text: &'static str,
    pub save: &'static str,
    pub reason_saved: &'static str,
    pub no_reason: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

/// Lines of those ways by which somebody hears, or does not.
fn lines(hearing: Hearing, [account, text, unreached]: [fn(u64) -> String; 3]) -> Vec<String> {
    let all = [(hearing.account, account), (hearing.text, text), (hearing.unreached, unreached)];
    all.into_iter().filter(|(count, _)| *count > 0).map(|(count, line)| line(u64::from(count))).collect()
}

static KK: Words = Words {
    call_off: "Шараны тоқтату",
    call_off_title: "Шараны тоқтатасыз ба?",
    stays: "Шара тізімде «болмайды» деген белгімен қалады.",
    called_off: "Шара тоқтатылды.",
    hold: "Бәрібір өткізу",
    hold_title: "Шараны бәрібір өткізесіз бе?",
    opens: "Шара қайтадан ашылады.",
    places: "Жазылғандардың орны сақталған.",
    held: "Шара болады.",
    nobody: "Хабар беретін ешкім жоқ.",
    hearing: |hearing| {
        lines(
            hearing,
            [
                |n| format!("Тіркелгісі арқылы біледі: {n} адам."),
                |n| format!("Киоскіде жазылған, SMS алады: {n} адам."),
                |n| format!("Хабар жетпейді: {n} адам. Олардың аты «Бүгін» бетінде тұр, келгенде өзіңіз айтыңыз."),
            ],
        )
    },
    hearing_title: "Кімге хабар барады",
    looking: "Кімге хабар баратыны қаралып жатыр…",
    unknown: "Қанша адамға хабар баратынын білу мүмкін болмады. Шараны бәрібір тоқтатуға немесе өткізуге болады.",
    reason: "Себебі (міндетті емес)",
    reason_hint: "Қысқаша бір сөйлем: шараның бетінде, хатта, SMS-те және киоскіде көрсетіледі. Бір тілде жазсаңыз да болады.",
    too_long: || format!("Тым ұзын: көп дегенде {LONGEST} таңба."),
    preview: "Адамдар былай оқиды",
    on_page: "Шараның бетінде",
    in_text: "SMS-те",
    change_reason: "Себебін өзгерту",
    change_text: "Жаңа себеп шараның бетінде және киоскіде көрсетіледі. Ешкімге қайта хабар бармайды.",
    save: "Сақтау",
    reason_saved: "Себебі сақталды.",
    no_reason: "Себебі жазылмаған.",
};

static RU: Words = Words {
    call_off: "Отменить дело",
    call_off_title: "Отменить дело?",
    stays: "Дело останется в списке с пометкой «отменено».",
    called_off: "Дело отменено.",
    hold: "Всё-таки провести",
    hold_title: "Всё-таки провести дело?",
    opens: "Дело снова будет открыто.",
    places: "Места записавшихся сохранились.",
    held: "Дело состоится.",
    nobody: "Сообщать некому.",
    hearing: |hearing| {
        lines(
            hearing,
            [
                |n| {
                    format!(
                        "Записались через учётную запись, уведомление {} {n} {}.",
                        russian(n, "получит", "получат", "получат"),
                        russian(n, "человек", "человека", "человек")
                    )
                },
                |n| {
                    format!(
                        "Записались у киоска, SMS {} {n} {}.",
                        russian(n, "получит", "получат", "получат"),
                        russian(n, "человек", "человека", "человек")
                    )
                },
                |n| {
                    format!(
                        "Не дойдёт: {n} {}. Имена стоят на странице «Сегодня», скажите им, когда придут.",
                        russian(n, "человек", "человека", "человек")
                    )
                },
            ],
        )
    },
    hearing_title: "Кто узнает",
    looking: "Смотрим, до кого дойдёт сообщение…",
    unknown: "Не удалось узнать, до скольких людей дойдёт сообщение. Отменить или провести дело можно и так.",
    reason: "Причина (не обязательно)",
    reason_hint: "Одно короткое предложение: его увидят на странице дела, в письме, в SMS и у киоска. Достаточно одного языка.",
    too_long: || format!("Слишком длинно: не больше {LONGEST} знаков."),
    preview: "Как это прочитают",
    on_page: "На странице дела",
    in_text: "В SMS",
    change_reason: "Изменить причину",
    change_text: "Новую причину увидят на странице дела и у киоска. Заново никому ничего не придёт.",
    save: "Сохранить",
    reason_saved: "Причина сохранена.",
    no_reason: "Причина не указана.",
};

static EN: Words = Words {
    call_off: "Call off",
    call_off_title: "Call the action off?",
    stays: "The action stays in the list, marked as cancelled.",
    called_off: "The action is called off.",
    hold: "Hold it after all",
    hold_title: "Hold the action after all?",
    opens: "It is open again.",
    places: "Who had a place still has it.",
    held: "The action takes place.",
    nobody: "There is nobody to tell.",
    hearing: |hearing| {
        lines(
            hearing,
            [
                |n| format!("{n} {} by their account.", english(n, "person hears", "people hear")),
                |n| format!("{n} {} by text message, having joined at a kiosk.", english(n, "person hears", "people hear")),
                |n| {
                    format!(
                        "{n} {} be reached. They stand by name on the page “Today”: tell them when they come.",
                        english(n, "person cannot", "people cannot")
                    )
                },
            ],
        )
    },
    hearing_title: "Who hears of it",
    looking: "Looking who hears of it…",
    unknown: "How many people hear of it could not be looked up. It can be done all the same.",
    reason: "Reason (optional)",
    reason_hint: "One short sentence: it is read on the action's page, in letters, text messages and at the kiosk. One language is enough.",
    too_long: || format!("Too long: at most {LONGEST} characters."),
    preview: "How it is read",
    on_page: "On the action's page",
    in_text: "In a text message",
    change_reason: "Change the reason",
    change_text: "The new reason is read on the action's page and at the kiosk. Nobody is told anew.",
    save: "Save",
    reason_saved: "The reason is saved.",
    no_reason: "No reason is given.",
};
