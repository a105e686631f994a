//! Something at the backend that goes on by itself while somebody looks at it: asked for again as long as it does, and when the connection is back.

use crate::{
    api::{ApiError, Call},
    state::App,
    web::{clock, events},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Between two looks, in milliseconds.
const SOON: u64 = 2000;

pub struct Watched<T: Send + Sync + 'static> {
    app: App,
    call: StoredValue<Arc<dyn Fn() -> Call<T> + Send + Sync>>,
    /// How many milliseconds until it is to be asked for again; `None`: nothing will come of it.
    again: fn(&T) -> Option<u64>,
    pub value: RwSignal<Option<Arc<T>>>,
    pub failure: RwSignal<Option<ApiError>>,
    turn: StoredValue<u64>,
}

impl<T: Send + Sync + 'static> Clone for Watched<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Watched<T> {}

impl<T: Send + Sync + 'static> Watched<T> {
    pub fn new(app: App, call: impl Fn() -> Call<T> + Send + Sync + 'static, again: fn(&T) -> Option<u64>) -> Self {
        let this = Self {
            app,
            call: StoredValue::new(Arc::new(call)),
            again,
            value: RwSignal::new(None),
            failure: RwSignal::new(None),
            turn: StoredValue::new(0),
        };
        Effect::new(move |_| {
            if !app.connection.is_offline() && app.keeping.with(Option::is_some) {
                this.look();
            }
        });
        this
    }

    /// From now on, until nothing more will come of it or somebody looks anew.
    pub fn look(self) {
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        spawn_local(async move {
            loop {
                let Some(call) = self.call.try_get_value() else { return };
                let answer = self.app.client().read(&call()).await;
                if turn.is_none() || self.turn.try_get_value() != turn {
                    return;
                }
                let wait = match answer {
                    Ok(value) => {
                        let wait = (self.again)(&value);
                        self.value.set(Some(Arc::new(value)));
                        self.failure.set(None);
                        wait
                    }
                    // What was seen before stays to be seen.
                    Err(error) => {
                        let wait = error.heals().then_some(5 * SOON);
                        self.failure.set(Some(error));
                        wait
                    }
                };
                let Some(wait) = wait else { return };
                clock::sleep(wait).await;
                while !events::is_visible() {
                    clock::sleep(SOON).await;
                }
                if self.turn.try_get_value() != turn {
                    return;
                }
            }
        });
    }
}

/// When to look again at so many rows of which some still wait.
pub fn pace(waiting: u64, rows: usize) -> Option<u64> {
    (waiting > 0).then_some(if rows > 500 { 4 * SOON } else { SOON })
}
