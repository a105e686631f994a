//! A batch: what somebody does to the list in one go, be it a name corrected in one row, a tag on two thousand, or an import. It comes in parts of at most [`MOST`] edits, so that a closed tab can
//! go on where it stopped, is kept with who, when and why, and is taken back as one.
//!
//! A member is made by the first edit that names a new id, and is on the list as long as something is known of them: taking back the batch that brought them takes away what that batch wrote, and
//! with it the member, unless somebody has written something else into the row meanwhile. So no edit needs to say "make" or "remove", and nothing that was entered later is lost.

use super::{
    Id, Instant, PersonId,
    member::{Field, Member, MemberId, Wrong},
    member_edit::{Change, Outcome},
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What is named by the id; it is never whole in one place.
#[derive(Debug)]
pub struct Batch;

pub type BatchId = Id<Batch>;

/// Edits of one part, at most. The backend takes a part of at most 1 MiB.
pub const MOST: usize = 500;
/// Longest reason, in characters.
pub const LONGEST_WHY: usize = 500;

/// What kind of act it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BatchKind {
    /// One member, by hand.
    Edit,
    /// Many members at once.
    Bulk,
    Import,
    Merge,
    /// Of another batch.
    Undo,
}

/// What is to be changed of one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Edit {
    pub member: MemberId,
    pub changes: Vec<Change>,
    /// Of a merge: whose record this one goes into. That happens with all edits of the part that go there too, or not at all ([`carry_out`]), and the history of both stays together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<MemberId>,
}

/// A part of a batch, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchPart {
    /// Made on the device, the same in all parts.
    pub id: BatchId,
    pub kind: BatchKind,
    /// Why, in the words of whoever did it.
    #[serde(default)]
    pub why: Option<String>,
    /// When it was done, by the device's clock.
    pub made_at: Instant,
    pub edits: Vec<Edit>,
}

/// What somebody wanted of a field, and what another has made of it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clash {
    pub field: Field,
    pub wanted: Option<String>,
    pub now: Option<String>,
}

/// Why an edit cannot be made: the number of the change that is wrong, from 0, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unfit {
    pub change: usize,
    pub why: Wrong,
}

/// What has become of one edit of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditDone {
    pub member: MemberId,
    /// Of the member as they are now.
    pub rev: u64,
    /// What was really changed.
    pub done: Vec<Change>,
    pub clashes: Vec<Clash>,
    /// Nothing was changed, and why.
    pub unfit: Option<Unfit>,
}

/// What has become of a part of a batch, edit by edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchDone {
    pub results: Vec<EditDone>,
}

/// Taking a batch back is a batch of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoBatch {
    pub id: BatchId,
    #[serde(default)]
    pub why: Option<String>,
    pub made_at: Instant,
}

/// A line of a member's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberChange {
    /// By the backend's clock.
    pub at: Instant,
    pub batch: BatchId,
    pub kind: BatchKind,
    pub why: Option<String>,
    pub by: PersonId,
    /// What they are called; `None` where they never said, or are gone.
    pub name: Option<String>,
    pub changes: Vec<Change>,
    /// How many members the batch has changed; 0 from a backend that does not say.
    #[serde(default)]
    pub people: u64,
    /// It has been taken back, of this member.
    #[serde(default)]
    pub undone: bool,
    /// Of another record that was merged into this one; `None`: of this one.
    #[serde(default)]
    pub merged: Option<MemberId>,
}

/// What has become of an edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edited {
    /// What was really changed, in order.
    pub done: Vec<Change>,
    pub clashes: Vec<Clash>,
}

fn check_why(why: Option<&str>) -> Result<(), (String, &'static str)> {
    match why {
        Some(why) if why.chars().count() > LONGEST_WHY => Err(("/why".to_owned(), "has more than 500 characters")),
        _ => Ok(()),
    }
}

impl UndoBatch {
    /// As [`BatchPart::check`].
    pub fn check(&self) -> Result<(), (String, &'static str)> {
        check_why(self.why.as_deref())
    }
}

impl BatchPart {
    /// Whether it may be sent; else where it is wrong, as a JSON pointer, and why.
    pub fn check(&self) -> Result<(), (String, &'static str)> {
        if self.edits.is_empty() || self.edits.len() > MOST {
            return Err(("/edits".to_owned(), "a part has 1 to 500 edits"));
        }
        if self.kind == BatchKind::Undo {
            return Err(("/kind".to_owned(), "a batch is taken back by its own address"));
        }
        check_why(self.why.as_deref())?;
        let gone: HashSet<&MemberId> = self.edits.iter().filter(|edit| edit.into.is_some()).map(|edit| &edit.member).collect();
        let wrong = |edit: &Edit| edit.into.as_ref().is_some_and(|into| self.kind != BatchKind::Merge || gone.contains(into));
        if let Some(at) = self.edits.iter().position(wrong) {
            return Err((format!("/edits/{at}/into"), "only a merge takes a record into another one, that stays itself"));
        }
        let mut seen = HashSet::new();
        match self.edits.iter().position(|edit| edit.changes.is_empty() || !seen.insert(&edit.member)) {
            Some(at) => Err((format!("/edits/{at}"), "changes nothing, or a member who is in the part already")),
            None => Ok(()),
        }
    }
}

impl Edit {
    pub fn new(member: MemberId, changes: Vec<Change>) -> Self {
        Self { member, changes, into: None }
    }

    /// Whose record it belongs to: the one that a record goes into, or its own.
    pub fn stays(&self) -> &MemberId {
        self.into.as_ref().unwrap_or(&self.member)
    }

    /// Merges the edit into the member, all of it but what clashes. `Err`: nothing is changed.
    pub fn apply(&self, member: &mut Member) -> Result<Edited, Unfit> {
        let mut after = member.clone();
        let mut edited = Edited::default();
        for (at, change) in self.changes.iter().enumerate() {
            match change.apply(&mut after) {
                Outcome::Done(done) => edited.done.push(done),
                Outcome::Same => {}
                Outcome::Clash { now } => edited.clashes.push(Clash { field: change.field(), wanted: change.wanted(), now }),
                Outcome::Wrong(why) => return Err(Unfit { change: at, why }),
            }
        }
        if after.name.is_none() && !after.is_blank() {
            let name = self.changes.iter().position(|change| change.field() == Field::Name);
            return Err(Unfit { change: name.unwrap_or_default(), why: Wrong::Nameless });
        }
        *member = after;
        Ok(edited)
    }
}

impl Edited {
    /// What takes it back: the last change first.
    pub fn undo(&self, member: MemberId) -> Edit {
        Edit::new(member, self.done.iter().rev().cloned().map(Change::inverse).collect())
    }
}

/// Takes back what was done to a member: all that nobody has changed since. Somebody of whom more is known by now keeps the name.
pub fn take_back(edit: &Edit, member: &mut Member) -> Result<Edited, Unfit> {
    match edit.apply(member) {
        Err(Unfit { why: Wrong::Nameless, .. }) => {
            let changes = edit.changes.iter().filter(|change| change.field() != Field::Name).cloned().collect();
            let mut edited = Edit::new(edit.member.clone(), changes).apply(member)?;
            edited.clashes.push(Clash { field: Field::Name, wanted: None, now: member.name.clone() });
            Ok(edited)
        }
        other => other,
    }
}

/// Carries the edits of a part out, each on its member by `apply`. `members`: all that are named in it, also those that others go into. What has become of each, in their order.
///
/// What goes into another record goes with the edit of that one, or neither is made: by halves, what is known would be lost or stand twice.
pub fn carry_out(
    edits: &[Edit],
    members: &mut HashMap<MemberId, Member>,
    apply: impl Fn(&Edit, &mut Member) -> Result<Edited, Unfit>,
) -> Vec<EditDone> {
    let parted = parted(edits, members);
    let one = |edit: &Edit| {
        let member = members.entry(edit.member.clone()).or_insert_with(|| Member::new(edit.member.clone()));
        let changed = Err(Unfit { change: 0, why: Wrong::Changed });
        let (edited, unfit) = match if parted.contains(edit.stays()) { changed } else { apply(edit, member) } {
            Ok(edited) => (edited, None),
            Err(unfit) => (Edited::default(), Some(unfit)),
        };
        EditDone { member: edit.member.clone(), rev: member.rev, done: edited.done, clashes: edited.clashes, unfit }
    };
    edits.iter().map(one).collect()
}

/// Into whom nobody goes, as the merge cannot be made whole: one of the records has changed so that something clashes, does not fit or would be left behind, or one is gone.
fn parted(edits: &[Edit], members: &HashMap<MemberId, Member>) -> HashSet<MemberId> {
    let stay: HashSet<&MemberId> = edits.iter().filter_map(|edit| edit.into.as_ref()).collect();
    let there = |id: &MemberId| members.get(id).filter(|member| !member.is_blank());
    let whole = |edit: &Edit| {
        let Some(mut member) = there(&edit.member).cloned() else { return false };
        edit.apply(&mut member).is_ok_and(|edited| edited.clashes.is_empty()) && member.is_blank() == edit.into.is_some()
    };
    let parts = edits.iter().filter(|edit| stay.contains(edit.stays()) && !whole(edit)).map(Edit::stays);
    parts.chain(stay.iter().copied().filter(|id| there(id).is_none())).cloned().collect()
}

/// Cuts a batch into parts of at most [`MOST`] edits. A record and those that go into it come in the same part; there are never more of them.
pub fn parts(edits: Vec<Edit>) -> Vec<Vec<Edit>> {
    let mut together: Vec<Vec<Edit>> = Vec::new();
    let mut places: HashMap<MemberId, usize> = HashMap::new();
    for edit in edits {
        let place = *places.entry(edit.stays().clone()).or_insert_with(|| {
            together.push(Vec::new());
            together.len() - 1
        });
        together[place].push(edit);
    }
    let mut parts: Vec<Vec<Edit>> = Vec::new();
    for some in together {
        match parts.last_mut().filter(|part| part.len() + some.len() <= MOST) {
            Some(part) => part.extend(some),
            None => parts.push(some),
        }
    }
    parts
}
