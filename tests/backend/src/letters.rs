//! What a notice says: a letter, or a message on a phone, in the person's language and the hub's zone. The sentences are the app's own catalogue (`i18n::notices`), the times are those of the
//! action as it is now.

use meyirim::{
    i18n::{Place, called_off, catalogue, notices::Letters},
    model::{
        ActionDetail, Instant, Lang, NoticeKind, Person, Shift, Zone, calendar,
        instant::{HOUR, MINUTE},
        notice::PushMessage,
    },
};

/// A notice that is about to be told.
pub struct Telling {
    pub kind: NoticeKind,
    pub version: i64,
    pub person: Person,
    pub shift: String,
    /// Of the shift, as of when the notice was written down.
    pub ends: Instant,
    pub detail: ActionDetail,
}

impl Telling {
    fn lang(&self) -> Lang {
        self.person.lang
    }

    fn shift(&self) -> Option<&Shift> {
        self.detail.action.shifts.iter().find(|shift| shift.id.as_str() == self.shift)
    }

    /// With the role, where there are several; of a shift that is no more only the action's.
    fn title(&self) -> String {
        let action = &self.detail.action;
        match self.shift() {
            Some(shift) => calendar::title(action, shift, self.lang()),
            None => action.title.show(self.lang()).text.to_owned(),
        }
    }

    /// The moment after which nobody needs to hear of it.
    pub fn useless_from(&self) -> Instant {
        match self.kind {
            NoticeKind::Offer => Instant(self.version),
            NoticeKind::DayBefore | NoticeKind::TwoHours | NoticeKind::StandIn => self.shift().map_or(self.ends, |shift| shift.starts),
            NoticeKind::Changed | NoticeKind::Cancelled | NoticeKind::Reinstated | NoticeKind::Covered | NoticeKind::ConsentEnded => {
                self.shift().map_or(self.ends, |shift| shift.ends)
            }
        }
    }

    /// "Сенбі, 28 қараша, 10:00–13:00"
    fn when(&self, zone: &Zone, now: Instant) -> Option<String> {
        let year = zone.day(now).year();
        self.shift().map(|shift| catalogue(self.lang()).dates.span(shift.starts, shift.ends, zone, year))
    }

    /// Of an offer, what is left of it. The end itself would be read as the start.
    fn left(&self, now: Instant) -> String {
        let words = Place::<Letters>::of(self.lang());
        let left = self.version - now.0;
        let (hours, minutes) = (left / HOUR, left / MINUTE);
        let count = |n: i64| u64::try_from(n).unwrap_or_default();
        if hours >= 2 { (words.hours)(count(hours)) } else { (words.minutes)(count(minutes)) }
    }
}

/// Subject and body. `origin` puts links into it.
pub fn letter(telling: &Telling, origin: Option<&str>, zone: &Zone, now: Instant) -> (String, String) {
    let (kind, words) = (telling.kind, Place::<Letters>::of(telling.lang()));
    let title = telling.title();
    let left = if kind == NoticeKind::Offer { telling.left(now) } else { String::new() };
    let mut body = format!("{}\n", (words.first)(kind, &title, &left));
    if kind == NoticeKind::Cancelled
        && let Some(why) = called_off::why(telling.detail.off().as_ref(), telling.lang())
    {
        body.push_str(&format!("{why}\n"));
    }
    let mut facts = Vec::new();
    facts.extend(telling.when(zone, now).map(|when| format!("{}: {when}", words.when)));
    let place = calendar::place(&telling.detail.action, telling.detail.address.as_ref(), telling.lang());
    let meeting = telling.detail.meeting.as_ref().map(|meeting| meeting.show(telling.lang()).text);
    let place: Vec<&str> = [Some(place.as_str()).filter(|place| !place.is_empty()), meeting].into_iter().flatten().collect();
    if !place.is_empty() && !matches!(kind, NoticeKind::Cancelled | NoticeKind::ConsentEnded) {
        facts.push(format!("{}: {}", words.place, place.join(". ")));
    }
    if !facts.is_empty() {
        body.push_str(&format!("\n{}\n", facts.join("\n")));
    }
    let origin = origin.map(|origin| origin.trim_end_matches('/'));
    if let Some(origin) = origin {
        body.push_str(&format!("\n{origin}{}\n", path(telling)));
    }
    body.push_str(&format!("\n{}\n\n{}\n", (words.last)(kind), words.footer));
    if let Some(origin) = origin {
        body.push_str(&format!("{origin}{}\n", meyirim::routes::SETTINGS));
    }
    ((words.heading)(kind, &title), body)
}

/// For a phone.
pub fn message(telling: &Telling, zone: &Zone, now: Instant) -> PushMessage {
    let (kind, words) = (telling.kind, Place::<Letters>::of(telling.lang()));
    let place = telling.detail.action.place.as_ref().map(|place| place.show(telling.lang()).text.to_owned());
    let detail = match kind {
        NoticeKind::Offer => telling.left(now),
        _ => telling.when(zone, now).into_iter().chain(place).collect::<Vec<_>>().join(" · "),
    };
    let mut body = (words.short)(kind, &detail);
    if kind == NoticeKind::Cancelled
        && let Some(why) = called_off::why(telling.detail.off().as_ref(), telling.lang())
    {
        body = format!("{body} {why}");
    }
    PushMessage {
        title: short((words.heading)(kind, &telling.title()), 120),
        body: short(body, 240),
        url: path(telling),
        tag: format!("{}.{}.{}", telling.detail.action.id, telling.shift, kind.key()),
    }
}

/// The action's page. It also says so where there is no such action any more.
fn path(telling: &Telling) -> String {
    meyirim::routes::action(&telling.detail.action.id)
}

/// A push service takes some four thousand bytes, and a phone shows a few lines.
fn short(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}
