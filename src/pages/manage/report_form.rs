//! The fields of a report, beside what was noted.

use super::{
    report::{Sheet, id_of},
    texts::Missing,
};
use crate::{
    i18n::manage_form,
    model::{
        Lang,
        action_draft::Typed,
        report::{FigureDraft, ReportDraft, Unready},
    },
    routes,
    state::use_app,
    ui::{FieldError, Icon, each, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Fields(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="report-people">
            // What they say stands at the fields.
            <h2 class="sr" id="report-people">{move || app.t().manage_report.came}</h2>
            <Noted sheet />
            <Number sheet path="came".to_owned() label=app.word(|t| t.manage_report.came) get=|draft| draft.came.clone() put=|draft, text| draft.came = text />
            <Why sheet />
        </section>
        <section class="stack" aria-labelledby="report-done">
            <h2 class="sr" id="report-done">{move || app.t().manage_report.done}</h2>
            <Words sheet path="done".to_owned() label=app.word(|t| t.manage_report.done) get=|draft| draft.done.clone() put=|draft, lang, text| *draft.done.at(lang) = text long=true />
        </section>
        <Figures sheet />
    }
}

/// What the log says, and what is still open in it.
#[component]
fn Noted(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    move || {
        let closing = sheet.closing.get()?;
        let (t, noted) = (app.t(), closing.noted);
        let words = &t.manage_report;
        let came = noted.came.map_or_else(|| words.not_noted.to_owned(), |came| (words.noted)(u64::from(came)));
        let hours = (noted.minutes > 0).then(|| (t.outcome.hours)(u64::from(noted.minutes)));
        let open = (noted.open > 0).then(|| {
            let rolls = sheet.action.get().map(|action| {
                let link = |shift: &crate::model::Shift| {
                    view! { <a href=routes::check_in(&action.id, &shift.id)>{words.to_rolls}</a> " " }
                };
                action.shifts.iter().map(link).collect_view()
            });
            view! { <p class="why warning"><Icon name=strokes::CLOCK class="icon icon-s" /> <span>{(words.open)(u64::from(noted.open))} " " {rolls}</span></p> }
        });
        Some(view! {
            <p>{came} " " {(words.places)(u64::from(noted.places))} " " {hours}</p>
            {open}
        })
    }
}

#[component]
fn Number(
    sheet: Sheet,
    path: String,
    #[prop(into)] label: Signal<String>,
    get: impl Fn(&ReportDraft) -> String + Send + Sync + 'static,
    put: impl Fn(&mut ReportDraft, String) + Send + Sync + 'static,
) -> impl IntoView {
    let app = use_app();
    let id = id_of(&path);
    let error_id = format!("{id}-error");
    let wrong = error_id.clone();
    let value = Memo::new(move |_| sheet.draft.with(|draft| get(draft)));
    let error = unready(sheet, path);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                class="input short"
                id=id
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| wrong.clone())
                prop:value=move || value.get()
                on:input=move |event| sheet.edit(|draft| put(draft, event_target_value(&event)))
            />
            <FieldError id=error_id error=Signal::derive(move || error.get().map(|_| app.t().manage_report.no_number.to_owned())) />
        </div>
    }
}

fn unready(sheet: Sheet, path: String) -> Memo<Option<Unready>> {
    Memo::new(move |_| sheet.unready.with(|all| all.iter().find(|(at, _)| *at == path).map(|(_, why)| *why)))
}

/// Both numbers, and why they differ. Asked as soon as they do.
#[component]
fn Why(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let differs = Memo::new(move |_| {
        let noted = sheet.closing.with(|closing| closing.as_ref().and_then(|closing| closing.noted.came))?;
        let said: u32 = sheet.draft.with(|draft| draft.came.trim().parse().ok())?;
        (said != noted).then_some((u64::from(said), u64::from(noted)))
    });
    let text = move || differs.get().map(|(said, noted)| (app.t().manage_report.differs)(said, noted));
    let value = Memo::new(move |_| sheet.draft.with(|draft| draft.why.clone()));
    view! {
        <Show when=move || differs.get().is_some()>
            <p class="why warning" role="status"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p>
            <div class="field">
                <label for="report-why">{move || app.t().manage_report.why}</label>
                <span class="hint" id="report-why-hint">{move || app.t().manage_report.why_hint}</span>
                <textarea class="input" id="report-why" rows="2" aria-describedby="report-why-hint" prop:value=move || value.get() on:input=move |event| sheet.edit(|draft| draft.why = event_target_value(&event))></textarea>
            </div>
        </Show>
    }
}

/// A text in all of the hub's languages.
#[component]
fn Words(
    sheet: Sheet,
    path: String,
    #[prop(into)] label: Signal<String>,
    get: impl Fn(&ReportDraft) -> Typed + Send + Sync + 'static,
    put: impl Fn(&mut ReportDraft, Lang, String) + Send + Sync + Copy + 'static,
    #[prop(optional)] long: bool,
) -> impl IntoView {
    let app = use_app();
    let typed = Memo::new(move |_| sheet.draft.with(|draft| get(draft)));
    let first = id_of(&path);
    let error_id = format!("{first}-error");
    let error = unready(sheet, path);
    let input = |(number, lang): (usize, Lang)| {
        let id = if number == 0 { first.clone() } else { format!("{first}-{}", lang.code()) };
        let value = move || typed.with(|typed| typed.get(lang).to_owned());
        let on_input = move |event: leptos::ev::Event| sheet.edit(|draft| put(draft, lang, event_target_value(&event)));
        let field = if long {
            view! { <textarea class="input" id=id.clone() lang=lang.code() rows="4" prop:value=value on:input=on_input></textarea> }
                .into_any()
        } else {
            view! { <input class="input" id=id.clone() lang=lang.code() autocomplete="off" prop:value=value on:input=on_input /> }
                .into_any()
        };
        view! { <div class="field"><label for=id lang=lang.code()>{manage_form::Words::language(lang)}</label> {field}</div> }
    };
    let inputs = app.hub().languages.iter().copied().enumerate().map(input).collect_view();
    view! {
        <fieldset class="field texts">
            <legend>{label}</legend>
            <Missing typed />
            <div class="languages">{inputs}</div>
            <FieldError id=error_id error=Signal::derive(move || error.get().map(|_| app.t().manage_report.no_what.to_owned())) />
        </fieldset>
    }
}

/// What was counted: households, baskets, trees.
#[component]
fn Figures(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let numbers = move || sheet.draft.with(|draft| (0..draft.figures.len()).collect::<Vec<_>>());
    let add = move |_| sheet.edit(|draft| draft.figures.push(FigureDraft::default()));
    view! {
        <section class="stack" aria-labelledby="report-figures">
            <h2 id="report-figures">{move || app.t().manage_report.figures}</h2>
            <p class="quiet small">{move || app.t().manage_report.figures_hint}</p>
            <ul class="stack" role="list">{each(numbers, |number| *number, move |number| view! { <OneFigure sheet number /> }.into_any())}</ul>
            <p class="actions"><button class="button compact" type="button" on:click=add><Icon name=strokes::PLUS class="icon icon-s" /> {move || app.t().manage_report.add_figure}</button></p>
        </section>
    }
}

#[component]
fn OneFigure(sheet: Sheet, number: usize) -> impl IntoView {
    let app = use_app();
    let shown = number as u64 + 1;
    let remove = move |_| {
        sheet.edit(|draft| {
            if number < draft.figures.len() {
                draft.figures.remove(number);
            }
        });
    };
    let heading = format!("figure-{number}");
    let labelled = heading.clone();
    view! {
        <li>
            <section class="card stack" aria-labelledby=labelled>
                <h3 id=heading>{move || (app.t().manage_report.figure)(shown)}</h3>
                <Words
                    sheet
                    path=format!("figures.{number}.what")
                    label=app.word(|t| t.manage_report.what)
                    get=move |draft| draft.figures.get(number).map(|figure| figure.what.clone()).unwrap_or_default()
                    put=move |draft, lang, text| if let Some(figure) = draft.figures.get_mut(number) { *figure.what.at(lang) = text }
                />
                <Number
                    sheet
                    path=format!("figures.{number}.count")
                    label=app.word(|t| t.manage_report.count)
                    get=move |draft| draft.figures.get(number).map(|figure| figure.count.clone()).unwrap_or_default()
                    put=move |draft, text| if let Some(figure) = draft.figures.get_mut(number) { figure.count = text }
                />
                <p class="actions"><button class="button compact" type="button" on:click=remove><Icon name=strokes::X class="icon icon-s" /> {move || (app.t().manage_report.remove_figure)(shown)}</button></p>
            </section>
        </li>
    }
}
