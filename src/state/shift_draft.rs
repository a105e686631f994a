//! Messages to those in shifts that somebody is writing: sealed on the device as they are typed, opened by their writer alone, and gone when they have been sent, thrown away, or the shift is over.

use super::App;
use crate::{
    model::{ActionId, PersonId, ShiftId, shift_message::ShiftDraft},
    store::sealed::Sealed,
    web::clock,
};
use leptos::prelude::*;

/// Where they are kept, as long as its owner is signed in.
#[derive(Clone)]
pub struct ShiftDrafts {
    app: App,
    owner: PersonId,
    sealed: Sealed,
}

impl ShiftDrafts {
    /// `None`: this device keeps nothing, or nobody is signed in.
    pub async fn open(app: App) -> Option<Self> {
        let owner = app.session.owner_untracked()?;
        let sealed = Sealed::open(&app.store(), owner.clone()).await?;
        Some(Self { app, owner, sealed })
    }

    /// All that somebody could still go on with. What was for a shift that is over is gone.
    pub async fn all(&self) -> Vec<ShiftDraft> {
        let Ok(all) = self.sealed.shift_drafts().await else {
            self.app.storage_failed.set(true);
            return Vec::new();
        };
        let (open, over): (Vec<ShiftDraft>, Vec<ShiftDraft>) = all.into_iter().partition(|draft| draft.ends > clock::now());
        for draft in over {
            self.forget(&draft.action, &draft.shift).await;
        }
        open
    }

    /// `false`: it could not be kept, and lives as long as its page.
    pub async fn keep(&self, draft: &ShiftDraft) -> bool {
        let still = || self.app.session.owner_untracked().as_ref() == Some(&self.owner);
        self.sealed.put_shift_draft(draft, still).await.unwrap_or(false)
    }

    pub async fn forget(&self, action: &ActionId, shift: &ShiftId) {
        if self.sealed.remove_shift_draft(action, shift).await.is_err() {
            self.app.storage_failed.set(true);
        }
    }
}
