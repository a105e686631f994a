//! What is typed, beside what it is based on. When the backend has another version, both come together here, and where two have typed at the same place it stays open until somebody chooses: until then the draft is
//! based on nothing newer, however often it is looked again, so that no version goes unseen.

use super::{
    Instant,
    bulletin_draft::Draft,
    draft_merge::{merge, put_back, take_theirs, typed_since},
    merge::Clash,
};
use serde::{Deserialize, Serialize};

/// A record as the backend has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Version {
    pub draft: Draft,
    /// None: it has no such record.
    pub etag: Option<String>,
    pub demo: bool,
    /// Of a news item.
    pub published: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Held {
    pub mine: Draft,
    pub base: Version,
    pub clashes: Vec<Clash>,
    /// The version of the others, until what clashes with it is decided.
    pub undecided: Option<Version>,
}

impl Held {
    /// What the backend has, against what is here. Whether anything came together.
    pub fn meet(&mut self, theirs: Version) -> bool {
        self.undecided = None;
        self.clashes = Vec::new();
        let mut merged = false;
        if self.base.draft == self.mine {
            self.mine = theirs.draft.clone();
        } else if self.base.draft != theirs.draft
            && let Some(both) = merge(&self.base.draft, &self.mine, &theirs.draft)
        {
            (self.mine, self.clashes, merged) = (both.value, both.clashes, true);
        }
        if self.clashes.is_empty() {
            self.base = theirs;
        } else {
            // What came in already is not asked as if it had been typed here, when they change it once more.
            let before = std::mem::replace(&mut self.base.draft, theirs.draft.clone());
            for clash in &self.clashes {
                put_back(&mut self.base.draft, &before, clash);
            }
            self.undecided = Some(theirs);
        }
        merged
    }

    pub fn decide(&mut self, clash: &Clash, theirs: bool) {
        if theirs && let Some(draft) = take_theirs(&self.mine, clash) {
            self.mine = draft;
        }
        self.clashes.retain(|one| one.path != clash.path);
        // What is decided is not asked again with the rest.
        if let Some(draft) = take_theirs(&self.base.draft, clash) {
            self.base.draft = draft;
        }
        if self.clashes.is_empty()
            && let Some(theirs) = self.undecided.take()
        {
            self.base = theirs;
        }
    }

    /// The backend has what was sent; what was typed meanwhile stays.
    pub fn settle(&mut self, sent: &Draft, answer: Version) {
        self.mine = typed_since(sent, &self.mine, &answer.draft);
        *self = Self { mine: std::mem::take(&mut self.mine), base: answer, ..Self::default() };
    }

    /// Back to how the backend has it.
    pub fn drop_changes(&mut self) {
        let base = self.undecided.take().unwrap_or_else(|| self.base.clone());
        *self = Self { mine: base.draft.clone(), base, ..Self::default() };
    }

    /// The backend has it no more: what is here would be a new one.
    pub fn lose(&mut self) {
        let base = Version { demo: self.base.demo, published: self.base.published, ..Version::default() };
        *self = Self { mine: std::mem::take(&mut self.mine), base, ..Self::default() };
    }
}
