//! My data on the server, and my calendar for other programs.

use super::numbers::{english, russian};

pub struct Words {
    pub hint: &'static str,
    pub download: &'static str,
    pub download_failed: &'static str,
    pub delete: &'static str,
    pub delete_title: &'static str,
    /// What goes, and what must stay.
    pub delete_text: &'static str,
    pub delete_safe: &'static str,
    pub delete_act: &'static str,
    /// Places given up, and past ones that stay as numbers.
    pub deleted: fn(u64, u64) -> String,
    /// Its answer was lost: it may have happened.
    pub delete_unsure: &'static str,
    pub delete_last: &'static str,
    pub calendar: &'static str,
    pub calendar_hint: &'static str,
    pub calendar_make: &'static str,
    /// In place of one that was made before.
    pub calendar_again: &'static str,
    /// Asked before the address there is stops working.
    pub calendar_replace: &'static str,
    pub calendar_replace_text: &'static str,
    pub calendar_keep: &'static str,
    pub calendar_address: &'static str,
    pub calendar_secret: &'static str,
    pub calendar_open: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_by_hand: &'static str,
    pub needs_connection: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    hint: "Серверде сіз туралы не сақталғанын жүктеп алуға немесе бәрін біржола өшіруге болады. Өшіру — келісімді қайтарып алу деген сөз.",
    download: "Деректерімді жүктеп алу",
    download_failed: "Деректерді жүктеу мүмкін болмады. Қайталап көріңіз.",
    delete: "Тіркелгімді өшіру",
    delete_title: "Тіркелгіңізді біржола өшіресіз бе?",
    delete_text: "Атыңыз, байланысыңыз, жас тобыңыз және жазылғандарыңыз серверден және осы құрылғыдан өшеді. Алдағы шаралардағы орындарыңыз босап, кезектегі адамдарға ұсынылады. Өткен шаралардан тек сан қалады: орын болғаны, бірақ кімдікі екені емес. Қайтару мүмкін емес.",
    delete_safe: "Қалдыру",
    delete_act: "Біржола өшіру",
    deleted: |given_up, counted| {
        let mut text = "Тіркелгіңіз өшірілді.".to_owned();
        if given_up > 0 {
            text.push_str(&format!(" Босатылған орындар: {given_up}."));
        }
        if counted > 0 {
            text.push_str(&format!(" Сан ретінде қалғаны: {counted}."));
        }
        text
    },
    delete_unsure: "Өшірілген-өшірілмегені белгісіз: сервердің жауабы келмеді. Қайталап көріңіз.",
    delete_last: "Хабта сізден басқа әкімші жоқ. Алдымен әкімші рөлін басқа біреуге беріңіз, сонда деректеріңізді жоюға болады.",
    calendar: "Менің күнтізбем",
    calendar_hint: "Жазылған шараларыңызды телефоныңыздың күнтізбесі өзі оқып тұрады: уақыты өзгерсе немесе шара болмай қалса, күнтізбеде де көрінеді.",
    calendar_make: "Күнтізбе мекенжайын алу",
    calendar_again: "Жаңа мекенжай алу",
    calendar_replace: "Бұрынғы мекенжайды ауыстыру керек пе?",
    calendar_replace_text: "Бұрын алған мекенжайыңыз жұмысын тоқтатады: оны оқып тұрған күнтізбелер бұдан былай жаңармайды. Оларға жаңасын енгізу керек болады.",
    calendar_keep: "Бұрынғысын қалдыру",
    calendar_address: "Күнтізбе мекенжайы",
    calendar_secret: "Бұл мекенжайды білген адам шараларыңызды көре алады. Жаңа мекенжай алсаңыз, бұрынғысы жұмыс істемейді.",
    calendar_open: "Күнтізбеде ашу",
    copy: "Көшіріп алу",
    copied: "Мекенжай көшірілді",
    copy_by_hand: "Мекенжайды белгілеп, қолмен көшіріп алыңыз.",
    needs_connection: "Бұл үшін байланыс керек.",
};

static RU: Words = Words {
    hint: "Здесь можно забрать всё, что сервер хранит о вас, или удалить это навсегда. Удаление означает отзыв согласия.",
    download: "Скачать мои данные",
    download_failed: "Данные не удалось получить. Попробуйте ещё раз.",
    delete: "Удалить учётную запись",
    delete_title: "Удалить учётную запись навсегда?",
    delete_text: "Имя, контакт, возраст и записи на дела исчезнут с сервера и с этого устройства. Места в будущих делах освободятся, их предложат следующим. От прошедших дел останется только число: что место было занято, но не кем. Вернуть ничего нельзя.",
    delete_safe: "Оставить",
    delete_act: "Удалить навсегда",
    deleted: |given_up, counted| {
        let mut text = "Учётная запись удалена.".to_owned();
        if given_up > 0 {
            text.push_str(&format!(
                " {} {given_up} {}.",
                russian(given_up, "Освобождено", "Освобождены", "Освобождено"),
                russian(given_up, "место", "места", "мест")
            ));
        }
        if counted > 0 {
            text.push_str(&format!(" Только числом осталось: {counted}."));
        }
        text
    },
    delete_unsure: "Удалено ли, неизвестно: ответ сервера не пришёл. Попробуйте ещё раз.",
    delete_last: "Кроме вас, в хабе нет администратора. Сначала дайте эту роль кому-то ещё, тогда данные можно будет удалить.",
    calendar: "Мой календарь",
    calendar_hint: "Календарь телефона может сам читать ваши дела: если время сдвинется или дело отменят, это будет видно и в нём.",
    calendar_make: "Получить адрес календаря",
    calendar_again: "Получить новый адрес",
    calendar_replace: "Заменить прежний адрес?",
    calendar_replace_text: "Адрес, который вы получили раньше, перестанет работать: календари, которые его читают, больше не обновятся. В них надо будет ввести новый.",
    calendar_keep: "Оставить прежний",
    calendar_address: "Адрес календаря",
    calendar_secret: "Кто знает этот адрес, видит ваши дела. Новый адрес отключает прежний.",
    calendar_open: "Открыть в календаре",
    copy: "Скопировать",
    copied: "Адрес скопирован",
    copy_by_hand: "Выделите адрес и скопируйте его вручную.",
    needs_connection: "Для этого нужна связь.",
};

static EN: Words = Words {
    hint: "Take along all that the server keeps about you, or delete it for good. Deleting withdraws your consent.",
    download: "Download my data",
    download_failed: "Your data could not be fetched. Please try again.",
    delete: "Delete my account",
    delete_title: "Delete your account for good?",
    delete_text: "Your name, contact, age and places go from the server and from this device. Places in actions to come are given up, and offered to the next in line. Of past actions only the number stays: that a place was taken, not by whom. This cannot be undone.",
    delete_safe: "Keep it",
    delete_act: "Delete for good",
    deleted: |given_up, counted| {
        let mut text = "Your account is deleted.".to_owned();
        if given_up > 0 {
            text.push_str(&format!(" {given_up} {} given up.", english(given_up, "place was", "places were")));
        }
        if counted > 0 {
            text.push_str(&format!(" {counted} {} as a number only.", english(counted, "stays", "stay")));
        }
        text
    },
    delete_unsure: "Whether it is deleted is not known: no answer came. Please try again.",
    delete_last: "You are the only administrator of this hub. Give somebody else that role first; then you can delete everything about you.",
    calendar: "My calendar",
    calendar_hint: "The calendar on your phone can read your actions by itself: when one is moved or called off, it shows there as well.",
    calendar_make: "Get the calendar's address",
    calendar_again: "Get a new address",
    calendar_replace: "Replace the address there is?",
    calendar_replace_text: "The address you got before stops working: calendars that read it are no longer brought up to date, and need the new one.",
    calendar_keep: "Keep the old one",
    calendar_address: "Address of the calendar",
    calendar_secret: "Whoever knows this address sees your actions. A new address ends the old one.",
    calendar_open: "Open in a calendar",
    copy: "Copy",
    copied: "The address is copied",
    copy_by_hand: "Mark the address and copy it by hand.",
    needs_connection: "This needs a connection.",
};
