//! Words of rights: who may do what and why not, giving roles.

use crate::model::{
    Role,
    can::{Denied, NoRights},
};

pub struct Words {
    pub denied_title: &'static str,
    /// Why not, and whom to turn to.
    pub denied: fn(&Denied) -> String,
    /// A refusal whose reason this version does not know.
    pub denied_somehow: &'static str,
    pub role: fn(Role) -> &'static str,
    /// A coordinator's part of the list, by the names of the organisations.
    pub slice: fn(&str) -> String,
    pub organisations_of: &'static str,
    pub add_organisation: &'static str,
    pub choose: &'static str,
    /// Under a coordinator who is bound to nothing.
    pub unbound_hint: &'static str,

    pub people: &'static str,
    pub people_lead: &'static str,
    pub people_search: &'static str,
    pub people_search_hint: &'static str,
    pub look: &'static str,
    pub nobody: &'static str,
    pub nobody_hint: &'static str,
    pub more_people: &'static str,
    pub too_short: &'static str,
    pub too_long: &'static str,
    pub needs_connection: &'static str,
    pub roles: &'static str,
    pub saved: &'static str,
    pub unchanged: &'static str,
    pub changed_meanwhile: &'static str,
    pub last_administrator: &'static str,
    pub no_rights: fn(NoRights) -> &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

fn listed(words: &Words, roles: &[Role], or: &str) -> String {
    let mut names: Vec<&str> = roles.iter().map(|role| (words.role)(*role)).collect();
    match names.pop() {
        Some(last) if names.is_empty() => last.to_owned(),
        Some(last) => format!("{} {or} {last}", names.join(", ")),
        None => String::new(),
    }
}

static KK: Words = Words {
    denied_title: "Бұған рұқсатыңыз жоқ",
    denied: |why| match why {
        Denied::Needs(roles) => {
            format!("Бұл үшін мына рөл керек: {}. Сізге де керек болса, хаб әкімшісіне айтыңыз.", listed(&KK, roles, "немесе"))
        }
        Denied::Auditor => "Тексеруші бәрін оқиды, бірақ ештеңе өзгертпейді.".to_owned(),
        Denied::Unbound => "Сіз үйлестірушісіз, бірақ әлі ешбір ұйымға бекітілмегенсіз. Бекітуді хаб әкімшісінен сұраңыз.".to_owned(),
        Denied::OtherOrganisation => "Сізге тек өз ұйымыңызға қатысты нәрсе ашық: оның еріктілері, науқандары, жаңалықтары.".to_owned(),
        Denied::NotYourShift => "Бұл ауысымның жетекшісі сіз емессіз.".to_owned(),
        Denied::LastAdministrator => "Хабта сізден басқа әкімші жоқ. Алдымен әкімші рөлін басқа біреуге беріңіз.".to_owned(),
    },
    denied_somehow: "Сервер бұған рұқсат бермеді.",
    role: |role| match role {
        Role::Volunteer => "ерікті",
        Role::ShiftLeader => "ауысым жетекшісі",
        Role::Coordinator => "үйлестіруші",
        Role::AssociationLeader => "қауымдастық жетекшісі",
        Role::Auditor => "тексеруші",
        Role::Administrator => "әкімші",
        Role::Other => "белгісіз рөл",
    },
    slice: |names| format!("Мына ұйымның еріктілері көрсетілген: {names}"),
    organisations_of: "Қай ұйымның еріктілерін көреді",
    add_organisation: "Ұйым қосу",
    choose: "таңдаңыз",
    unbound_hint: "Ұйымға бекітілмеген үйлестіруші еріктілер тізімін көрмейді.",

    people: "Рөлдер",
    people_lead: "Адамды телефоны, поштасы немесе аты бойынша табыңыз. Әр іздеу мен өзгеріс журналға жазылады.",
    people_search: "Кімді іздейміз",
    people_search_hint: "Телефон, пошта немесе аты-жөнінің кемінде үш әрпі",
    look: "Іздеу",
    nobody: "Мұндай адам табылмады",
    nobody_hint: "Рөлді тек хабқа бір рет болса да кірген адамға беруге болады.",
    more_people: "Табылғандар көп, жиырмасы ғана көрсетілді. Толығырақ жазыңыз.",
    too_short: "Кемінде үш әріп жазыңыз.",
    too_long: "Тым ұзын: 120 таңбадан аспасын.",
    needs_connection: "Бұл үшін байланыс керек: рөлдер серверде тұрады.",
    roles: "Рөлдері",
    saved: "Сақталды. Жаңа рөлдер келесі сұраудан бастап жұмыс істейді.",
    unchanged: "Ештеңе өзгерген жоқ.",
    changed_meanwhile: "Бұл адамның рөлдерін басқа біреу өзгертіп үлгерді. Қайта іздеп, тексеріңіз.",
    last_administrator: "Сақталмады: хабта кемінде бір әкімші қалуы керек.",
    no_rights: |why| match why {
        NoRights::Unknown => "Мұндай рөл берілмейді.",
        NoRights::AuditorKeeps => {
            "Тексеруші өзі тексеретін істі жүргізе алмайды: бұл рөлді ауысым жетекшісі, үйлестіруші, қауымдастық жетекшісі не әкімші рөлімен қоса беруге болмайды."
        }
        NoRights::NoCoordinator => "Ұйым тек үйлестірушіге бекітіледі.",
        NoRights::TooMany => "Бір адамға жиырмадан артық ұйым бекітілмейді.",
    },
};

static RU: Words = Words {
    denied_title: "На это у вас нет права",
    denied: |why| match why {
        Denied::Needs(roles) => {
            format!("Для этого нужна роль: {}. Если нужно и вам, скажите администратору хаба.", listed(&RU, roles, "или"))
        }
        Denied::Auditor => "Аудитор всё читает и ничего не меняет.".to_owned(),
        Denied::Unbound => "Вы координатор, но пока не закреплены ни за одной организацией. Попросите администратора хаба.".to_owned(),
        Denied::OtherOrganisation => {
            "Вам доступно только то, что относится к вашей организации: её волонтёры, кампании, новости.".to_owned()
        }
        Denied::NotYourShift => "Эту смену ведёте не вы.".to_owned(),
        Denied::LastAdministrator => "Кроме вас, в хабе нет администратора. Сначала дайте эту роль кому-то ещё.".to_owned(),
    },
    denied_somehow: "Сервер этого не разрешил.",
    role: |role| match role {
        Role::Volunteer => "волонтёр",
        Role::ShiftLeader => "руководитель смены",
        Role::Coordinator => "координатор",
        Role::AssociationLeader => "руководитель ассоциации",
        Role::Auditor => "аудитор",
        Role::Administrator => "администратор",
        Role::Other => "неизвестная роль",
    },
    slice: |names| format!("Показаны волонтёры организации: {names}"),
    organisations_of: "Волонтёров каких организаций видит",
    add_organisation: "Добавить организацию",
    choose: "выберите",
    unbound_hint: "Координатор без организации списка волонтёров не видит.",

    people: "Роли",
    people_lead: "Найдите человека по телефону, почте или имени. Каждый поиск и каждое изменение записываются в журнал.",
    people_search: "Кого ищем",
    people_search_hint: "Телефон, почта или хотя бы три буквы имени",
    look: "Найти",
    nobody: "Такого человека не нашлось",
    nobody_hint: "Роль можно дать только тому, кто хоть раз входил в хаб.",
    more_people: "Нашлось много, показаны первые двадцать. Напишите подробнее.",
    too_short: "Напишите хотя бы три буквы.",
    too_long: "Слишком длинно: не больше 120 знаков.",
    needs_connection: "Для этого нужна связь: роли хранятся на сервере.",
    roles: "Роли",
    saved: "Сохранено. Новые роли действуют со следующего запроса.",
    unchanged: "Ничего не изменилось.",
    changed_meanwhile: "Роли этого человека уже изменил кто-то другой. Найдите его снова и проверьте.",
    last_administrator: "Не сохранено: в хабе должен остаться хотя бы один администратор.",
    no_rights: |why| match why {
        NoRights::Unknown => "Такую роль дать нельзя.",
        NoRights::AuditorKeeps => {
            "Аудитор не ведёт то, что проверяет: эта роль не сочетается с ролью руководителя смены, координатора, руководителя ассоциации и администратора."
        }
        NoRights::NoCoordinator => "Организации закрепляют только за координатором.",
        NoRights::TooMany => "За одним человеком можно закрепить не больше двадцати организаций.",
    },
};

static EN: Words = Words {
    denied_title: "You may not do this",
    denied: |why| match why {
        Denied::Needs(roles) => {
            format!("This needs the role of {}. If you need it too, ask an administrator of the hub.", listed(&EN, roles, "or"))
        }
        Denied::Auditor => "Auditors read everything and change nothing.".to_owned(),
        Denied::Unbound => "You coordinate, but no organisation yet. Ask an administrator of the hub to bind you to one.".to_owned(),
        Denied::OtherOrganisation => {
            "Only what belongs to your own organisation is open to you: its volunteers, campaigns, news.".to_owned()
        }
        Denied::NotYourShift => "Somebody else leads this shift.".to_owned(),
        Denied::LastAdministrator => "You are the only administrator of this hub. Give somebody else that role first.".to_owned(),
    },
    denied_somehow: "The server does not allow it.",
    role: |role| match role {
        Role::Volunteer => "volunteer",
        Role::ShiftLeader => "shift leader",
        Role::Coordinator => "coordinator",
        Role::AssociationLeader => "association leader",
        Role::Auditor => "auditor",
        Role::Administrator => "administrator",
        Role::Other => "unknown role",
    },
    slice: |names| format!("Shown are the volunteers of {names}"),
    organisations_of: "Whose volunteers they see",
    add_organisation: "Add an organisation",
    choose: "choose",
    unbound_hint: "A coordinator without an organisation does not see the roster.",

    people: "Roles",
    people_lead: "Find somebody by phone, e-mail or name. Each search and each change is written into the audit.",
    people_search: "Whom to find",
    people_search_hint: "A phone, an e-mail, or at least three letters of a name",
    look: "Find",
    nobody: "Nobody like that was found",
    nobody_hint: "A role can only be given to somebody who has signed in to the hub once.",
    more_people: "There are many; twenty are shown. Write more of it.",
    too_short: "Write at least three letters.",
    too_long: "Too long: 120 characters at most.",
    needs_connection: "This needs a connection: roles are kept on the server.",
    roles: "Roles",
    saved: "Saved. The new roles hold from the next request on.",
    unchanged: "Nothing has changed.",
    changed_meanwhile: "Somebody else has changed this person's roles meanwhile. Find them again and look.",
    last_administrator: "Not saved: somebody has to stay administrator of the hub.",
    no_rights: |why| match why {
        NoRights::Unknown => "This role cannot be given.",
        NoRights::AuditorKeeps => {
            "An auditor does not keep what they audit: the role does not go with shift leader, coordinator, association leader or administrator."
        }
        NoRights::NoCoordinator => "Only a coordinator is bound to organisations.",
        NoRights::TooMany => "Nobody can be bound to more than twenty organisations.",
    },
};
