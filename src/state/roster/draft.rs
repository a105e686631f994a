//! A message that is being written: sealed on the device as it is typed, so that a closed tab loses nothing, and gone when it has been sent, thrown away, or its writer signs out. It outlives the fifteen
//! minutes after which the list is put away, as what was done and not sent does.

use super::Roster;
use crate::{model::message::NewMessage, state::App, store::sealed::Sealed};
use leptos::prelude::*;

/// The same for a page that needs nothing else of the list, and does not ask for it.
pub async fn kept_draft(app: App) -> Option<NewMessage> {
    let owner = app.session.owner_untracked()?;
    match Sealed::open(&app.store(), owner).await?.draft().await {
        Ok(draft) => draft,
        Err(_) => {
            app.storage_failed.set(true);
            None
        }
    }
}

impl Roster {
    /// Of an earlier visit. The device has to have been looked at before: see [`Roster::whole`].
    pub async fn draft(self) -> Option<NewMessage> {
        match self.sealed.try_get_value().flatten()?.draft().await {
            Ok(draft) => draft,
            Err(_) => {
                self.app.storage_failed.set(true);
                None
            }
        }
    }

    /// `false`: this device keeps nothing, or could not. What is written lives as long as its page then. What it needs of the page is taken at once: the page may be about to go.
    pub fn keep_draft(self, draft: NewMessage) -> impl Future<Output = bool> + use<> {
        let (sealed, owner, app) = (self.sealed.try_get_value().flatten(), self.owner.try_get_value().flatten(), self.app);
        async move {
            let still = || owner.is_some() && app.session.owner_untracked() == owner;
            match sealed {
                Some(sealed) => sealed.put_draft(&draft, still).await.unwrap_or(false),
                None => false,
            }
        }
    }

    pub async fn forget_draft(self) {
        if let Some(sealed) = self.sealed.try_get_value().flatten()
            && sealed.remove_draft().await.is_err()
        {
            self.app.storage_failed.set(true);
        }
    }
}
