//! Words for whoever has opened the link of a message to stop them.

pub struct Words {
    pub title: &'static str,
    pub gets: &'static str,
    pub stop: &'static str,
    pub stopped: &'static str,
    pub stopped_hint: &'static str,
    pub again: &'static str,
    pub unknown: &'static str,
    pub unknown_hint: &'static str,
    pub needs_connection: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    title: "Хабарламалардан бас тарту",
    gets: "Осы сілтеме келген мекенжайға хаб еріктілер тізіміндегілерге арналған хабарламалар жібереді.",
    stop: "Бұдан былай жіберілмесін",
    stopped: "Бұл мекенжайға хабарлама жіберілмейді",
    stopped_hint: "Кіру кодтары мен өзіңіз жазылған шаралар туралы ескертулерге бұл қатысты емес. Ойыңыз өзгерсе, осы бетті қайта ашыңыз.",
    again: "Қайта жіберілсін",
    unknown: "Мұндай сілтеме жоқ",
    unknown_hint: "Хабарламадағы сілтемені толық көшіріп, қайта ашып көріңіз.",
    needs_connection: "Бұл үшін байланыс керек. Байланыс болғанда қайталаңыз.",
};

static RU: Words = Words {
    title: "Отказ от сообщений",
    gets: "На адрес, на который пришла эта ссылка, хаб отправляет сообщения для людей из списка волонтёров.",
    stop: "Больше не присылать",
    stopped: "На этот адрес сообщения не отправляются",
    stopped_hint: "Это не касается кодов для входа и напоминаний о делах, на которые вы сами записались. Передумаете — откройте эту страницу снова.",
    again: "Снова присылать",
    unknown: "Такой ссылки нет",
    unknown_hint: "Скопируйте ссылку из сообщения целиком и откройте её ещё раз.",
    needs_connection: "Для этого нужна связь. Повторите, когда она появится.",
};

static EN: Words = Words {
    title: "Stop messages",
    gets: "The hub sends messages for those on its list of volunteers to the address at which you got this link.",
    stop: "Send me no more",
    stopped: "No messages are sent to this address",
    stopped_hint: "Sign-in codes and reminders of actions that you have joined yourself are not part of this. If you change your mind, open this page again.",
    again: "Send them again",
    unknown: "There is no such link",
    unknown_hint: "Copy the whole link from the message and open it once more.",
    needs_connection: "This needs a connection. Try again when there is one.",
};
