use crate::hub::{Hub, Place, id, key, kind};
use meyirim::{
    api::{Fetched, Page, ProblemKind, actions, indicators, organisations, page},
    model::{Action, Instant, instant::HOUR},
};

crate::on_both!(pages_are_whole, filters, unchanged_costs_a_header, bad_questions, details, compressed);

async fn all(hub: &Hub, params: &actions::ListActions) -> Vec<Page<Action>> {
    let mut pages = Vec::new();
    let Fetched::New(page) = hub.call(None, actions::list(params)).await.expect("a page") else { panic!() };
    let mut next = page.next.clone();
    pages.push(page);
    while let Some(link) = next {
        let request = page::follow(&link, "/api/v1", &actions::list(params).request).expect("a link below the base");
        let Fetched::New(page) = hub.call(None, request.read_page::<Action>()).await.expect("a page") else { panic!() };
        next = page.next.clone();
        pages.push(page);
    }
    pages
}

/// No record is missing, none is there twice, and the order is by start, then id, however large the pages are; also where many
/// begin at the same moment, and while the list changes.
async fn pages_are_whole(place: Place) {
    let hub = Hub::on(&place).await;
    for number in 0..47 {
        let mut plan = hub.plan(&format!("a{number:02}"), 24 + number % 5, 3, true);
        plan.action.shifts[0].starts = Instant(plan.action.shifts[0].starts.0 / 3_600_000 * 3_600_000);
        hub.action(plan).await;
    }
    for limit in [1, 7, 46, 47, 100] {
        let pages = all(&hub, &actions::ListActions { limit: Some(limit), ..Default::default() }).await;
        let ids: Vec<_> = pages.iter().flat_map(|page| &page.items).map(|action| action.id.to_string()).collect();
        let mut sorted: Vec<_> = pages.iter().flat_map(|page| &page.items).collect();
        sorted.sort_by(|a, b| a.order().cmp(&b.order()));
        assert_eq!(ids, sorted.iter().map(|action| action.id.to_string()).collect::<Vec<_>>());
        assert_eq!(ids.len(), 47);
        assert!(pages.iter().all(|page| page.total == Some(47)));
        assert_eq!(pages.len(), 47usize.div_ceil(limit as usize));
        // All pages carry the cursor of the first.
        assert!(pages.iter().all(|page| page.changes == pages[0].changes));
    }
    let Fetched::New(first) = hub.call(None, actions::list(&actions::ListActions { limit: Some(20), ..Default::default() })).await.unwrap()
    else {
        panic!()
    };
    let later = hub.action(hub.plan("late", 1, 1, true)).await;
    let request = page::follow(first.next.as_deref().unwrap(), "/api/v1", &actions::list(&Default::default()).request).unwrap();
    let Fetched::New(second) = hub.call(None, request.read_page::<Action>()).await.unwrap() else { panic!() };
    assert!(second.items.iter().all(|action| action.id != later.action.id), "it is before the second page");
    let changes = hub.call(None, meyirim::api::changes::since(&second.changes.unwrap())).await.unwrap();
    assert_eq!(changes.set.actions.changed, [later.action]);
}

async fn filters(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("past", -10, 1, true)).await;
    hub.action(hub.plan("now", -1, 1, true)).await;
    hub.action(hub.plan("next", 5, 1, true)).await;
    let mut full = hub.plan("full", 6, 1, true);
    full.action.direction = meyirim::model::Direction::Umit;
    full.action.district = None;
    full.action.shifts[0].seats.taken = 1;
    hub.action(full).await;
    let ids = async |query: String| {
        let body: serde_json::Value = hub.get(&format!("/actions?{query}")).send().await.unwrap().json().await.unwrap();
        let ids: Vec<_> = body["items"].as_array().unwrap().iter().map(|action| action["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(body["total"], ids.len());
        ids.join(" ")
    };
    let now = hub.now();
    assert_eq!(ids(format!("from={now}")).await, "now next full");
    assert_eq!(ids(format!("until={now}")).await, "past");
    assert_eq!(ids(format!("from={now}&until={}", now.plus(7 * HOUR))).await, "now next");
    assert_eq!(ids("direction=umit".into()).await, "full");
    assert_eq!(ids("district=abay".into()).await, "past now next");
    assert_eq!(ids(format!("free=true&from={now}")).await, "now next");
    let me = hub.adult("aigul").await;
    hub.join(&me, "next", false, &key()).await.expect("joined");
    assert_eq!(ids(format!("free=true&from={now}")).await, "now", "a place was taken");
}

async fn unchanged_costs_a_header(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let me = hub.adult("aigul").await;
    let Fetched::New(list) = hub.call(None, organisations::list(None)).await.unwrap() else { panic!() };
    let first = hub.get("/actions").send().await.unwrap();
    let etag = first.headers()["etag"].clone();
    let again = |etag: &reqwest::header::HeaderValue| hub.get("/actions").header("if-none-match", etag).send();
    let unchanged = again(&etag).await.unwrap();
    assert_eq!((unchanged.status().as_u16(), &unchanged.headers()["etag"]), (304, &etag));
    assert!(unchanged.bytes().await.unwrap().is_empty());
    let Fetched::New((_, detail)) = hub.call(None, actions::get(&id("one"), None)).await.unwrap() else { panic!() };
    assert_eq!(hub.call(None, actions::get(&id("one"), detail.as_deref())).await.unwrap(), Fetched::Unchanged);

    hub.join(&me, "one", true, &key()).await.expect("joined");
    assert_eq!(again(&etag).await.unwrap().status(), 200);
    assert!(matches!(hub.call(None, actions::get(&id("one"), detail.as_deref())).await.unwrap(), Fetched::New(_)));
    // A list that the change did not touch is still what it was.
    assert_eq!(hub.call(None, organisations::list(list.etag.as_deref())).await.unwrap(), Fetched::Unchanged);
    assert!(matches!(hub.call(None, indicators::list(None)).await.unwrap(), Fetched::New(_)));
}

async fn bad_questions(place: Place) {
    let hub = Hub::on(&place).await;
    for (path, pointer) in [
        ("/actions?limit=0", "/query/limit"),
        ("/actions?limit=1001", "/query/limit"),
        ("/actions?limit=%2B5", "/query/limit"),
        ("/actions?limit=x", "/query/limit"),
        ("/actions?limit=5&limit=5", "/query/limit"),
        ("/actions?from=yesterday", "/query/from"),
        ("/actions?direction=health", "/query/direction"),
        ("/actions?free=maybe", "/query/free"),
        ("/actions?cursor=nonsense", "/query/cursor"),
        ("/actions?cursor=QTlSZWZQQTUgMjQ3IDE1ODc2Njg0MDAwMDAgYQ", "/query/cursor"),
        ("/actions?colour=red", "/query/colour"),
        ("/actions?colour%2F=red", "/query/colour~1"),
        ("/organisations?kind=bank", "/query/kind"),
        ("/indicators?since=1", "/query/since"),
        ("/changes", "/query/since"),
        ("/changes?since=", "/query/since"),
        ("/actions?limit=%ff", "/query/"),
    ] {
        let answer = hub.get(path).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let problem: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(
            (problem["type"].as_str(), problem["errors"][0]["pointer"].as_str()),
            (Some("/problems/malformed"), Some(pointer)),
            "{path}"
        );
    }
    for path in ["/nowhere", "/actions/a/b", "/actions/%2e%2e", "/actions/%ff", "/actions/a%20b", "/organisations/none"] {
        let answer = hub.get(path).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
            (404, "application/problem+json"),
            "{path}"
        );
    }
    let wrong = hub.ask("PUT", "/actions").send().await.unwrap();
    assert_eq!((wrong.status().as_u16(), wrong.headers()["content-type"].to_str().unwrap()), (405, "application/problem+json"));
    assert!(wrong.headers()["allow"].to_str().unwrap().contains("GET"));
    assert_eq!(kind(hub.call(None, meyirim::api::signups::list()).await), ProblemKind::SignIn);
}

async fn details(place: Place) {
    let hub = Hub::on(&place).await;
    let stored = hub.action(hub.plan("one", 24, 5, true)).await;
    let Fetched::New((detail, etag)) = hub.call(None, actions::get(&id("one"), None)).await.unwrap() else { panic!() };
    assert_eq!(detail, stored);
    assert!(etag.is_some_and(|etag| etag.starts_with('"')), "strong, for If-Match");
}

async fn compressed(place: Place) {
    let hub = Hub::on(&place).await;
    for number in 0..20 {
        hub.action(hub.plan(&format!("a{number}"), 24, 5, true)).await;
    }
    for (accepted, used) in [("br, gzip", "br"), ("gzip", "gzip")] {
        let answer = hub.get("/actions").header("accept-encoding", accepted).send().await.unwrap();
        assert_eq!(answer.headers()["content-encoding"], used);
        assert!(answer.bytes().await.unwrap().len() < 2_000);
    }
}
