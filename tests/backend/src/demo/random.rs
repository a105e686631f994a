//! Chance that repeats itself: SplitMix64 (Steele, Lea and Flood, 2014), ten lines that give the same numbers on every platform and in
//! every version. A crate would promise less: most keep the right to change their sequence.

use std::ops::RangeInclusive;

pub struct Random(u64);

impl Random {
    /// Each `purpose` has a sequence of its own, so that one more action does not change the names of people.
    pub fn new(seed: u64, purpose: &str) -> Self {
        let mixed = purpose.bytes().fold(seed, |mixed, byte| Self(mixed ^ u64::from(byte)).next());
        Self(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 up to, not including, `end`; 0 for an `end` of 0. Slightly uneven for huge ends, which does not matter here.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    pub fn within(&mut self, range: RangeInclusive<u32>) -> u32 {
        let (from, to) = range.into_inner();
        from + self.below(to.saturating_sub(from) as usize + 1) as u32
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn pick<'a, T>(&mut self, out_of: &'a [T]) -> &'a T {
        &out_of[self.below(out_of.len())]
    }

    /// One of several, each as likely as its weight says.
    pub fn weighted<T: Copy>(&mut self, out_of: &[(T, usize)]) -> Option<T> {
        let mut left = self.below(out_of.iter().map(|(_, weight)| weight).sum());
        out_of.iter().find_map(|(what, weight)| match left.checked_sub(*weight) {
            None => Some(*what),
            Some(rest) => {
                left = rest;
                None
            }
        })
    }
}

/// A short id: `letter` and four digits of Crockford's base 32 (no i, l, o, u), enough for a million.
pub fn short_id<T>(letter: char, number: usize) -> meyirim::model::Id<T> {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let digits = [15, 10, 5, 0].map(|shift| char::from(DIGITS[(number >> shift) & 31]));
    data_id(&format!("{letter}{}", digits.iter().collect::<String>()))
}

/// An id out of our own data.
pub fn data_id<T>(text: &str) -> meyirim::model::Id<T> {
    text.parse().unwrap_or_else(|why| panic!("demo data: {text:?}: {why}"))
}
