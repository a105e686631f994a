//! Signing in by a one-time code, and the two questions that a new volunteer is asked.

use super::numbers::{english, russian};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub contact: &'static str,
    pub contact_hint: &'static str,
    pub get_code: &'static str,
    pub needs_connection: &'static str,
    pub code: &'static str,
    /// Where the code went (masked), and until when it opens.
    pub code_hint: fn(&str, &str) -> String,
    pub code_length: &'static str,
    /// Beside the code of a demo backend.
    pub demo_code: &'static str,
    pub put_in: &'static str,
    pub sign_in: &'static str,
    pub send_again: &'static str,
    /// Seconds until it may be sent again.
    pub again_in: fn(u64) -> String,
    pub sent_again: &'static str,
    pub other_contact: &'static str,
    /// A fault of the server, where nothing is tried again by itself.
    pub fault: &'static str,
    /// Seconds that the server asks to wait.
    pub wait: fn(u64) -> String,
    pub about: &'static str,
    pub about_lead: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub name_long: &'static str,
    pub age: &'static str,
    pub age_hint: &'static str,
    pub age_missing: &'static str,
    /// What the law says, by class.
    pub under_14: &'static str,
    pub from_14: &'static str,
    pub adult: &'static str,
    pub law: &'static str,
    pub consent: &'static str,
    pub later: &'static str,
    /// Signed in already: as whom.
    pub already: fn(&str) -> String,
    pub already_hint: &'static str,
    pub go_on: &'static str,
    pub sign_out: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    title: "Кіру",
    lead: "Құпиясөз керек емес: телефоныңызға немесе поштаңызға бір реттік код келеді. Шараларды, қорлар мен дүкендерді кірмей-ақ көре бересіз.",
    contact: "Телефон нөмірі немесе электрондық пошта",
    contact_hint: "Код осыған жіберіледі. Мысалы: +7\u{a0}701\u{a0}000\u{a0}00\u{a0}00",
    get_code: "Код алу",
    needs_connection: "Кіру үшін байланыс қажет, өйткені кодты сервер тексереді. Жазғаныңыз осы бетте қалады.",
    code: "Бір реттік код",
    code_hint: |to, until| format!("Алты санды код жіберілді: {to}. Жарамды мерзімі: {until}."),
    code_length: "Кодта алты сан болуы керек.",
    demo_code: "Бұл үлгі сервер хабар жібермейді. Код:",
    put_in: "Кодты қою",
    sign_in: "Кіру",
    send_again: "Кодты қайта жіберу",
    again_in: |n| format!("Жаңа кодты {n} секундтан кейін сұрай аласыз."),
    sent_again: "Жаңа код жіберілді, бұрынғысы енді жарамайды.",
    other_contact: "Басқа нөмір немесе пошта",
    fault: "Серверде ақау бар, ол сізге байланысты емес. Біраздан кейін қайталап көріңіз.",
    wait: |n| {
        if n < 90 {
            format!("Қайталауға {n} секундтан кейін болады.")
        } else {
            format!("Қайталауға {} минуттан кейін болады.", n.div_ceil(60))
        }
    },
    about: "Өзіңіз туралы",
    about_lead: "Сіз кірдіңіз. Шараға жазылу үшін жас тобыңызды ғана білуіміз керек.",
    name: "Аты-жөніңіз",
    name_hint: "Міндетті емес. Ұйымдастырушы шараға келгеніңізді белгілегенде сізді осы арқылы таниды.",
    name_long: "Аты-жөн 120 таңбадан аспауы керек.",
    age: "Жас тобыңыз",
    age_hint: "Туған күніңіз сұралмайды және сақталмайды.",
    age_missing: "Жас тобын таңдаңыз.",
    under_14: "Ата-ананың жазбаша келісімімен немесе ата-анамен бірге",
    from_14: "Денсаулық пен оқуға кедергі болмайтын істерге. Төтенше жағдайдағы көмекке, ауыр не зиянды жұмысқа болмайды",
    adult: "Жасқа байланысты шектеу жоқ",
    law: "«Волонтерлік қызмет туралы» заңның 12-бабы бойынша.",
    consent: "«Сақтау» түймесін бассаңыз, мынаған келісесіз: хаб сізге орын беру, заң талабын тексеру және ұйымдастырушыға кім келетінін көрсету үшін байланысыңызды, аты-жөніңізді және жас тобыңызды сақтайды. Олар келісіміңізді қайтарып алғанша сақталады: ұйымдастырушыға айтсаңыз, өшіріледі.",
    later: "Кейін толтырамын",
    already: |who| format!("Қазір кірген адам: {who}"),
    already_hint: "Басқа адам кіруі үшін алдымен шығу керек.",
    go_on: "Жалғастыру",
    sign_out: "Шығу",
};

static RU: Words = Words {
    title: "Вход",
    lead: "Пароль не нужен: на телефон или почту придёт одноразовый код. Дела, фонды и магазины можно смотреть и без входа.",
    contact: "Номер телефона или электронная почта",
    contact_hint: "Сюда придёт код. Например: +7\u{a0}701\u{a0}000\u{a0}00\u{a0}00",
    get_code: "Получить код",
    needs_connection: "Для входа нужна связь: код проверяет сервер. То, что вы ввели, останется на этой странице.",
    code: "Одноразовый код",
    code_hint: |to, until| format!("Код из шести цифр отправлен: {to}. Действует до {until}."),
    code_length: "В коде должно быть шесть цифр.",
    demo_code: "Это демонстрационный сервер, сообщений он не шлёт. Код:",
    put_in: "Подставить код",
    sign_in: "Войти",
    send_again: "Отправить код ещё раз",
    again_in: |n| format!("Новый код можно запросить через {n} {}.", russian(n, "секунду", "секунды", "секунд")),
    sent_again: "Новый код отправлен, прежний больше не действует.",
    other_contact: "Другой номер или почта",
    fault: "На сервере сбой, от вас он не зависит. Попробуйте ещё раз чуть позже.",
    wait: |n| {
        if n < 90 {
            format!("Повторить можно через {n} {}.", russian(n, "секунду", "секунды", "секунд"))
        } else {
            let minutes = n.div_ceil(60);
            format!("Повторить можно через {minutes} {}.", russian(minutes, "минуту", "минуты", "минут"))
        }
    },
    about: "О вас",
    about_lead: "Вход выполнен. Чтобы участвовать в делах, осталось указать только возраст.",
    name: "Имя и фамилия",
    name_hint: "Не обязательно. По имени вас узнает организатор, когда отмечает пришедших.",
    name_long: "Имя должно быть не длиннее 120 знаков.",
    age: "Ваш возраст",
    age_hint: "Дата рождения не спрашивается и не хранится.",
    age_missing: "Выберите возраст.",
    under_14: "С письменным согласием родителя или вместе с ним",
    from_14: "Если это не мешает здоровью и учёбе. Нельзя: помощь при чрезвычайной ситуации, тяжёлая или вредная работа",
    adult: "Ограничений по возрасту нет",
    law: "По статье 12 закона «О волонтёрской деятельности».",
    consent: "Нажимая «Сохранить», вы соглашаетесь: хаб хранит ваш контакт, имя и возрастную группу, чтобы давать места, соблюдать закон и показывать организатору, кто придёт. Они хранятся, пока вы не отзовёте согласие: скажите организатору, и их удалят.",
    later: "Заполнить позже",
    already: |who| format!("Сейчас здесь: {who}"),
    already_hint: "Чтобы вошёл другой человек, сначала нужно выйти.",
    go_on: "Продолжить",
    sign_out: "Выйти",
};

static EN: Words = Words {
    title: "Sign in",
    lead: "No password: a one-time code comes to your phone or e-mail. Actions, funds and shops can be seen without signing in.",
    contact: "Phone number or e-mail",
    contact_hint: "The code goes there. For example: +7\u{a0}701\u{a0}000\u{a0}00\u{a0}00",
    get_code: "Send me a code",
    needs_connection: "Signing in needs a connection because the server checks the code. What you typed stays on this page.",
    code: "One-time code",
    code_hint: |to, until| format!("A code of six digits has been sent to {to}. It works until {until}."),
    code_length: "The code has six digits.",
    demo_code: "This is a demo server, it sends no messages. The code:",
    put_in: "Fill in the code",
    sign_in: "Sign in",
    send_again: "Send the code again",
    again_in: |n| format!("You can ask for a new code in {n} {}.", english(n, "second", "seconds")),
    sent_again: "A new code has been sent; the old one no longer works.",
    other_contact: "Another number or e-mail",
    fault: "The server has a fault; it is not up to you. Try again in a little while.",
    wait: |n| {
        if n < 90 {
            format!("You can try again in {n} {}.", english(n, "second", "seconds"))
        } else {
            format!("You can try again in {} minutes.", n.div_ceil(60))
        }
    },
    about: "About you",
    about_lead: "You are signed in. To join actions, only your age is still needed.",
    name: "Your name",
    name_hint: "Optional. The organiser knows you by it when ticking off who has come.",
    name_long: "The name can have at most 120 characters.",
    age: "Your age",
    age_hint: "Your date of birth is neither asked for nor kept.",
    age_missing: "Choose your age.",
    under_14: "With a parent's written consent, or with the parent there",
    from_14: "Where health and studies do not suffer. Not: relief in an emergency, heavy or harmful work",
    adult: "No limits by age",
    law: "By Article 12 of the law “On volunteer activity”.",
    consent: "By pressing “Save” you agree that the hub keeps your contact, name and age class, to give you places, to follow the law, and to show the organiser who is coming. They are kept until you withdraw your consent: tell the organiser, and they are deleted.",
    later: "Fill in later",
    already: |who| format!("Signed in now: {who}"),
    already_hint: "For another person to sign in, sign out first.",
    go_on: "Continue",
    sign_out: "Sign out",
};
