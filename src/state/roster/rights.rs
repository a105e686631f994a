//! What whoever is signed in may do with the list, as the backend last said it, kept sealed beside it; and telling the backend what is taken along.

use super::{super::App, Roster};
use crate::{
    api::rights,
    model::{
        OrganisationId,
        audit::Export,
        batch::{BatchKind, Edit},
        can::{Act, Reach, Rights, can},
        member::{Member, MemberId},
        slice::fit,
    },
    outbox::{
        batches::{WaitingBatch, What},
        entry,
    },
    store::{records, sealed},
    web::clock,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Why something cannot be taken along.
#[derive(Debug, Clone, PartialEq)]
pub enum NotTold {
    /// The backend says no.
    Refused(crate::api::ApiError),
    /// No connection, and nothing can be kept here until there is one.
    NotKept,
}

/// Takes the list off this device.
pub async fn put_away_for_good(app: App) {
    if sealed::wipe(&app.store()).await.is_err() {
        app.storage_failed.set(true);
    }
}

impl Roster {
    pub(super) fn take_rights(self, row: Option<Vec<u8>>) {
        if let Some(rights) = row.and_then(|row| records::decode::<Rights>(&row)) {
            self.rights.try_set(Some(rights));
        }
    }

    /// Where the backend cannot be asked, what it said last counts; it decides by itself anyway.
    pub(super) async fn learn_rights(self) {
        let Ok(rights) = self.app.client().read(&rights::mine()).await else { return };
        if !self.is_mine() {
            return;
        }
        let row = (records::roster_rights(), records::encode(&rights));
        if self.rights.try_set(Some(rights)).is_some() {
            return;
        }
        if let Some(sealed) = self.sealed.try_get_value().flatten()
            && sealed.put(&[row], || self.is_mine()).await.is_err()
        {
            self.app.storage_failed.set(true);
        }
    }

    /// The organisations whose members a coordinator sees; `None` for who sees everybody, and as long as nobody has said.
    pub fn own_part(self) -> Option<BTreeSet<OrganisationId>> {
        self.rights.with(|rights| match rights.as_ref().map(|rights| can(rights, Act::SeeMembers)) {
            Some(Ok(Reach::Slice(own))) => Some(own.clone()),
            _ => None,
        })
    }

    /// What a coordinator writes down goes into their organisation, here as there: so it is shown before the backend has said so. What would be refused is sent as it is, and the backend says why.
    pub(super) fn fitted(self, kind: BatchKind, edits: Vec<Edit>) -> Vec<Edit> {
        let rights = self.rights.get_untracked().unwrap_or_default();
        let Ok(reach @ Reach::Slice(_)) = can(&rights, Act::ChangeMembers) else { return edits };
        if kind == BatchKind::Merge {
            return edits;
        }
        let known = |id: &MemberId| self.known.with_value(|known| known.get(id).map(|row| row.member.clone()));
        let one = |edit: Edit| {
            let before = known(&edit.member).unwrap_or_else(|| Member::new(edit.member.clone()));
            fit(reach, &edit, &before).unwrap_or(edit)
        };
        edits.into_iter().map(one).collect()
    }

    /// Tells that something is taken along, before it is. Without a connection it is kept, sealed, in one line with what was done to the list, and told as soon as there is one: a leader takes a
    /// list along where no network is, and the audit hears of it late rather than never. `Err`: it may not be taken along.
    pub async fn tell_export(self, export: Export) -> Result<(), NotTold> {
        let now = clock::now();
        let owner = self.app.session.owner_untracked().ok_or(NotTold::NotKept)?;
        let Ok(id) = clock::unique().parse() else { return Err(NotTold::NotKept) };
        let one = WaitingBatch::new(entry::key(now, &clock::unique()), owner, What::Export { id, export }, now);
        match self.app.client().send(&one.call().by(&one.owner)).await {
            Ok(_) => Ok(()),
            Err(error) if error.heals() => self.put_in(vec![one]).await.map_err(|_| NotTold::NotKept),
            Err(error) => Err(NotTold::Refused(error)),
        }
    }
}
