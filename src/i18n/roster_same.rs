//! Words of finding and merging duplicates in the association's list.

use super::numbers::{english, russian};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub looking: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    /// How sure it is, the surest first.
    pub kinds: [&'static str; 3],
    /// Of a kind of which there are none.
    pub none_so: &'static str,
    /// What speaks for it: name, close name, phone, close phone, e-mail.
    pub signs: [&'static str; 5],
    pub field: &'static str,
    pub stays: &'static str,
    pub goes: &'static str,
    /// Beside what both records have in a set.
    pub both: &'static str,
    pub merge: &'static str,
    pub apart: &'static str,
    /// Of a set that would have too many entries.
    pub too_many: fn(&str) -> String,
    pub more: fn(u64) -> String,
    pub merge_all: fn(u64) -> String,
    pub merge_all_title: &'static str,
    pub merge_all_text: &'static str,
    /// In a history: of a record that was merged into this one.
    pub of_other: &'static str,
    /// Why it cannot be done offline.
    pub needs_connection: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    title: "Қайталанған жазбалар",
    lead: "Тізімге екі рет енген болуы мүмкін адамдар. Біріктіргенде бір жазба қалады: екеуінде не белгілі болса, соған жиналады. Біріктіруді кейін де қайтаруға болады.",
    looking: "Ізделуде…",
    none: "Қайталанған жазба табылмады",
    none_hint: "Тізімде бір адам екі рет кездеспейтін сияқты.",
    kinds: ["Күмәнсіз", "Ықтимал", "Мүмкін"],
    none_so: "Мұндай жұп жоқ.",
    signs: ["аты бірдей", "аты ұқсас", "телефоны бірдей", "телефонының бір саны ғана басқа", "поштасы бірдей"],
    field: "Дерек",
    stays: "Қалатын жазба",
    goes: "Соған қосылатын жазба",
    both: "екеуінен де алынады",
    merge: "Біріктіру",
    apart: "Бұл екі бөлек адам",
    too_many: |field| format!("«{field}» дерегі біріктіргенде тым көп болады: алдымен біреуін қысқартыңыз."),
    more: |n| format!("және тағы {n} жұп"),
    merge_all: |n| format!("Күмәнсіз жұптардың бәрін біріктіру: {n}"),
    merge_all_title: "Күмәнсіз жұптарды біріктіресіз бе?",
    merge_all_text: "Әр жұптан көбірек дерегі бар жазба қалып, екіншісінде ғана белгілі дерек соған қосылады. Дерегі бір-біріне қайшы жұптар жеке қарауға қалады. Бәрін бірден қайтаруға болады.",
    of_other: "Қосылған жазбадан",
    needs_connection: "Біріктіру үшін байланыс керек: жазбалардың бірін осы арада басқа жетекші өзгертуі мүмкін.",
};

static RU: Words = Words {
    title: "Повторы",
    lead: "Люди, которые, возможно, записаны дважды. После объединения остаётся одна запись: в ней собрано то, что известно из обеих. Объединение можно отменить и позже.",
    looking: "Ищем…",
    none: "Повторов не нашлось",
    none_hint: "Похоже, никто не записан дважды.",
    kinds: ["Точно", "Вероятно", "Возможно"],
    none_so: "Таких пар нет.",
    signs: ["одинаковое имя", "похожее имя", "одинаковый телефон", "в телефоне отличается одна цифра", "одинаковая почта"],
    field: "Сведения",
    stays: "Запись, которая останется",
    goes: "Запись, которая вольётся в неё",
    both: "берётся из обеих",
    merge: "Объединить",
    apart: "Это разные люди",
    too_many: |field| format!("«{field}»: вместе получится слишком много, сначала сократите у одного."),
    more: |n| format!("и ещё {n} {}", russian(n, "пара", "пары", "пар")),
    merge_all: |n| format!("Объединить все точные пары: {n}"),
    merge_all_title: "Объединить все точные пары?",
    merge_all_text: "В каждой паре останется запись, в которой сведений больше; то, что есть только во второй, добавится к ней. Пары, в которых сведения расходятся, останутся для просмотра. Всё можно отменить разом.",
    of_other: "Из присоединённой записи",
    needs_connection: "Для объединения нужна связь: одну из записей тем временем мог изменить другой руководитель.",
};

static EN: Words = Words {
    title: "Duplicates",
    lead: "People who may be on the list twice. After a merge one record stays, with what is known from both. A merge can be taken back later too.",
    looking: "Looking…",
    none: "No duplicates were found",
    none_hint: "Nobody seems to be on the list twice.",
    kinds: ["Certain", "Likely", "Possible"],
    none_so: "There is no such pair.",
    signs: ["the same name", "a similar name", "the same phone", "phones one digit apart", "the same e-mail"],
    field: "Field",
    stays: "The record that stays",
    goes: "The record that goes into it",
    both: "taken from both",
    merge: "Merge",
    apart: "These are two people",
    too_many: |field| format!("“{field}” would have too many entries: shorten one of them first."),
    more: |n| format!("and {n} more {}", english(n, "pair", "pairs")),
    merge_all: |n| format!("Merge all certain pairs: {n}"),
    merge_all_title: "Merge all certain pairs?",
    merge_all_text: "Of each pair the record with more in it stays, and what only the other knows is added to it. Pairs that contradict one another stay, to be looked at. All of it can be taken back at once.",
    of_other: "Of the record merged into this one",
    needs_connection: "Merging needs a connection: another leader may have changed one of the records meanwhile.",
};
