//! Standing in: somebody cannot come, and somebody else takes the place. On the ticket, in the outbox, and on the roll of whoever leads the shift.

pub struct Words {
    /// The button on a ticket.
    pub ask: &'static str,
    pub ask_hint: &'static str,
    /// What the other button does, by its name.
    pub or_leave: fn(&str) -> String,
    /// Where the leader of the shift decides.
    pub leader_hint: &'static str,
    pub asked: &'static str,
    pub open: &'static str,
    pub queued: &'static str,
    pub come: &'static str,
    /// The place is gone: which of the reasons it was, the news say.
    pub covered: &'static str,
    pub covered_hint: &'static str,
    pub come_queued: &'static str,
    /// In the outbox, before the title of an action.
    pub act_ask: &'static str,
    pub act_come: &'static str,
    pub waits: &'static str,
    pub discard: &'static str,
    /// On the roll: a heading over those who ask.
    pub title: &'static str,
    pub looks: &'static str,
    pub wants_yes: &'static str,
    pub agree: &'static str,
    pub refuse: &'static str,
}

impl super::InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    ask: "Келе алмаймын",
    ask_hint: "Келе алмай қалсаңыз, айтыңыз: орныңызға баратын адам іздейміз. Біреу табылғанша орын сізде қалады.",
    or_leave: |leave| format!("«{leave}» түймесін бассаңыз, орын бірден босайды."),
    leader_hint: "Бұл шарада алдымен ауысым жетекшісінің келісімі керек.",
    asked: "Сіз келе алмайтыныңызды айттыңыз. Ауысым жетекшісінің келісімін күтіп тұрмыз: оған дейін сізге сенеміз.",
    open: "Орныңызға адам іздеп жатырмыз. Біреу табылса, хабарлаймыз; табылмаса, орын сізде қалады.",
    queued: "Келе алмайтыныңыз осы құрылғыда сақталды: жіберілген соң орныңызға адам іздейміз.",
    come: "Бәрібір келемін",
    covered: "Орныңыз босатылды",
    covered_hint: "Енді келудің қажеті жоқ. Алдын ала айтқаныңызға рақмет.",
    come_queued: "Бәрібір келетініңіз осы құрылғыда сақталды, жіберілуін күтіп тұр.",
    act_ask: "Орныма адам іздеу:",
    act_come: "Бәрібір келемін:",
    waits: "Жіберілуін күтіп тұр. Орын сізде қалады.",
    discard: "Бас тартсаңыз, бәрі бұрынғыдай қалады. Қалдырсаңыз, шешіміңізді осында күтіп тұрады.",
    title: "Келе алмайтындар",
    looks: "келе алмайды, орнына адам ізделуде",
    wants_yes: "Келе алмайды, орнына адам іздеуге келісіміңізді сұрайды.",
    agree: "Келісемін",
    refuse: "Келіспеймін",
};

static RU: Words = Words {
    ask: "Не смогу прийти",
    ask_hint: "Если не сможете прийти, сообщите: мы поищем, кто вас подменит. Пока никто не нашёлся, место остаётся за вами.",
    or_leave: |leave| format!("Если нажать «{leave}», место освободится сразу."),
    leader_hint: "В этом деле сначала нужно согласие руководителя смены.",
    asked: "Вы сообщили, что не сможете прийти. Ждём согласия руководителя смены: до тех пор на вас рассчитывают.",
    open: "Ищем, кто вас подменит. Когда кто-то найдётся, мы сообщим; если никто не найдётся, место остаётся за вами.",
    queued: "Сохранено на этом устройстве: когда отправится, мы поищем вам подмену.",
    come: "Всё-таки приду",
    covered: "Ваше место освобождено",
    covered_hint: "Приходить не нужно. Спасибо, что предупредили.",
    come_queued: "Что вы всё-таки придёте, сохранено на этом устройстве и ждёт отправки.",
    act_ask: "Ищу подмену:",
    act_come: "Всё-таки приду:",
    waits: "Ждёт отправки. Место остаётся за вами.",
    discard: "Если отказаться, всё останется как было. Если оставить, подождёт вашего решения здесь.",
    title: "Не смогут прийти",
    looks: "не сможет прийти, ищем подмену",
    wants_yes: "Не сможет прийти и просит согласия на подмену.",
    agree: "Согласиться",
    refuse: "Не согласиться",
};

static EN: Words = Words {
    ask: "I can't come",
    ask_hint: "If you can't come, say so, and we look for somebody to stand in. Until somebody is found, the place is yours.",
    or_leave: |leave| format!("“{leave}” gives the place up at once."),
    leader_hint: "In this action the leader of the shift has to agree first.",
    asked: "You have told that you cannot come. The leader of the shift has yet to agree: until then you are counted on.",
    open: "We are looking for somebody to stand in. You hear of it when somebody is found; if nobody is, the place is yours.",
    queued: "Saved on this device: once it is sent, we look for somebody to stand in.",
    come: "I come after all",
    covered: "Your place has been given up",
    covered_hint: "There is no need to come any more. Thank you for telling in time.",
    come_queued: "That you come after all is saved on this device, and waits to be sent.",
    act_ask: "Look for a stand-in:",
    act_come: "Come after all:",
    waits: "Waiting to be sent. The place is yours.",
    discard: "If you discard it, everything stays as it was. If you keep it, it waits here for your decision.",
    title: "Cannot come",
    looks: "cannot come, a stand-in is looked for",
    wants_yes: "Cannot come, and asks you to agree to a stand-in.",
    agree: "Agree",
    refuse: "Do not agree",
};
