//! Words of this place.

pub struct Words {
    pub title: &'static str,
}

pub const KK: Words = Words { title: "Жіберілетіндер" };
pub const RU: Words = Words { title: "На отправку" };
pub const EN: Words = Words { title: "Outbox" };
