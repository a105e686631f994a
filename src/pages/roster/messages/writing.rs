//! What is typed of a message and by which way it goes: the same whether it is for members of the list or for those who come to a shift.

use crate::{
    i18n::message_out::Why,
    model::{
        Lang,
        message::{Channel, Faults, Languages, NoWay, Offered, Part, Written, faults},
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// Which ways can be chosen, in the order of their words.
pub const WAYS: [&[Channel]; 4] = [&[Channel::Email], &[Channel::Text], &[Channel::Email, Channel::Text], &[Channel::Text, Channel::Email]];

/// The one that reaches most without costing much.
pub const USUAL: usize = 2;

/// The fields of one language.
#[derive(Clone, Copy)]
pub struct Field {
    pub lang: Lang,
    pub subject: RwSignal<String>,
    pub body: RwSignal<String>,
}

impl Field {
    pub fn written(self) -> Written {
        Written { subject: self.subject.get(), body: self.body.get() }
    }
}

#[derive(Clone, Copy)]
pub struct Writing {
    pub fields: [Field; 3],
    /// Place in [`WAYS`].
    pub way: RwSignal<usize>,
    /// By which ways the hub sends, and why not by others; `None`: it has not been asked.
    pub offered: Signal<Option<Arc<Vec<Offered>>>>,
    /// Why people get it, as a letter says at its end.
    pub why: Why,
    /// Languages in which something is written.
    pub there: Memo<Vec<Lang>>,
}

impl Writing {
    pub fn new(offered: Signal<Option<Arc<Vec<Offered>>>>, why: Why) -> Self {
        let fields = Lang::ALL.map(|lang| Field { lang, subject: RwSignal::default(), body: RwSignal::default() });
        let there = Memo::new(move |_| {
            let some = |field: &&Field| !field.written().is_blank();
            fields.iter().filter(some).map(|field| field.lang).collect::<Vec<_>>()
        });
        Self { fields, way: RwSignal::new(USUAL), offered, why, there }
    }

    /// The way that is chosen is one that there is.
    pub fn settle_way(self) {
        if !self.is_offered(self.way.get_untracked())
            && let Some(at) = [USUAL, 0, 1, 3].into_iter().find(|at| self.is_offered(*at))
        {
            self.way.set(at);
        }
    }

    /// Also where nobody knows yet.
    pub fn is_offered(self, way: usize) -> bool {
        self.offered.with_untracked(|all| {
            all.as_ref()
                .is_none_or(|all| WAYS[way].iter().all(|channel| all.iter().any(|one| one.channel == *channel && one.not.is_none())))
        })
    }

    pub fn not_offered(self) -> Vec<(Channel, NoWay)> {
        self.offered.with(|all| all.iter().flat_map(|all| all.iter()).filter_map(|one| Some((one.channel, one.not?))).collect())
    }

    /// It only is printed, as this is a demo.
    pub fn is_printed(self) -> bool {
        self.offered.with(|all| all.iter().flat_map(|all| all.iter()).any(|one| one.printed && self.channels().contains(&one.channel)))
    }

    pub fn channels(self) -> &'static [Channel] {
        WAYS[self.way.get()]
    }

    pub fn texts(self) -> Languages {
        self.fields.into_iter().map(|field| (field.lang, field.written())).filter(|(_, written)| !written.is_blank()).collect()
    }

    pub fn faults(self) -> Faults {
        faults(&self.texts(), self.channels())
    }

    /// The id of the first field that wants mending; of a message of which nothing is written, of the text in the hub's first language. `None`: nothing does.
    pub fn first_fault(self, first: Lang) -> Option<String> {
        if self.there.with_untracked(Vec::is_empty) {
            return Some(format!("body-{}", first.code()));
        }
        let ((lang, part), _) = untrack(|| self.faults()).into_iter().next()?;
        let field = if part == Part::Subject { "subject" } else { "body" };
        Some(format!("{field}-{}", lang.code()))
    }

    /// Whether there is no way at all; not before the hub has been asked.
    pub fn has_no_way(self) -> bool {
        self.offered.with(|all| all.as_ref().is_some_and(|all| all.iter().all(|one| one.not.is_some())))
    }
}
