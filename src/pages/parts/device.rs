//! This device and Web Push: for whom it is turned on here. The browser keeps one subscription, whoever is signed in; so the device remembers whose it is, and ends it with their session.

use crate::{
    api::notices,
    model::{
        PersonId,
        notice::{PushDevice, PushDevices},
    },
    state::App,
    web::{
        clock, local,
        push::{self, Permission},
    },
};

/// In `localStorage`: the id of the person, which says nothing to anybody else.
const WHOSE: &str = "meyirim.push";
/// Until when the person has seen their news on this device.
pub const SEEN: &str = "meyirim.news-seen";

fn device(json: &str) -> Option<PushDevice> {
    serde_json::from_str(json).ok()
}

/// The subscription of this browser, if it is this person's. Somebody else's is ended: they have left this device.
pub async fn mine(me: &PersonId) -> Option<PushDevice> {
    let found = push::subscription().await?;
    if local::get(WHOSE).as_deref() == Some(me.as_str()) {
        return device(&found);
    }
    end().await;
    None
}

/// Tells the backend of a subscription that is there.
pub async fn tell(app: App, device: &PushDevice) -> Option<PushDevices> {
    app.client().send(&notices::turn_on(device, &clock::unique())).await.ok()
}

/// Turns notices on for this device, the permission being there; `None`: it did not work.
pub async fn turn_on(app: App, me: &PersonId) -> Option<PushDevices> {
    let key = app.client().read(&notices::push_key()).await.ok()?;
    let device = device(&push::subscribe(&key.key).await?)?;
    let told = tell(app, &device).await;
    match told {
        Some(_) => local::set(WHOSE, Some(me.as_str())),
        // A browser that waits for notices which nobody sends would look as if it were on.
        None => push::unsubscribe().await,
    }
    told
}

/// Turns them off again; `None`: the backend could not be told, but finds out by itself.
pub async fn turn_off(app: App, device: &PushDevice) -> Option<PushDevices> {
    let told = app.client().send(&notices::turn_off(device, &clock::unique())).await.ok();
    end().await;
    told
}

/// The person leaves this device.
pub async fn end() {
    local::set(WHOSE, None);
    local::set(SEEN, None);
    if push::permission() == Permission::Granted {
        push::unsubscribe().await;
    }
}
