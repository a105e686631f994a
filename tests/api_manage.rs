//! Every endpoint of those who plan. As in `api_requests.rs`, which also knows all fixtures.

mod support;

use meyirim::{
    api::{ApiError, Reply, manage},
    model::{
        AgeClass, Direction, Texts,
        action::ActionDetail,
        action_draft::{ActionDraft, Beat, PutDraft},
        report::{Figure, NewReport},
    },
};
use serde_json::json;
use support::{requests::*, *};

#[test]
fn drafts_of_all_who_plan() {
    let call = manage::drafts();
    is_read(&call.request, "GET /admin/drafts", None);
    let drafts = call.read(&reply("drafts")).expect("reads").items;
    assert_eq!((drafts.len(), drafts[0].rev, drafts[0].by_name.as_deref()), (2, 3, Some("Серік")));
    let form = &drafts[0].form;
    assert_eq!((form.direction, form.shifts["1"].most.as_str()), (Some(Direction::Qamqor), ""));
    assert_eq!(form.repeat.as_ref().map(|repeat| repeat.beat), Some(Beat::Weekly));
    // What an older version of the app has not written down is as if nobody had typed it.
    assert_eq!(drafts[1].form, ActionDraft::default());

    let call = manage::draft(&id("spring"));
    is_read(&call.request, "GET /admin/drafts/spring", None);
    assert_eq!(call.read(&reply("draft")).expect("reads").form.youngest, Some(AgeClass::From14To17));

    let put = PutDraft { rev: 1, form: ActionDraft::default() };
    let call = manage::put_draft(&id("spring"), &put, KEY);
    is_write(&call.request, "PUT /admin/drafts/spring", Some(serde_json::to_value(&put).expect("writes")));
    assert_eq!(call.read(&reply("draft")).expect("reads").rev, 1);

    let call = manage::drop_draft(&id("spring"), 1, KEY);
    is_write(&call.request, "DELETE /admin/drafts/spring?rev=1", None);
    call.read(&Reply { status: 204, ..reply("draft") }).expect("gone");
    // A captive portal's page is no proof that it is.
    assert!(matches!(call.read(&reply("draft")), Err(ApiError::Unexpected { status: 200 })));
}

fn detail() -> ActionDetail {
    serde_json::from_str(&fixture("action")).expect("a detail")
}

#[test]
fn actions_are_made_changed_and_removed() {
    let (detail, answer) = (detail(), with_header(reply("action"), "etag", "\"8\""));
    let body = serde_json::to_value(&detail).expect("writes");
    let call = manage::create(&detail, KEY);
    is_write(&call.request, "POST /admin/actions", Some(body.clone()));
    assert_eq!(call.read(&answer).expect("reads"), (detail.clone(), Some("\"8\"".to_owned())));

    let call = manage::change(&detail, "\"7\"", KEY);
    assert_eq!(line(&call.request), format!("PUT /admin/actions/{}", detail.action.id));
    assert_eq!((call.request.header_value("if-match"), call.request.header_value("idempotency-key")), (Some("\"7\""), Some(KEY)));
    assert_eq!(call.read(&answer).expect("reads").1.as_deref(), Some("\"8\""));

    let call = manage::remove(&detail.action.id, "\"7\"", KEY);
    assert_eq!(line(&call.request), format!("DELETE /admin/actions/{}", detail.action.id));
    assert_eq!((call.request.header_value("if-match"), &call.request.body), (Some("\"7\""), &None));
}

#[test]
fn who_hears_of_it() {
    let call = manage::hearing(&id("badam-bank"));
    is_read(&call.request, "GET /admin/actions/badam-bank/hearing", None);
    let hearing = call.read(&reply("hearing")).expect("reads");
    assert_eq!((hearing.account, hearing.text, hearing.unreached, hearing.everybody()), (5, 2, 1, 8));
}

#[test]
fn what_came_of_them() {
    let call = manage::closing(&id("badam-bank"));
    is_read(&call.request, "GET /admin/actions/badam-bank/report", None);
    let closing = call.read(&reply("closing")).expect("reads");
    assert_eq!((closing.noted.came, closing.noted.open, closing.report.map(|report| report.came)), (Some(12), 2, Some(14)));

    let figures = vec![Figure { what: Texts::new(None, Some("Мешков"), None).expect("a text"), count: 40 }];
    let new = NewReport { came: 14, why: Some("Двое пришли без записи".to_owned()), done: None, figures };
    let call = manage::report(&id("badam-bank"), &new, "\"7\"", KEY);
    assert_eq!(line(&call.request), "PUT /admin/actions/badam-bank/report");
    assert_eq!(call.request.header_value("if-match"), Some("\"7\""));
    let sent: serde_json::Value = call.request.body.as_deref().map(|text| serde_json::from_str(text).expect("JSON")).expect("a body");
    let text = json!({ "kk": null, "ru": "Мешков", "en": null });
    assert_eq!(sent, json!({ "came": 14, "why": "Двое пришли без записи", "done": null, "figures": [{ "what": text, "count": 40 }] }));

    let call = manage::reported();
    is_read(&call.request, "GET /admin/reports", None);
    assert_eq!(call.read(&reply("reported")).expect("reads").items, [id("badam-bank"), id("saturdays-2026-11-28")]);
}
