//! What the banner over a page says: no connection, nothing can be kept, a new version. Apart from the frame's other words, as it comes with the engine and is no part of a first load.

pub struct Words {
    pub offline: &'static str,
    pub offline_hint: &'static str,
    pub server_failing: &'static str,
    pub not_kept: &'static str,
    pub not_kept_hint: &'static str,
    pub storage_failed: &'static str,
    pub storage_failed_hint: &'static str,
    pub update_ready: &'static str,
    pub update_hint: &'static str,
    pub update_now: &'static str,
    pub session_ended: &'static str,
    pub session_ended_hint: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    offline: "Байланыс жоқ.",
    offline_hint: "Сақталған дерек көрсетілді. Істеген ісіңіз байланыс пайда болғанда өзі жіберіледі.",
    server_failing: "Сервер жауап бермей тұр.",
    not_kept: "Бұл терезеде ештеңе сақталмайды.",
    not_kept_hint: "Бетті жапсаңыз, жіберілмеген істер жоғалады.",
    storage_failed: "Құрылғыда сақтау мүмкін болмады.",
    storage_failed_hint: "Орын босатыңыз: әйтпесе бұл бет жабылғанда соңғы өзгерістер жоғалуы мүмкін.",
    update_ready: "Жаңа нұсқа дайын.",
    update_hint: "Бет қайта ашылады, жазғаныңыз болса, алдымен сақтаңыз.",
    update_now: "Жаңарту",
    session_ended: "Қайта кіру қажет.",
    session_ended_hint: "Кіру мерзімі бітті. Күтіп тұрған істеріңіз сақтаулы.",
};

static RU: Words = Words {
    offline: "Нет связи.",
    offline_hint: "Показано сохранённое. Всё, что вы сделаете, отправится само, когда появится связь.",
    server_failing: "Сервер не отвечает.",
    not_kept: "В этом окне ничего не сохраняется.",
    not_kept_hint: "Если закрыть страницу, неотправленное пропадёт.",
    storage_failed: "Не удалось сохранить на устройстве.",
    storage_failed_hint: "Освободите место: иначе при закрытии страницы последние изменения могут пропасть.",
    update_ready: "Готова новая версия.",
    update_hint: "Страница откроется заново; если что-то вводите, сначала сохраните.",
    update_now: "Обновить",
    session_ended: "Нужно войти снова.",
    session_ended_hint: "Срок входа истёк. То, что ждёт отправки, сохранено.",
};

static EN: Words = Words {
    offline: "No connection.",
    offline_hint: "Showing what is saved. What you do will be sent by itself when there is a connection.",
    server_failing: "The server is not answering.",
    not_kept: "Nothing is kept in this window.",
    not_kept_hint: "Close it and what is not sent is lost.",
    storage_failed: "It could not be saved on this device.",
    storage_failed_hint: "Free some space: else the latest changes may be lost when this page is closed.",
    update_ready: "A new version is ready.",
    update_hint: "The page opens anew; if you are typing, save first.",
    update_now: "Update",
    session_ended: "You need to sign in again.",
    session_ended_hint: "Your session has ended. What waits to be sent is kept.",
};
