//! Whether there is a connection, as far as requests have shown.

use crate::{
    api::{ApiError, ProblemKind},
    web::events,
};
use leptos::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nothing has been asked yet.
    Unknown,
    Good,
    /// The backend cannot be reached.
    Offline,
    /// It answers, but with failures.
    Failing,
}

#[derive(Clone, Copy)]
pub struct Connection {
    pub reach: RwSignal<Reach>,
}

impl Connection {
    pub fn watch() -> Self {
        let this = Self { reach: RwSignal::new(if events::is_online() { Reach::Unknown } else { Reach::Offline }) };
        events::on_window("offline", move |_| this.set(Reach::Offline));
        this
    }

    /// What a request has shown. Answers that decide something (a refusal) mean that the backend is well.
    pub fn heard(&self, error: Option<&ApiError>) {
        match error {
            None => self.set(Reach::Good),
            Some(ApiError::Cancelled) => {}
            Some(error) if error.is_offline() => self.set(Reach::Offline),
            // Asked too often: the backend is well, and says so.
            Some(error) if error.kind() == Some(ProblemKind::TooMany) => self.set(Reach::Good),
            Some(error) if error.heals() => self.set(Reach::Failing),
            Some(ApiError::Problem { .. }) => self.set(Reach::Good),
            Some(_) => self.set(Reach::Failing),
        }
    }

    pub fn is_offline(&self) -> bool {
        self.reach.with(|reach| *reach == Reach::Offline)
    }

    fn set(&self, reach: Reach) {
        if self.reach.with_untracked(|old| *old != reach) {
            self.reach.set(reach);
        }
    }
}
