//! Lists of any backend: however a server cuts them into pages, the app gets them whole, in order and once.

mod support;

use meyirim::{
    api::{ApiError, Reply, Request, changes},
    model::Cursor,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{dialect::*, *};

/// How a server cuts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cut {
    Whole,
    Page { first: u64, told: Told },
    Offset { total: bool },
    Keyset,
    Cursor,
    Link { from: From, form: Form },
}

/// What it tells about the end, beside the records.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Told {
    LastPage,
    TotalInBody,
    TotalInHeader,
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum From {
    LinkHeader,
    BareHeader,
    Body,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Absolute,
    Alias,
    Path,
    /// Without the slash: from the place of the list on.
    Name,
    Query,
    /// What the server behind a proxy believes its prefix to be.
    WrongPrefix,
    NoPrefix,
}

fn any_cut() -> impl Strategy<Value = Cut> {
    use prop::sample::select;
    let told = select(vec![Told::LastPage, Told::TotalInBody, Told::TotalInHeader, Told::Nothing]);
    let from = select(vec![From::LinkHeader, From::BareHeader, From::Body]);
    let form = select(vec![Form::Absolute, Form::Alias, Form::Path, Form::Name, Form::Query, Form::WrongPrefix, Form::NoPrefix]);
    prop_oneof![
        Just(Cut::Whole),
        (0_u64..=1, told).prop_map(|(first, told)| Cut::Page { first, told }),
        any::<bool>().prop_map(|total| Cut::Offset { total }),
        Just(Cut::Keyset),
        Just(Cut::Cursor),
        (from, form).prop_map(|(from, form)| Cut::Link { from, form }),
    ]
}

/// How the end is told where nothing else tells it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Empty,
    NotFound,
}

/// The server's side: a list, cut.
#[derive(Debug, Clone)]
struct Cutter {
    cut: Cut,
    size: usize,
    /// More than this it never gives, whatever it is asked for. Only where it tells how the list goes on or how long it is.
    cap: usize,
    end: End,
    ids: Vec<u32>,
}

/// A cursor that has to survive its way through two addresses.
fn cursor(at: usize) -> String {
    format!("§ {at}&limit=9/+%23\"#")
}

impl Cutter {
    fn profile(&self) -> Value {
        let size = json!({ "name": "page[size]", "value": self.size });
        let paging = match self.cut {
            Cut::Whole => json!("none"),
            Cut::Page { first, told: Told::LastPage } => {
                json!({ "page": { "number": "page", "first": first, "last": "meta.pages", "size": size } })
            }
            Cut::Page { first, .. } => json!({ "page": { "number": "page", "first": first, "size": size } }),
            Cut::Offset { .. } => json!({ "offset": { "offset": "skip", "size": size } }),
            Cut::Keyset => json!({ "keyset": { "after": "after", "field": "id", "size": size } }),
            Cut::Cursor => json!({ "cursor": { "cursor": "cursor", "from": "meta.next", "size": size } }),
            Cut::Link { from, .. } => {
                let from = match from {
                    From::LinkHeader => json!({ "header": "Link" }),
                    From::BareHeader => json!({ "header": "Next-Page" }),
                    From::Body => json!({ "body": "meta.next" }),
                };
                json!({ "link": { "from": from, "size": size } })
            }
        };
        let total = match self.cut {
            Cut::Page { told: Told::TotalInBody, .. } => json!({ "body": "meta.total" }),
            Cut::Page { told: Told::TotalInHeader, .. } | Cut::Offset { total: true } => json!({ "header": "X-Total" }),
            _ => json!("none"),
        };
        profile(json!({
            "paging": paging, "total": total, "answers": { "items": "data.list", "each": "it" },
            "aliases": ["http://backend:3000"], "resources": { "actions": { "list": "/events?shown=yes" } },
        }))
    }

    /// How many records a page has at most.
    fn given(&self) -> usize {
        match self.cut {
            Cut::Page { told: Told::Nothing, .. } | Cut::Offset { total: false } | Cut::Keyset | Cut::Whole => self.size,
            _ => self.size.min(self.cap),
        }
    }

    fn answer(&self, request: &Request) -> Reply {
        let (path, asked) = (&request.path, |name: &str| parameter(&request.path, name));
        assert!(path.starts_with("/events?") && asked("shown").as_deref() == Some("yes"), "{path}");
        let number = |name: &str| asked(name).map(|text| text.parse::<usize>().unwrap_or_else(|_| panic!("{path}")));
        if self.cut != Cut::Whole {
            assert_eq!(number("page[size]"), Some(self.size), "{path}");
        }
        let start = match self.cut {
            Cut::Whole => 0,
            Cut::Page { first, .. } => (number("page").expect("a page") - first as usize) * self.given(),
            Cut::Offset { .. } => number("skip").expect("an offset"),
            Cut::Keyset => asked("after").map_or(0, |key| self.ids.iter().position(|id| id.to_string() == key).expect("a key") + 1),
            Cut::Cursor | Cut::Link { .. } => asked("cursor")
                .map_or(0, |text| (0..=self.ids.len()).find(|at| cursor(*at) == text).unwrap_or_else(|| panic!("cursor {text:?}"))),
        };
        let size = if self.cut == Cut::Whole { self.ids.len() } else { self.given() };
        if start > 0 && start >= self.ids.len() && self.end == End::NotFound {
            return json(404, r#"{"detail":"Invalid page."}"#);
        }
        let end = (start + size).min(self.ids.len());
        let list: Vec<Value> = self.ids[start.min(end)..end].iter().map(|id| json!({ "id": id, "it": event(*id) })).collect();
        let next = (end < self.ids.len()).then(|| cursor(end));
        let mut body = json!({ "data": { "list": list }, "meta": { "next": null, "total": self.ids.len(), "pages": self.ids.len().div_ceil(self.given()) } });
        let mut headers = vec![("content-type", JSON.to_owned()), ("x-total", self.ids.len().to_string())];
        match (self.cut, next) {
            (Cut::Cursor, Some(next)) => body["meta"]["next"] = json!(next),
            (Cut::Link { from, form }, Some(next)) => {
                let link = self.link(form, &next);
                match from {
                    From::LinkHeader => headers.push(("link", format!("</api/v2/events>; rel=\"first\", <{link}>; rel=\"next\""))),
                    From::BareHeader => headers.push(("next-page", link)),
                    From::Body => body["meta"]["next"] = json!(link),
                }
            }
            _ => {}
        }
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        answer(200, &headers, body.to_string().as_bytes())
    }

    fn link(&self, form: Form, cursor: &str) -> String {
        let query = Request::get("").query("shown", "yes").query("page[size]", self.size).query("cursor", cursor).path;
        let place = match form {
            Form::Absolute => format!("{BASE}/events"),
            Form::Alias => "http://backend:3000/api/v2/events".to_owned(),
            Form::Path => "/api/v2/events".to_owned(),
            Form::Name => "events".to_owned(),
            Form::Query => String::new(),
            Form::WrongPrefix => "/behind/a/proxy/api/v2/events".to_owned(),
            Form::NoPrefix => "/events".to_owned(),
        };
        format!("{place}{query}")
    }

    /// The ids as the app gets them, and how many requests that took.
    fn read(&self) -> Result<(Vec<u32>, usize), ApiError> {
        let server = Server::new(|request: &Request| Ok(self.answer(request)));
        let pages = all_actions(&compile(&self.profile()), &server)?;
        assert!(pages.iter().all(|page| page.bad.is_empty()), "{pages:?}");
        let told: Vec<Option<u64>> = pages.iter().map(|page| page.total).collect();
        let tells = matches!(self.cut, Cut::Page { told: Told::TotalInBody | Told::TotalInHeader, .. } | Cut::Offset { total: true });
        assert_eq!(told[0], tells.then_some(self.ids.len() as u64));
        let ids = pages.iter().flat_map(|page| &page.items).map(|action| action.id.as_str().parse().expect("a number")).collect();
        let count = server.asked.borrow().len();
        Ok((ids, count))
    }
}

prop_compose! {
    fn any_cutter()(
        cut in any_cut(), size in 1_usize..6, cap in 1_usize..8, not_found in any::<bool>(),
        ids in prop::collection::hash_set(0_u32..1000, 0..20),
    ) -> Cutter {
        let end = if not_found { End::NotFound } else { End::Empty };
        Cutter { cut, size, cap, end, ids: ids.into_iter().collect() }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_list_cut_in_any_way_comes_back_whole(cutter in any_cutter()) {
        let (ids, requests) = cutter.read().map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&ids, &cutter.ids);
        // At most one to see that there is no more.
        prop_assert!(requests <= cutter.ids.len().div_ceil(cutter.given()) + 1, "{} requests", requests);
    }
}

/// Where the end is told, nothing is asked beyond it.
#[test]
fn a_told_end_costs_no_request() {
    for cut in [
        Cut::Page { first: 1, told: Told::LastPage },
        Cut::Page { first: 0, told: Told::TotalInBody },
        Cut::Page { first: 1, told: Told::TotalInHeader },
        Cut::Offset { total: true },
        Cut::Cursor,
        Cut::Link { from: From::Body, form: Form::Absolute },
    ] {
        let cutter = Cutter { cut, size: 2, cap: 9, end: End::NotFound, ids: (0..6).collect() };
        assert_eq!(cutter.read(), Ok(((0..6).collect(), 3)), "{cut:?}");
    }
}

/// A server that answers a path beyond the end with 404, in every operation that reads whole lists.
#[test]
fn not_found_past_the_end_ends_the_list() {
    let cutter = Cutter { cut: Cut::Page { first: 1, told: Told::Nothing }, size: 2, cap: 9, end: End::NotFound, ids: (0..4).collect() };
    assert_eq!(cutter.read(), Ok(((0..4).collect(), 3)));
    for deletions in [json!("sweep"), json!({ "ids": { "name": "fields", "value": "id" } })] {
        let mut profile = cutter.profile();
        let since = json!({ "stamp": "changed", "deletions": deletions });
        merge(&mut profile, json!({ "changes": { "since": since }, "resources": { "actions": { "names": { "updated": "changed" } } } }));
        for cursor in ["none", "actions=1"] {
            let server = Server::new(|request: &Request| Ok(cutter.answer(request)));
            let set = send(&compile(&profile), &server, None, &changes::since(&Cursor(cursor.to_owned()))).expect("reads").set;
            assert_eq!(set.actions.all.map(|all| all.len()), Some(4), "{cursor}");
        }
    }
    // The first page is no end: the list itself is not there.
    let server = Server::new(|_: &Request| Ok(json(404, "{}")));
    assert!(all_actions(&compile(&cutter.profile()), &server).is_err());
}

#[test]
fn a_bare_array_is_a_list_as_well() {
    let server = Server::new(|_: &Request| Ok(json(200, &json!([{ "it": event(1) }]).to_string())));
    let cutter = Cutter { cut: Cut::Page { first: 1, told: Told::LastPage }, size: 5, cap: 9, end: End::Empty, ids: Vec::new() };
    let pages = all_actions(&compile(&cutter.profile()), &server).expect("reads");
    assert_eq!(pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [1]);
}

// --- Ways on that are not gone -------------------------------------------------------------------------------------------------------------

fn linking(next: impl Fn(&Request) -> String + 'static) -> Server<impl Fn(&Request) -> Result<Reply, ApiError>> {
    Server::new(move |request: &Request| {
        let body = json!({ "data": { "list": [{ "it": event(1) }] }, "meta": { "next": next(request) } });
        Ok(json(200, &body.to_string()))
    })
}

fn by_link() -> Value {
    Cutter { cut: Cut::Link { from: From::Body, form: Form::Absolute }, size: 1, cap: 9, end: End::Empty, ids: Vec::new() }.profile()
}

#[test]
fn a_page_that_is_its_own_next_is_refused() {
    for next in [|request: &Request| format!("{BASE}{}", request.path), |request: &Request| request.path.clone()] {
        let server = linking(next);
        let error = all_actions(&compile(&by_link()), &server).expect_err("a circle");
        assert!(error.to_string().contains("the page itself"), "{error}");
        assert_eq!(server.asked.borrow().len(), 1);
    }
    let mut profile = by_link();
    profile["paging"] = json!({ "cursor": { "cursor": "cursor", "from": "meta.next" } });
    let server = linking(|_: &Request| "same".to_owned());
    let error = all_actions(&compile(&profile), &server).expect_err("a circle");
    assert!(error.to_string().contains("the page itself"), "{error}");
    assert_eq!(server.asked.borrow().len(), 2);
}

#[test]
fn a_link_to_another_origin_is_refused_by_its_name() {
    for (next, origin) in [
        ("https://evil.example/api/v2/events?page=2", "https://evil.example"),
        ("//evil.example/api/v2/events?page=2", "//evil.example"),
        ("http://server.example/api/v2/events?page=2", "http://server.example"), // credentials would travel in the open
        ("https://server.example:8443/api/v2/events", "https://server.example:8443"),
        ("https://server.example.evil/api/v2/events", "https://server.example.evil"),
        ("https://server.example@evil.example/events", "https://server.example@evil.example"),
        ("https://evil.example?x=/api/v2/events", "https://evil.example"),
        ("http://backend:3000.evil/events", "http://backend:3000.evil"),
    ] {
        let server = linking(move |_: &Request| next.to_owned());
        let error = all_actions(&compile(&by_link()), &server).expect_err(next).to_string();
        assert!(error.contains(&format!("another origin, {origin};")) && error.contains("aliases"), "{error}");
        assert!(error.contains("Test server, list of actions"), "{error}");
        assert_eq!(server.asked.borrow().len(), 1, "{next}");
    }
}

#[test]
fn a_link_to_nowhere_is_said() {
    for next in ["https://server.example", "javascript:alert(1)", "mailto:a@b.kz"] {
        let server = linking(move |_: &Request| next.to_owned());
        let error = all_actions(&compile(&by_link()), &server).expect_err(next).to_string();
        assert!(error.contains("leads nowhere"), "{next}: {error}");
    }
}

/// A chain that always leads on: it is cut, and what was read is not taken for all there is.
#[test]
fn an_endless_chain_is_cut() {
    let mut profile = by_link();
    let deletions = json!({ "ids": { "name": "fields", "value": "id" } });
    let since = json!({ "stamp": "changed", "parameter": "since", "deletions": deletions });
    merge(&mut profile, json!({ "changes": { "since": since } }));
    let further = |request: &Request| {
        let here: u64 = parameter(&request.path, "page").map_or(1, |page| page.parse().expect("a number"));
        format!("{BASE}/events?page={}", here + 1)
    };
    let server = linking(further);
    let error = send(&compile(&profile), &server, None, &changes::since(&Cursor("none".to_owned()))).expect_err("endless").to_string();
    assert!(error.contains("does not end after 2000 pages"), "{error}");
    assert_eq!(server.asked.borrow().len(), 2000);
    // The list of ids that says what is gone.
    let server = Server::new(|request: &Request| {
        let next = if request.path.contains("since=") { String::new() } else { further(request) };
        let body = json!({ "data": { "list": [{ "it": event(1) }] }, "meta": { "next": next } });
        Ok(json(200, &body.to_string()))
    });
    let error = send(&compile(&profile), &server, None, &changes::since(&Cursor("actions=1".to_owned()))).expect_err("endless").to_string();
    assert!(error.contains("does not end after 2000 pages"), "{error}");
}
