//! Who else has the list open, and whose card. Said and heard every few seconds while the page is in sight and there is a connection; where it cannot be said, nobody is shown, and nothing else is lost.

use super::Roster;
use crate::{
    api::roster,
    model::{
        Id,
        member::MemberId,
        presence::{EVERY, Here, Present, Tab},
    },
    web::{clock, events},
};
use leptos::{prelude::*, task::spawn_local};

impl Roster {
    /// Until the page is left. Told at once when a card is opened or closed: the other should see it before the first letter.
    pub fn be_here(self) {
        let Ok(tab) = clock::unique().parse::<Id<Tab>>() else { return };
        let here = move |gone| Here { tab: tab.clone(), member: self.at_member.try_get_untracked().flatten(), gone };
        let (say, leave) = (StoredValue::new(here.clone()), here);
        Effect::new(move |_| {
            self.at_member.track();
            let here = say.with_value(|here| here(false));
            spawn_local(self.say(here));
        });
        spawn_local(async move {
            loop {
                clock::sleep(EVERY).await;
                let Some(here) = say.try_with_value(|here| here(false)) else { return };
                self.say(here).await;
            }
        });
        on_cleanup(move || {
            let (client, here) = (self.app.client(), leave(true));
            // Nobody waits for it: what is not heard lapses by itself.
            spawn_local(async move { drop(client.send(&roster::presence(&here, &clock::unique())).await) });
        });
    }

    async fn say(self, here: Here) {
        let quiet = self.away.try_get_untracked() != Some(false) || !events::is_visible() || !events::is_online();
        if quiet || self.app.session.owner_untracked().is_none() {
            self.others.try_set(Vec::new());
            return;
        }
        let heard = self.app.client().send(&roster::presence(&here, &clock::unique())).await;
        self.others.try_set(heard.map(|heard| heard.others).unwrap_or_default());
    }

    /// Others who have this card open.
    pub fn others_at(self, id: &MemberId) -> Vec<Present> {
        self.others.with(|others| others.iter().filter(|one| one.member.as_ref() == Some(id)).cloned().collect())
    }
}
