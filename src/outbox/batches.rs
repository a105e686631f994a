//! What somebody did to the association's list and the backend has not decided yet: parts of batches, and batches to be taken back. As the acts of the outbox, but sealed, since names and phones of
//! other people are in it; and in one line, since what is taken back must come after what was done.
//!
//! Stored as JSON in sealed rows; append-only as [`super::Entry`].

use super::policy::Next;
use crate::{
    api::{ApiError, Call, ProblemKind, retry, rights, roster},
    model::{
        Instant, PersonId,
        audit::Export,
        batch::{BatchDone, BatchId, BatchPart, Edit, EditDone, UndoBatch},
        member::{Member, MemberId},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingBatch {
    /// Idempotency key and row key: sorts by when it was done.
    pub key: String,
    pub owner: PersonId,
    pub what: What,
    /// How often sending has been begun; counted before it is sent.
    pub tries: u32,
    pub standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Part(BatchPart),
    Undo {
        batch: BatchId,
        undo: UndoBatch,
    },
    /// Something was taken along without a connection. It changes nothing, and the audit has to hear of it.
    Export {
        id: BatchId,
        export: Export,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Waiting {
        not_before: Instant,
    },
    SignInNeeded,
    /// Refused as a whole for a reason that does not heal.
    Refused {
        why: ApiError,
    },
    /// Decided, and some of it could not be done: somebody else has written something there, or it fits no longer. Only those edits.
    Partly {
        left: Vec<EditDone>,
    },
}

impl WaitingBatch {
    pub fn new(key: String, owner: PersonId, what: What, now: Instant) -> Self {
        Self { key, owner, what, tries: 0, standing: Standing::Waiting { not_before: now } }
    }

    pub fn call(&self) -> Call<BatchDone> {
        match &self.what {
            What::Part(part) => roster::send(part, &self.key),
            What::Undo { batch, undo } => roster::undo(batch, undo, &self.key),
            What::Export { export, .. } => rights::tell_export(export, &self.key),
        }
    }

    /// The batch that it is part of, or takes back.
    pub fn batch(&self) -> &BatchId {
        match &self.what {
            What::Part(part) => &part.id,
            What::Undo { batch, .. } => batch,
            What::Export { id, .. } => id,
        }
    }

    /// What it changes, as long as that is not decided.
    fn edits(&self) -> &[Edit] {
        match (&self.standing, &self.what) {
            (Standing::Waiting { .. } | Standing::SignInNeeded, What::Part(part)) => &part.edits,
            _ => &[],
        }
    }

    pub fn is_undecided(&self) -> bool {
        matches!(self.standing, Standing::Waiting { .. } | Standing::SignInNeeded)
    }
}

/// The next that may go out. One line: nothing passes what is before it, but what was refused holds nothing up.
pub fn next(waiting: &[WaitingBatch], owner: Option<&PersonId>, now: Instant) -> Next {
    let first = waiting.iter().position(|one| owner == Some(&one.owner) && one.is_undecided());
    match first.map(|at| (at, &waiting[at].standing)) {
        Some((at, Standing::Waiting { not_before })) if *not_before <= now => Next::Send(at),
        Some((_, Standing::Waiting { not_before })) => Next::WaitUntil(*not_before),
        _ => Next::Idle,
    }
}

/// How it stands after the backend has answered; `None`: all of it is done.
pub fn after_answer(done: BatchDone) -> Option<Standing> {
    let left: Vec<EditDone> = done.results.into_iter().filter(|result| !result.clashes.is_empty() || result.unfit.is_some()).collect();
    (!left.is_empty()).then_some(Standing::Partly { left })
}

pub fn after_failure(one: &WaitingBatch, why: ApiError, now: Instant, chance: f64) -> Standing {
    match why.kind() {
        Some(ProblemKind::SignIn) => Standing::SignInNeeded,
        _ if why.heals() => Standing::Waiting { not_before: now.plus(retry::wait(one.tries.max(1), &why, chance) as i64) },
        _ => Standing::Refused { why },
    }
}

/// Taking back a batch of which nothing has been sent: these rows go, and nothing needs to be sent. `None`: the backend may have heard of it.
pub fn unsent(waiting: &[WaitingBatch], batch: &BatchId, parts: usize) -> Option<Vec<String>> {
    let own = || waiting.iter().filter(|one| matches!(&one.what, What::Part(part) if part.id == *batch));
    (own().count() == parts && own().all(|one| one.tries == 0 && one.is_undecided())).then(|| own().map(|one| one.key.clone()).collect())
}

/// What waits, by member, in order.
pub fn by_member(waiting: &[WaitingBatch]) -> HashMap<&MemberId, Vec<&Edit>> {
    let mut edits: HashMap<&MemberId, Vec<&Edit>> = HashMap::new();
    for edit in waiting.iter().flat_map(WaitingBatch::edits) {
        edits.entry(&edit.member).or_default().push(edit);
    }
    edits
}

/// The member as they will be when what waits is done. What would clash or does not fit is left out, as it will be there; why is shown once the backend has said so.
pub fn foresee(known: &Member, edits: &[&Edit]) -> Member {
    let mut member = known.clone();
    for edit in edits {
        let _ = edit.apply(&mut member);
    }
    member
}
