//! News for me: what was changed, called off or offered since I last looked, and my action of tomorrow. The backend says what is still true; that I have seen it, this device remembers.

use crate::{
    api::notices,
    model::{Instant, NoticeKind, notice::Notice},
    pages::parts::device::SEEN,
    routes,
    shell::{Said, StandIn},
    state::{App, use_app},
    ui::{Icon, live, strokes},
    web::local,
};
use leptos::{prelude::*, task::spawn_local};

/// What there is, without what has been seen.
async fn fetch(app: App) -> Option<Vec<Notice>> {
    let news = app.client().read(&notices::news()).await.ok()?;
    let seen: Option<Instant> = local::get(SEEN).and_then(|at| at.parse().ok());
    Some(news.items.into_iter().filter(|notice| seen.is_none_or(|seen| notice.at > seen)).collect())
}

#[component]
pub fn News() -> impl IntoView {
    let app = use_app();
    let items = RwSignal::new(Vec::<Notice>::new());
    // Again with every change of my signups, and when the connection has come back. What could not be had is not news; the page says by itself that it is offline.
    Effect::new(move |_| {
        app.session.signups.track();
        if !app.connection.is_offline() {
            spawn_local(async move {
                if let Some(news) = fetch(app).await {
                    items.try_set(news);
                }
            });
        }
    });
    let seen = move |_| {
        let latest = items.with_untracked(|items| items.iter().map(|notice| notice.at).max());
        local::set(SEEN, latest.map(|at| at.to_string()).as_deref());
        items.set(Vec::new());
    };
    live(move || {
        let news = items.get();
        if news.is_empty() {
            return ().into_any();
        }
        view! {
            <section class="stack" aria-labelledby="news">
                <h2 id="news">{move || app.t().notices.news}</h2>
                <ul class="lined" role="list">{news.into_iter().map(|notice| line(app, notice)).collect_view()}</ul>
                <p class="actions">
                    <button class="button" type="button" on:click=seen>{move || app.t().notices.seen}</button>
                </p>
            </section>
        }
        .into_any()
    })
}

fn line(app: App, notice: Notice) -> impl IntoView {
    let icon = match notice.kind {
        NoticeKind::Offer | NoticeKind::StandIn => strokes::BELL,
        NoticeKind::DayBefore | NoticeKind::TwoHours => strokes::CLOCK,
        NoticeKind::Changed => strokes::REFRESH,
        NoticeKind::Cancelled | NoticeKind::ConsentEnded => strokes::ALERT,
        NoticeKind::Reinstated | NoticeKind::Covered => strokes::CHECK,
    };
    let (kind, title) = (notice.kind, notice.title);
    let reason = notice.reason.map(
        |texts| view! { <p class="small">{move || app.t().called_off.reason} " " <Said texts=texts.clone() /> " " <StandIn texts /></p> },
    );
    let times = notice.starts.zip(notice.ends);
    let detail = move || {
        let t = app.t();
        let (now, zone) = (app.now.get(), app.zone());
        match (notice.until, times) {
            (Some(until), _) => (t.notices.until)(&t.dates.moment(until, now, &zone)),
            (None, Some((starts, ends))) => t.dates.span(starts, ends, &zone, zone.day(now).year()),
            (None, None) => String::new(),
        }
    };
    let shown = {
        let title = title.clone();
        move || app.show(&title).text.to_owned()
    };
    let lang = move || {
        let shown = app.show(&title);
        shown.stand_in.then(|| shown.lang.code())
    };
    view! {
        <li class="news">
            <Icon name=icon />
            <div>
                <p class="small">
                    <strong>{move || (app.t().notices.line)(kind)}</strong>
                </p>
                <p>
                    <a href=routes::action(&notice.action) lang=lang>{shown}</a>
                </p>
                {reason}
                <p class="quiet small">{detail}</p>
            </div>
        </li>
    }
}
