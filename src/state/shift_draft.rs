//! Messages to those in shifts that somebody is writing: sealed on the device as they are typed, opened by their writer alone, and gone when they have been sent, thrown away, or the shift has been over for a day.

use super::App;
use crate::{
    model::{ActionId, PersonId, ShiftId, instant::DAY, shift_message::ShiftDraft},
    store::{StoreError, sealed::Sealed},
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

    /// All that somebody could still go on with. What was for a shift that has been over for a day is gone: the device's clock may be wrong, and a shift can be put off after its end was noted here.
    /// `Err`: the device could not be read, which the page says.
    pub async fn all(&self) -> Result<Vec<ShiftDraft>, StoreError> {
        let all = self.sealed.shift_drafts().await.inspect_err(|_| {
            self.app.storage_failed.try_set(true);
        })?;
        let (open, over): (Vec<ShiftDraft>, Vec<ShiftDraft>) = all.into_iter().partition(|draft| draft.ends.plus(DAY) > clock::now());
        for draft in over {
            self.forget(&draft.action, &draft.shift).await;
        }
        Ok(open)
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
