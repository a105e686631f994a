//! The board of one shift: who has a place and who waits. This is the one rule by which places are given, by whoever gives them.
//!
//! It is a fold over asks in the order in which the backend hears them. Whatever order two offline logs arrive in, these hold (and are
//! property-tested): no more than `most` are confirmed; nobody stands twice; nobody waits while a place is free; the line keeps
//! its order. The time at which somebody pressed the button offline is kept for the record but gives no right to a place: a phone's
//! clock can be set at will, and a place once confirmed is not taken away again.

/// `P` is whatever names a person; the backend uses ids, the tests numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board<P> {
    most: u32,
    confirmed: Vec<P>,
    waiting: Vec<P>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// `or_wait`: take a place in the line when no place is left.
    Join {
        or_wait: bool,
    },
    Leave,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<P> {
    Confirmed,
    /// `position` 1 is next.
    Waitlisted {
        position: u32,
    },
    /// No place, and the line was not wanted or is not kept; `position` is what it would have been.
    Full {
        position: u32,
    },
    /// Left; `promoted` has got the place.
    Left {
        promoted: Option<P>,
    },
    /// Was not there to begin with.
    NotIn,
}

impl<P: PartialEq + Clone> Board<P> {
    /// From what was decided before. Confirmed people beyond `most` (the organiser made the action smaller) keep their places; when it
    /// was made larger, [`Self::fill`] first.
    pub fn new(most: u32, confirmed: Vec<P>, waiting: Vec<P>) -> Self {
        Self { most, confirmed, waiting }
    }

    pub fn confirmed(&self) -> &[P] {
        &self.confirmed
    }

    pub fn waiting(&self) -> &[P] {
        &self.waiting
    }

    /// Gives free places to those who wait, in the order of the line; who got one. Needed only after `most` has grown: deciding asks keeps
    /// the line empty while a place is free.
    pub fn fill(&mut self) -> Vec<P> {
        let free = (self.most as usize).saturating_sub(self.confirmed.len()).min(self.waiting.len());
        let promoted: Vec<P> = self.waiting.drain(..free).collect();
        self.confirmed.extend(promoted.iter().cloned());
        promoted
    }

    fn free(&self) -> bool {
        (self.confirmed.len() as u64) < u64::from(self.most)
    }

    /// 1 is next.
    pub fn position(&self, person: &P) -> Option<u32> {
        self.waiting.iter().position(|other| other == person).map(|at| at as u32 + 1)
    }

    /// Decides one ask. Asking again for what one has changes nothing and answers how one stands.
    pub fn decide(&mut self, person: &P, ask: Ask) -> Outcome<P> {
        match ask {
            Ask::Join { .. } if self.confirmed.contains(person) => Outcome::Confirmed,
            Ask::Join { or_wait } => {
                if let Some(position) = self.position(person) {
                    return Outcome::Waitlisted { position };
                }
                let position = self.waiting.len() as u32 + 1;
                if self.free() && self.waiting.is_empty() {
                    self.confirmed.push(person.clone());
                    Outcome::Confirmed
                } else if or_wait {
                    self.waiting.push(person.clone());
                    Outcome::Waitlisted { position }
                } else {
                    Outcome::Full { position }
                }
            }
            Ask::Leave => {
                if let Some(at) = self.confirmed.iter().position(|other| other == person) {
                    self.confirmed.remove(at);
                    let promoted = (self.free() && !self.waiting.is_empty()).then(|| self.waiting.remove(0));
                    self.confirmed.extend(promoted.clone());
                    Outcome::Left { promoted }
                } else if let Some(at) = self.waiting.iter().position(|other| other == person) {
                    self.waiting.remove(at);
                    Outcome::Left { promoted: None }
                } else {
                    Outcome::NotIn
                }
            }
        }
    }
}
