//! The board of one shift: who has a place, to whom one is offered, and who waits. This is the one rule by which places are given, by whoever gives them.
//!
//! It is a fold over asks in the order in which the backend hears them. Whatever order two offline logs arrive in, these hold (and are property-tested): no more than
//! `most` places are held, whether confirmed or offered; nobody stands twice; nobody waits while a place is free; the line keeps its order, and an offer goes to its head.
//! Who cannot come may ask for a stand-in and keeps the place until somebody has taken it: until then it counts as free, first for those who wait. Whoever gets a place next
//! stands in for whoever asked first.
//! The time at which somebody pressed the button offline is kept for the record but gives no right to a place: a phone's clock can be set at will, and a place once
//! confirmed is not taken away again. For the same reason an offer runs out by the clock of whoever gives it.

use super::{
    Instant,
    instant::{DAY, MINUTE},
};

/// `P` is whatever names a person; the backend uses ids, the tests numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board<P> {
    most: u32,
    confirmed: Vec<P>,
    /// With the moment at which it runs out.
    offered: Vec<(P, Instant)>,
    waiting: Vec<P>,
    /// Those of the confirmed who look for a stand-in; who asked first comes first.
    covers: Vec<P>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Takes a place that is offered, or asks for one. `or_wait`: take a place in the line when no place is left.
    Join {
        or_wait: bool,
    },
    Leave,
    /// Keeps the place until somebody else takes it.
    FindCover,
    /// Comes after all.
    CancelCover,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Confirmed,
    /// `position` 1 is next.
    Waitlisted {
        position: u32,
    },
    /// No place, and the line was not wanted or is not kept; `position` is what it would have been.
    Full {
        position: u32,
    },
    /// Gave up a place, an offer or a place in the line.
    Left,
    /// Was not there to begin with; or has no confirmed place that a stand-in could take.
    NotIn,
    /// Comes too late with coming after all: the place is offered to somebody.
    BeingTaken,
}

/// How somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Confirmed,
    Offered(Instant),
    /// From 1.
    Waiting(u32),
    None,
}

/// Until when a place that comes free now is offered: a quarter of the time that is left, so that three more can be asked; at least a quarter of an hour, because a phone
/// lies in a bag, at most a day, and never beyond the start.
pub fn offer_until(now: Instant, starts: Instant) -> Instant {
    let left = (starts.0 - now.0).max(0);
    now.plus((left / 4).clamp(15 * MINUTE, DAY).min(left))
}

impl<P: PartialEq + Clone> Board<P> {
    /// From what was decided before. Confirmed people beyond `most` (the organiser made the action smaller) keep their places.
    pub fn new(most: u32, confirmed: Vec<P>, offered: Vec<(P, Instant)>, waiting: Vec<P>) -> Self {
        Self { most, confirmed, offered, waiting, covers: Vec::new() }
    }

    /// With those of the confirmed who look for a stand-in.
    pub fn with_covers(self, covers: Vec<P>) -> Self {
        Self { covers, ..self }
    }

    pub fn covers(&self) -> &[P] {
        &self.covers
    }

    pub fn confirmed(&self) -> &[P] {
        &self.confirmed
    }

    pub fn offered(&self) -> &[(P, Instant)] {
        &self.offered
    }

    pub fn waiting(&self) -> &[P] {
        &self.waiting
    }

    /// Places that nobody else can have: confirmed and offered, but for those of people who look for a stand-in.
    pub fn held(&self) -> u32 {
        u32::try_from(self.confirmed.len() + self.offered.len() - self.covers.len()).unwrap_or(u32::MAX)
    }

    /// Gives somebody a place, and lets whoever looked for a stand-in first go.
    fn confirm(&mut self, person: &P) {
        self.confirmed.push(person.clone());
        self.release();
    }

    fn release(&mut self) {
        if !self.covers.is_empty() {
            let gone = self.covers.remove(0);
            self.confirmed.retain(|other| *other != gone);
        }
    }

    pub fn place(&self, person: &P) -> Place {
        if self.confirmed.contains(person) {
            return Place::Confirmed;
        }
        if let Some((_, until)) = self.offered.iter().find(|(other, _)| other == person) {
            return Place::Offered(*until);
        }
        self.waiting.iter().position(|other| other == person).map_or(Place::None, |at| Place::Waiting(at as u32 + 1))
    }

    /// Everybody on the board, and how they stand.
    pub fn all(&self) -> Vec<(P, Place)> {
        let confirmed = self.confirmed.iter().map(|person| (person.clone(), Place::Confirmed));
        let offered = self.offered.iter().map(|(person, until)| (person.clone(), Place::Offered(*until)));
        let waiting = self.waiting.iter().zip(1..).map(|(person, position)| (person.clone(), Place::Waiting(position)));
        confirmed.chain(offered).chain(waiting).collect()
    }

    /// Offers that nobody took in time are over, and free places are offered to those who wait, in the order of the line, until `until` (not at all if that is no later than now: the shift has
    /// begun). To be called before each ask and after it; calling it again changes nothing.
    pub fn settle(&mut self, now: Instant, until: Instant) {
        self.offered.retain(|(_, until)| *until > now);
        // The organiser needs fewer people: nobody has to stand in.
        while !self.covers.is_empty() && self.confirmed.len() > self.most as usize {
            self.release();
        }
        while until > now && self.held() < self.most && !self.waiting.is_empty() {
            self.offered.push((self.waiting.remove(0), until));
        }
    }

    /// Decides one ask. Asking again for what one has changes nothing and answers how one stands.
    pub fn decide(&mut self, person: &P, ask: Ask, now: Instant, until: Instant) -> Outcome {
        self.settle(now, until);
        let outcome = match (ask, self.place(person)) {
            (Ask::Join { .. }, Place::Confirmed) => Outcome::Confirmed,
            (Ask::Join { .. }, Place::Offered(_)) => {
                self.offered.retain(|(other, _)| other != person);
                self.confirm(person);
                Outcome::Confirmed
            }
            (Ask::Join { .. }, Place::Waiting(position)) => Outcome::Waitlisted { position },
            (Ask::Join { or_wait }, Place::None) => {
                let position = self.waiting.len() as u32 + 1;
                if self.held() < self.most {
                    self.confirm(person);
                    Outcome::Confirmed
                } else if or_wait {
                    self.waiting.push(person.clone());
                    Outcome::Waitlisted { position }
                } else {
                    Outcome::Full { position }
                }
            }
            (Ask::Leave, Place::None) => Outcome::NotIn,
            (Ask::Leave, _) => {
                self.covers.retain(|other| other != person);
                self.confirmed.retain(|other| other != person);
                self.offered.retain(|(other, _)| other != person);
                self.waiting.retain(|other| other != person);
                Outcome::Left
            }
            (Ask::FindCover, Place::Confirmed) => {
                if !self.covers.contains(person) {
                    self.covers.push(person.clone());
                }
                Outcome::Confirmed
            }
            (Ask::CancelCover, Place::Confirmed) if !self.covers.contains(person) => Outcome::Confirmed,
            (Ask::CancelCover, Place::Confirmed) if self.held() >= self.most => Outcome::BeingTaken,
            (Ask::CancelCover, Place::Confirmed) => {
                self.covers.retain(|other| other != person);
                Outcome::Confirmed
            }
            (Ask::FindCover | Ask::CancelCover, _) => Outcome::NotIn,
        };
        self.settle(now, until);
        outcome
    }
}
