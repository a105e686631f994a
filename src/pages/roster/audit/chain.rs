//! The chain, checked here: all entries are fetched and their hashes reckoned anew. A page at a time, so that a long chain takes no memory and the page is never still.

use super::Draft;
use crate::{
    api::{ApiError, rights},
    model::audit::{Broken, Check, Ends, Link},
    pages::sign_in::said,
    state::App,
    ui::{Icon, TextField, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Clone, PartialEq)]
enum Stands {
    Not,
    /// So many were checked.
    Checking(u64),
    Empty,
    Intact {
        from: u64,
        to: u64,
        /// What was written down is from before: it was cut off, and proves nothing.
        cut: Option<u64>,
    },
    Broken(Broken),
    Failed(ApiError),
}

async fn follow(app: App, written: Option<Link>, stands: RwSignal<Stands>) -> Result<Stands, ApiError> {
    let Ends { anchor, head } = app.client().read(&rights::head()).await?;
    let from = anchor.seq + 1;
    let check = Check::from(anchor);
    let cut = written.as_ref().filter(|written| check.is_before(written)).map(|written| written.seq);
    let mut check = match check.through(written) {
        Ok(check) => check,
        Err(broken) => return Ok(Stands::Broken(broken)),
    };
    // What is written while it is checked is none of it.
    while check.reached().seq < head.seq {
        let entries = app.client().read(&rights::chain(check.reached().seq)).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries.iter().take_while(|entry| entry.seq <= head.seq) {
            if let Err(broken) = check.take(entry) {
                return Ok(Stands::Broken(broken));
            }
        }
        // An answer that leads nowhere would be asked for again and again.
        if entries.iter().all(|entry| entry.seq > head.seq) {
            break;
        }
        if stands.try_set(Stands::Checking(check.reached().seq + 1 - from)).is_some() {
            return Ok(Stands::Not);
        }
        clock::breathe().await;
    }
    Ok(match check.end(&head) {
        Err(broken) => Stands::Broken(broken),
        Ok(()) if head.seq < from => Stands::Empty,
        Ok(()) => Stands::Intact { from, to: head.seq, cut },
    })
}

#[component]
pub fn Chain(draft: Draft) -> impl IntoView {
    let app = draft.app;
    let (stands, head) = (RwSignal::new(Stands::Not), RwSignal::new(None::<Link>));
    let (written, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    Effect::new(move |_| {
        // With the list: as it is now.
        draft.lines.track();
        spawn_local(async move {
            if let Ok(ends) = app.client().read(&rights::head()).await {
                head.try_set(Some(ends.head));
            }
        });
    });
    let busy = Memo::new(move |_| stands.with(|stands| matches!(stands, Stands::Checking(_))));
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = written.get_untracked();
        let link = (!text.trim().is_empty()).then(|| text.parse::<Link>()).transpose();
        wrong.set(link.is_err());
        let Ok(link) = link else { return };
        if busy.get_untracked() {
            return;
        }
        stands.set(Stands::Checking(0));
        spawn_local(async move {
            let outcome = follow(app, link, stands).await;
            stands.try_set(outcome.unwrap_or_else(Stands::Failed));
        });
    };
    let outcome = move || {
        let words = &app.t().audit;
        let (class, icon, text) = match stands.get() {
            Stands::Not => return None,
            Stands::Checking(many) => ("why", strokes::HOURGLASS, (words.checking)(many)),
            Stands::Empty => ("why", strokes::CHECK, words.empty_chain.to_owned()),
            Stands::Intact { from, to, cut: None } => ("why", strokes::CHECK, (words.intact)(from, to)),
            Stands::Intact { from, to, cut: Some(seq) } => {
                ("why warning", strokes::ALERT, format!("{} {}", (words.intact)(from, to), (words.written_cut)(seq)))
            }
            Stands::Broken(broken) => ("why danger", strokes::ALERT, (words.broken)(&broken)),
            Stands::Failed(error) => ("why warning", strokes::ALERT, said(app.t(), &error)),
        };
        Some(view! { <p class=class><Icon name=icon class="icon icon-s" /> <span>{text}</span></p> })
    };
    let error = Signal::derive(move || wrong.get().then(|| app.t().audit.written_wrong.to_owned()));
    view! {
        <details class="more">
            <summary>{move || app.t().audit.chain}</summary>
            <form class="stack" novalidate on:submit=go>
                <p class="quiet">{move || app.t().audit.chain_lead}</p>
                {move || head.get().map(|head| view! { <p class="small breakable">{move || app.t().audit.head} ": " <code>{head.to_string()}</code></p> })}
                <TextField id="audit-written" label=app.word(|t| t.audit.written) hint=app.word(|t| t.audit.written_hint) value=written error />
                <p class="actions">
                    <button class="button primary" type="submit" aria-busy=move || busy.get().then_some("true")>{move || app.t().audit.check}</button>
                </p>
                <div role="status">{outcome}</div>
            </form>
        </details>
    }
}
