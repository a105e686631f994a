//! Folding for search: what people type and what is written meet in one spelling.
//!
//! Kazakh letters fold onto their Russian neighbours (people type on Russian keyboards), case and ё/е are ignored, and everything ends
//! up in plain Latin so that "saulyq" finds Саулық. The spellings of one sound meet in the *longest* Latin one in use (ж, j, zh: `zh`; х, h,
//! kh: `kh`; ц, ts: `ts`), because then what somebody has typed so far is always a beginning of what they will have typed. Folding to
//! the shortest (zh to j, ts to s) looked neater and lost "дет" on the way to "детский". The result is a key, not something to read.
//!
//! Where a Latin letter has two readings (c in centr and covid, ye in novye and zdorovye), a text is read in the usual one and a query
//! in both.

/// The search key of a text: lower-case ASCII letters and digits, words parted by one space.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    fold_onto(text, &mut key);
    key
}

/// Appends the key of `text`, parted by a space from what is there.
pub fn fold_onto(text: &str, key: &mut String) {
    spell(text, Reading::Usual, key);
}

#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Usual,
    Other,
}

/// Looks ahead only at `c` and `y`; everything else depends on what came before, so that a beginning of a word folds to a beginning.
fn spell(text: &str, reading: Reading, key: &mut String) {
    let mut gap = !key.is_empty();
    // How many of the same letter in a row have come after the first.
    let mut again = 0;
    let mut chars = text.chars().map(lower).peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let last = if gap { b' ' } else { key.bytes().last().unwrap_or(b' ') };
        let spelling = match c {
            'c' if matches!(next, Some('h' | '\u{327}' | '\u{30c}')) => {
                chars.next();
                after_s(last, key)
            }
            'ч' | 'ç' | 'č' => after_s(last, key),
            'c' if reading == Reading::Other || matches!(next, Some('e' | 'i' | 'y' | 'é' | 'í' | 'ı')) => "ts",
            'h' if matches!(last, b's' | b'z' | b'k') => "h",
            'h' if matches!(last, b'g' | b'h') => "",
            // Written ye or e: Yenbekshi and Еңбекші. After a consonant it may be ые (novye) or ье (zdorovye).
            'y' if next == Some('e') && (reading == Reading::Other || matches!(last, b' ' | b'a' | b'e' | b'i' | b'o' | b'u')) => "",
            // у in the spelling of 2018 (Saýlyq); to many others an accent on a y.
            'y' if next == Some('\u{301}') && reading == Reading::Usual => "u",
            'ý' if reading == Reading::Other => "i",
            '\u{327}' | '\u{30c}' if matches!(last, b's' | b'z') => "h",
            _ if vanishes(c) => "",
            _ => match latin(c) {
                Some(spelling) => spelling,
                None => {
                    gap = !key.is_empty();
                    continue;
                }
            },
        };
        if spelling.is_empty() {
            continue;
        }
        if gap {
            key.push(' ');
            gap = false;
        }
        // A doubled letter folds to one: spellings of the same word differ in it (Rossiia, Россия; Mariya, Мария). Three and more of one are no spelling of one: whoever
        // types "zzzz" looks for nothing that has a z in it.
        for letter in spelling.chars() {
            if letter.is_ascii_digit() || !key.ends_with(letter) {
                key.push(letter);
                again = 0;
            } else {
                again += 1;
                match again {
                    1 => {}
                    2 => key.extend([letter, letter]),
                    _ => key.push(letter),
                }
            }
        }
    }
}

/// Signs inside a word: apostrophes, soft and hard signs, accents left by decomposition, what cannot be seen.
fn vanishes(c: char) -> bool {
    matches!(c, 'ь' | 'ъ' | '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// ч; but сч, щ and their Latin spellings (shch, sch) are one sound and fold to `sh`.
fn after_s(last: u8, key: &str) -> &'static str {
    match last {
        b's' => "h",
        b'h' if key.ends_with("sh") => "",
        _ => "ch",
    }
}

/// The one lower-case letter, without the tables of Unicode where a shift does: this runs over megabytes at start.
fn lower(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c.to_ascii_lowercase(),
        'а'..='џ' => c,
        'А'..='Я' => char::from_u32(c as u32 + 32).unwrap_or(c),
        '\u{48a}'..='\u{4bf}' | '\u{4d0}'..='\u{52f}' => char::from_u32(c as u32 | 1).unwrap_or(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The spelling of a lower-case letter wherever it stands.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'a' | 'а' | 'ә' | 'ə' | 'ä' | 'á' | 'à' | 'â' | 'ă' => "a",
        'b' | 'б' => "b",
        'v' | 'в' => "v",
        'g' | 'г' | 'ғ' | 'ґ' | 'ğ' | 'ǵ' | 'ǧ' => "g",
        'd' | 'д' => "d",
        'e' | 'е' | 'ё' | 'э' | 'є' | 'é' | 'è' | 'ê' | 'ë' => "e",
        'j' | 'ж' | 'ž' => "zh",
        'z' | 'з' => "z",
        'i' | 'и' | 'й' | 'і' | 'ї' | 'ы' | 'y' | 'ı' | 'ï' | 'í' | 'î' | 'ÿ' => "i",
        'k' | 'к' | 'қ' | 'q' | 'c' => "k",
        'l' | 'л' => "l",
        'm' | 'м' => "m",
        'n' | 'н' | 'ң' | 'ñ' | 'ń' | 'ŋ' => "n",
        'o' | 'о' | 'ө' | 'ɵ' | 'ö' | 'ó' | 'ô' => "o",
        'p' | 'п' => "p",
        'r' | 'р' => "r",
        's' | 'с' => "s",
        'ш' | 'щ' | 'ş' | 'š' | 'ș' => "sh",
        't' | 'т' => "t",
        'u' | 'у' | 'ұ' | 'ү' | 'ў' | 'w' | 'ü' | 'ū' | 'ú' | 'ů' | 'ý' => "u",
        'f' | 'ф' => "f",
        'h' | 'х' | 'һ' | 'ҳ' => "kh",
        'ц' => "ts",
        'x' => "ks",
        'ю' => "iu",
        'я' => "ia",
        '0' => "0",
        '1' => "1",
        '2' => "2",
        '3' => "3",
        '4' => "4",
        '5' => "5",
        '6' => "6",
        '7' => "7",
        '8' => "8",
        '9' => "9",
        _ => return None,
    })
}

/// A folded text to search in, with a note of what its words begin with: most records are passed over without looking at the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    text: Box<str>,
    marks: Marks,
}

/// What the words of a text begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// A bit for the first letter of each word; exact, as a folded text has 26 letters and 10 digits.
    firsts: u64,
    /// A bit for the first two and one for the first three letters of each word. Several beginnings share a bit.
    beginnings: [u64; 4],
}

impl Key {
    /// `text` as `fold` gives it.
    pub fn new(text: String) -> Self {
        let mut marks = Marks::default();
        for word in text.split(' ').map(str::as_bytes) {
            marks.firsts |= first(word);
            for length in [2, 3] {
                if let Some(beginning) = word.get(..length) {
                    let (at, bit) = bit(beginning);
                    marks.beginnings[at] |= bit;
                }
            }
        }
        Self { text: text.into_boxed_str(), marks }
    }

    pub fn marks(&self) -> Marks {
        self.marks
    }

    fn has_beginning(&self, word: &str) -> bool {
        self.marks.may_have(word) && (word.len() == 1 || begins_a_word(&self.text, word))
    }
}

impl Marks {
    /// `false`: no word begins so. Exact for one letter.
    fn may_have(&self, word: &str) -> bool {
        let letters = word.as_bytes();
        if letters.len() == 1 {
            return self.firsts & first(letters) != 0;
        }
        let may = |length: usize| {
            letters.get(..length).is_none_or(|beginning| {
                let (at, bit) = bit(beginning);
                self.beginnings[at] & bit != 0
            })
        };
        may(3) && may(2)
    }
}

fn first(word: &[u8]) -> u64 {
    match word {
        [letter @ b'a'..=b'z', ..] => 1 << (letter - b'a'),
        [digit @ b'0'..=b'9', ..] => 1 << (26 + digit - b'0'),
        _ => 0,
    }
}

/// Where the bit of a beginning stands.
fn bit(beginning: &[u8]) -> (usize, u64) {
    let place = beginning.iter().fold(0_u32, |sum, letter| sum.wrapping_mul(37).wrapping_add(u32::from(*letter)));
    ((place / 64 % 4) as usize, 1 << (place % 64))
}

/// A query ready to be compared: every one of its words, in one of its readings, must begin a word of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    words: Vec<Vec<String>>,
}

impl Query {
    /// `None` when nothing searchable was typed, which matches everything.
    pub fn new(text: &str) -> Option<Self> {
        let usual = fold(text);
        let mut words: Vec<Vec<String>> = usual.split(' ').filter(|word| !word.is_empty()).map(|word| vec![word.to_owned()]).collect();
        let mut other = String::new();
        spell(text, Reading::Other, &mut other);
        for (readings, word) in words.iter_mut().zip(other.split(' ')) {
            readings.push(word.to_owned());
        }
        // The last word may not be typed to its end, and what is to come decides how its last letter is read.
        let readings = words.last_mut()?;
        let text = text.trim_end();
        let stem = &text[..text.char_indices().next_back().map_or(0, |(at, _)| at)];
        let endings: &[&str] = match text.chars().next_back().map(lower) {
            Some('c') => &["ch", "ц"],
            Some('y') => &["ye"],
            _ => &[],
        };
        for ending in endings {
            readings.extend(fold(&format!("{stem}{ending}")).split(' ').next_back().map(str::to_owned));
        }
        for readings in &mut words {
            let mut different: Vec<String> = Vec::with_capacity(readings.len());
            for reading in readings.drain(..) {
                if !different.contains(&reading) {
                    different.push(reading);
                }
            }
            *readings = different;
        }
        Some(Self { words })
    }

    /// The same as [`Self::matches`] of the key's text, quicker.
    pub fn finds(&self, key: &Key) -> bool {
        self.words.iter().all(|readings| readings.iter().any(|word| key.has_beginning(word)))
    }

    /// `false`: the text with these marks is not found. Whoever has many of them beside each other need not look at the texts of most.
    pub fn may_find(&self, marks: &Marks) -> bool {
        self.words.iter().all(|readings| readings.iter().any(|word| marks.may_have(word)))
    }

    /// [`Self::may_find`] is [`Self::finds`]: nothing but single letters is looked for.
    pub fn is_decided_by_marks(&self) -> bool {
        self.words.iter().flatten().all(|word| word.len() == 1)
    }

    pub fn matches(&self, key: &str) -> bool {
        self.words.iter().all(|readings| readings.iter().any(|word| begins_a_word(key, word)))
    }
}

/// Searching for the text and looking at what stands before it is several times quicker than going from word to word.
fn begins_a_word(key: &str, word: &str) -> bool {
    key.match_indices(word).any(|(at, _)| at == 0 || key.as_bytes()[at - 1] == b' ')
}
