//! Messages as people get them: what was written, with the name filled in, and how to stop them. The app shows with this what the backend sends.

use super::{InLanguages, Place};
use crate::model::{
    Lang, Texts,
    message::{Written, fill},
};

/// What the hub adds.
pub struct Words {
    /// In place of a name, where several people with names of their own get one message.
    pub friends: &'static str,
    /// Under a letter, with the hub's name; the link follows.
    pub why_letter: fn(&str) -> String,
    /// The same where it goes to those who have a place in a shift of today.
    pub why_shift: fn(&str) -> String,
    /// Under a text message, where each letter counts; the link follows.
    pub stop: &'static str,
}

impl InLanguages for Words {
    const ALL: [&Self; 3] = [&KK, &RU, &EN];
}

static KK: Words = Words {
    friends: "достар",
    why_letter: |hub| {
        format!("Бұл хат сізге «{hub}» еріктілерінің тізімінде болғандықтан келді. Мұндай хаттар керек болмаса, мына сілтемені ашыңыз:")
    },
    why_shift: |hub| {
        format!("Бұл хат сізге «{hub}» арқылы бүгінгі ауысымға жазылғандықтан келді. Мұндай хаттар керек болмаса, мына сілтемені ашыңыз:")
    },
    stop: "Керек болмаса:",
};

static RU: Words = Words {
    friends: "друзья",
    why_letter: |hub| {
        format!("Вы получили это письмо, потому что состоите в списке волонтёров «{hub}». Если такие письма не нужны, откройте ссылку:")
    },
    why_shift: |hub| {
        format!(
            "Вы получили это письмо, потому что записались через «{hub}» на сегодняшнюю смену. Если такие письма не нужны, откройте ссылку:"
        )
    },
    stop: "Не присылать:",
};

static EN: Words = Words {
    friends: "friends",
    why_letter: |hub| {
        format!("You get this letter because you are on the list of volunteers of {hub}. If you want no more of them, open this link:")
    },
    why_shift: |hub| {
        format!(
            "You get this letter because you have signed up for a shift of today at {hub}. If you want no more of them, open this link:"
        )
    },
    stop: "To stop:",
};

/// Why somebody gets a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They are on the list of members.
    Listed,
    /// They have a place in a shift of today.
    InShift,
}

/// Subject and text of a letter in `lang`. `name`: `None` for several people with names of their own.
pub fn letter(written: &Written, lang: Lang, name: Option<&str>, (why, hub): (Why, &Texts), link: &str) -> (String, String) {
    let words = Place::<Words>::of(lang);
    let name = name.unwrap_or(words.friends);
    let why = match why {
        Why::Listed => words.why_letter,
        Why::InShift => words.why_shift,
    }(hub.show(lang).text);
    (fill(&written.subject, name), format!("{}\n\n—\n{why}\n{link}\n", fill(&written.body, name)))
}

/// A text message in `lang`.
pub fn text_message(written: &Written, lang: Lang, name: Option<&str>, link: &str) -> String {
    let words = Place::<Words>::of(lang);
    format!("{}\n{} {link}", fill(&written.body, name.unwrap_or(words.friends)), words.stop)
}
