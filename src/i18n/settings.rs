//! Words of this place.

pub struct Words {
    pub title: &'static str,
}

pub const KK: Words = Words { title: "Баптаулар" };
pub const RU: Words = Words { title: "Настройки" };
pub const EN: Words = Words { title: "Settings" };
