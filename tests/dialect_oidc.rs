//! Signing in at another server by OpenID Connect: the way there and back, renewal, what is never sent where, and who is not believed.

mod support;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use futures::future::join;
use meyirim::{
    api::{
        ApiError, ProblemKind, Reply, Request,
        actions::{self, ListActions},
        dialect::{Dialect, check},
        session,
        translate::{Translate, World},
    },
    model::{
        Person,
        session::{Departure, Returned},
    },
};
use serde_json::{Value, json};
use std::cell::RefCell;
use support::{dialect::*, *};

const ISSUER: &str = "https://id.example";

/// A server where people sign in, and the API beside it.
struct City {
    /// What the API believes.
    access: String,
    /// What it takes for fresh ones; used up by each use.
    refresh: String,
    /// How often somebody asked for fresh ones.
    renewals: u32,
    claims: Value,
    metadata: Value,
    /// The other server cannot be reached.
    away: bool,
    /// A proxy in front of it does not let anybody through.
    walled: bool,
}

impl City {
    fn new() -> RefCell<Self> {
        RefCell::new(Self {
            access: "access-1".to_owned(),
            refresh: "refresh-1".to_owned(),
            renewals: 0,
            claims: json!({
                "iss": ISSUER, "aud": "meyirim", "exp": now().0 / 1000 + 300, "nonce": departure().nonce,
                "sub": "person 7", "name": "Айгүл", "email": "Aigul@Example.kz",
            }),
            metadata: json!({
                "issuer": ISSUER, "authorization_endpoint": "https://id.example/auth?tenant=city", "token_endpoint": "https://tokens.example/token",
                "userinfo_endpoint": "https://id.example/me", "revocation_endpoint": "https://id.example/revoke",
                "end_session_endpoint": "https://id.example/logout", "code_challenge_methods_supported": ["plain", "S256"],
            }),
            away: false,
            walled: false,
        })
    }

    fn answer(&mut self, request: &Request) -> Result<Reply, ApiError> {
        let address = request.address(BASE);
        let bearer = request.header_value("authorization").unwrap_or_default().to_owned();
        let form = || parameters(&format!("?{}", request.body.clone().unwrap_or_default()));
        let told = |name: &str| form().into_iter().find(|(known, _)| known == name).map(|(_, value)| value).unwrap_or_default();
        if request.base.is_some() {
            assert!(self.away || !address.starts_with(BASE), "{address}");
            if self.away {
                return Err(ApiError::Unreachable);
            }
            if self.walled {
                return Ok(answer(
                    403,
                    &[("content-type", "text/html".to_owned())].each_ref().map(|(name, value)| (*name, value.as_str())),
                    b"<h1>Forbidden</h1>",
                ));
            }
            // Only the person's own page at that server may be shown a token in a header.
            assert_eq!(bearer.is_empty(), !address.ends_with("/me"), "{address}");
        }
        Ok(match address.as_str() {
            "https://id.example/.well-known/openid-configuration" => json(200, &self.metadata.to_string()),
            "https://tokens.example/token" if told("grant_type") == "authorization_code" => {
                assert_eq!((told("code"), told("client_id"), told("redirect_uri")), ("c/1".into(), "meyirim".into(), departure().back));
                assert_eq!(told("code_verifier"), departure().verifier);
                json(200, &self.tokens(true).to_string())
            }
            "https://tokens.example/token" => {
                assert_eq!(told("grant_type"), "refresh_token");
                self.renewals += 1;
                if told("refresh_token") != self.refresh {
                    return Ok(json(400, r#"{"error":"invalid_grant"}"#));
                }
                self.access = format!("access-{}", self.renewals + 1);
                self.refresh = format!("refresh-{}", self.renewals + 1);
                json(200, &self.tokens(false).to_string())
            }
            "https://id.example/me" if bearer == format!("Bearer {}", self.access) => json(200, &self.claims.to_string()),
            "https://id.example/revoke" => json(200, "{}"),
            _ if bearer == format!("Bearer {}", self.access) => json(200, &json!([event("a")]).to_string()),
            _ => json(401, r#"{"error":"who are you?"}"#),
        })
    }

    fn tokens(&self, with_id: bool) -> Value {
        let mut tokens = json!({ "access_token": self.access, "refresh_token": self.refresh, "token_type": "Bearer", "expires_in": 60, "scope": "openid" });
        if with_id {
            tokens["id_token"] = json!(format!("e30.{}.c2ln", BASE64_URL_SAFE_NO_PAD.encode(self.claims.to_string())));
        }
        tokens
    }
}

fn departure() -> Departure {
    Departure {
        back: "https://hub.example/sign-in".to_owned(),
        state: "state-1".to_owned(),
        nonce: "nonce-1".to_owned(),
        // RFC 7636, appendix B.
        verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned(),
    }
}

fn oidc(more: Value) -> Value {
    let mut all = profile(json!({ "auth": { "oidc": {
        "issuer": ISSUER, "client": "meyirim", "scope": "openid email offline_access", "parameters": { "prompt": "consent" },
        "record": "id_token",
        "person": { "id": { "at": "sub", "as": "id" }, "name": "name", "contact": "email" },
    } } }));
    merge(&mut all["auth"]["oidc"], more);
    all
}

fn back(query: &str) -> Returned {
    Returned { departure: departure(), query: query.to_owned() }
}

fn signed_in(dialect: &Dialect, city: &RefCell<City>) -> Person {
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    let call = session::come_back(&back("code=c%2F1&state=state-1"), "key");
    send(dialect, &server, None, &call).unwrap_or_else(|error| panic!("{error}")).person
}

fn list() -> meyirim::api::Call<meyirim::api::Fetched<meyirim::api::Page<meyirim::model::Action>>> {
    actions::list(&ListActions::default())
}

#[test]
fn the_way_there_asks_for_a_code_that_only_we_can_use() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    let there = send(&dialect, &server, None, &session::depart(&departure(), "key")).expect("an address").address;
    assert!(there.starts_with("https://id.example/auth?tenant=city&response_type=code&"), "{there}");
    let asked = |name: &str| parameter(&there, name).unwrap_or_default();
    assert_eq!(asked("client_id"), "meyirim");
    assert_eq!(asked("redirect_uri"), "https://hub.example/sign-in");
    assert_eq!(asked("scope"), "openid email offline_access");
    assert_eq!((asked("state"), asked("nonce"), asked("prompt")), ("state-1".into(), "nonce-1".into(), "consent".into()));
    assert_eq!(asked("code_challenge"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assert_eq!(asked("code_challenge_method"), "S256");
    assert!(!there.contains(&departure().verifier));
}

#[test]
fn whoever_comes_back_is_known_and_the_api_is_shown_the_token() {
    for record in ["id_token", "userinfo"] {
        let (dialect, city) = (compile(&oidc(json!({ "record": record }))), City::new());
        let person = signed_in(&dialect, &city);
        assert_eq!(person.name.as_deref(), Some("Айгүл"));
        assert_eq!(person.contact.as_str(), "aigul@example.kz");
        assert!(!person.id.as_str().contains(' '));
        let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
        send(&dialect, &server, Some(&person), &list()).expect("a list");
        let again = send(&dialect, &server, Some(&person), &session::who_am_i()).expect("a session");
        assert_eq!(again.person, person);
    }
}

#[test]
fn the_person_can_be_a_record_of_the_api() {
    let dialect = compile(&oidc(json!({ "record": { "api": "/users/me" }, "person": { "id": "id", "contact": "mail" } })));
    let city = City::new();
    let server = Server::new(|request: &Request| {
        if request.path == "/users/me" {
            assert_eq!(request.header_value("authorization"), Some("Bearer access-1"));
            return Ok(json(200, r#"{"id":7,"mail":"a@example.kz"}"#));
        }
        city.borrow_mut().answer(request)
    });
    let opened = send(&dialect, &server, None, &session::come_back(&back("code=c%2F1&state=state-1"), "key")).expect("a session");
    assert_eq!(opened.person.contact.as_str(), "a@example.kz");
}

/// None of these may leave anything behind that counts as being signed in.
#[test]
fn who_is_not_believed() {
    type Spoil = fn(&mut City);
    let no_change: Spoil = |_| {};
    let good = "code=c%2F1&state=state-1";
    let cases: [(&str, &str, Spoil); 12] = [
        ("another state", "code=c%2F1&state=state-2", no_change),
        ("no state", "code=c%2F1", no_change),
        ("no code", "state=state-1", no_change),
        ("refused", "error=invalid_scope&error_description=no+such&state=state-1", no_change),
        ("another server sends back", "code=c%2F1&state=state-1&iss=https%3A%2F%2Fevil.example", no_change),
        ("nobody says who sends back", good, |city| city.metadata["authorization_response_iss_parameter_supported"] = json!(true)),
        ("another nonce", good, |city| city.claims["nonce"] = json!("nonce-2")),
        ("no nonce", good, |city| drop(city.claims.as_object_mut().map(|claims| claims.remove("nonce")))),
        ("another server's token", good, |city| city.claims["iss"] = json!("https://evil.example")),
        ("for another client", good, |city| city.claims["aud"] = json!("other")),
        ("for several, and asked for by another", good, |city| city.claims["aud"] = json!(["meyirim", "other"])),
        ("long run out", good, |city| city.claims["exp"] = json!(now().0 / 1000 - 3600)),
    ];
    for (what, query, spoil) in cases {
        let (dialect, city) = (compile(&oidc(json!({}))), City::new());
        spoil(&mut city.borrow_mut());
        let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
        let outcome = send(&dialect, &server, None, &session::come_back(&back(query), "key"));
        let error = outcome.expect_err(what);
        assert_eq!(error.kind(), Some(ProblemKind::SignIn), "{what}: {error}");
        assert_eq!(dialect.credentials(), None, "{what}");
    }
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    city.borrow_mut().claims["aud"] = json!(["meyirim", "other"]);
    city.borrow_mut().claims["azp"] = json!("meyirim");
    signed_in(&dialect, &city);
}

#[test]
fn a_server_that_cannot_be_trusted_is_not_gone_to() {
    let cases = [
        ("issuer", json!("https://evil.example")),
        ("token_endpoint", json!("http://id.example/token")),
        ("end_session_endpoint", json!("javascript:alert(1)")),
        ("token_endpoint", json!("http://localhost:x@evil.example/token")),
        ("code_challenge_methods_supported", json!(["plain"])),
        ("authorization_endpoint", Value::Null),
    ];
    for (name, value) in cases {
        let (dialect, city) = (compile(&oidc(json!({}))), City::new());
        city.borrow_mut().metadata[name] = value;
        let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
        let error = send(&dialect, &server, None, &session::depart(&departure(), "key")).expect_err(name);
        assert!(matches!(error, ApiError::Decode { .. }), "{name}: {error}");
        assert!(error.to_string().contains("going to sign in"), "{error}");
    }
}

#[test]
fn what_has_run_out_is_renewed_before_and_after_it_is_refused() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    let person = signed_in(&dialect, &city);
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    // Refused though it has not run out: the server has taken it back.
    city.borrow_mut().access = "taken back".to_owned();
    send(&dialect, &server, Some(&person), &list()).expect("a list after renewal");
    assert_eq!(city.borrow().renewals, 1);
    // Two minutes later it has run out, which needs no refusal to be seen.
    let later = World { ask: &server, now: now().plus(120_000), person: Some(&person), known: true };
    let before = server.asked.borrow().len();
    block_on(dialect.answer(&list().request, later)).expect("a list");
    assert_eq!((city.borrow().renewals, server.asked.borrow().len() - before), (2, 2));
}

/// What renews is used up by its use: a second use at the same time would look like a thief's, and end the session.
#[test]
fn several_requests_at_once_renew_once() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    let person = signed_in(&dialect, &city);
    city.borrow_mut().access = "taken back".to_owned();
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    let world = World { ask: &server, now: now(), person: Some(&person), known: true };
    let call = list();
    let both = block_on(join(dialect.answer(&call.request, world), dialect.answer(&call.request, world)));
    assert_eq!((both.0.map(|reply| reply.status), both.1.map(|reply| reply.status)), (Ok(200), Ok(200)));
    assert_eq!(city.borrow().renewals, 1);
}

#[test]
fn a_session_ends_by_the_servers_word_and_not_by_a_broken_line() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    let person = signed_in(&dialect, &city);
    let held = dialect.credentials();
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    city.borrow_mut().access = "taken back".to_owned();
    city.borrow_mut().away = true;
    send(&dialect, &server, Some(&person), &list()).expect_err("refused, and nothing to renew it by");
    assert_eq!(dialect.credentials(), held);
    city.borrow_mut().away = false;
    city.borrow_mut().refresh = "taken back as well".to_owned();
    let later = World { ask: &server, now: now().plus(31_000), person: Some(&person), known: true };
    let outcome = block_on(dialect.answer(&list().request, later)).and_then(|reply| list().read(&reply));
    let error = outcome.expect_err("the session is over");
    assert_eq!(error.kind(), Some(ProblemKind::SignIn));
    assert_eq!(dialect.credentials(), None);
    let error = send(&dialect, &server, Some(&person), &session::who_am_i()).expect_err("nobody");
    assert_eq!(error.kind(), Some(ProblemKind::SignIn));
}

#[test]
fn signing_out_takes_the_grant_back_and_leads_to_the_other_server() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    signed_in(&dialect, &city);
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    let further = send(&dialect, &server, None, &session::sign_out("key")).expect("signed out");
    assert_eq!(further.as_deref(), Some("https://id.example/logout?client_id=meyirim"));
    let revoked = server.asked.borrow().iter().find(|request| request.address(BASE).ends_with("/revoke")).cloned();
    assert!(revoked.and_then(|request| request.body).is_some_and(|body| body.starts_with("token=refresh-1&")));
    assert_eq!(dialect.credentials(), None);
    // The grant cannot be taken back: gone from here all the same, and out over there.
    signed_in(&dialect, &city);
    city.borrow_mut().away = true;
    assert_eq!(send(&dialect, &server, None, &session::sign_out("key")).expect("signed out"), further);
    assert_eq!(dialect.credentials(), None);
}

/// A shared computer: another tab has signed somebody else in, or this one out, and its word did not arrive.
#[test]
fn nobody_acts_with_what_proves_somebody_else() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    let first = signed_in(&dialect, &city);
    let second = Person { id: id("somebody-else"), ..first.clone() };
    for (person, known, stays) in [(Some(&first), true, true), (None, false, true), (Some(&second), true, false), (None, true, false)] {
        let person_before = signed_in(&dialect, &city);
        assert_eq!(person_before.id, first.id);
        let before = server.asked.borrow().len();
        let _ = block_on(dialect.answer(&list().request, World { ask: &server, now: now(), person, known }));
        assert_eq!(dialect.credentials().is_some(), stays, "{person:?} {known}");
        let shown = server.asked.borrow()[before..].iter().any(|request| request.header_value("authorization").is_some());
        assert_eq!(shown, stays);
    }
    // Kept by the tab, and read again for the same person only.
    signed_in(&dialect, &city);
    let kept = dialect.credentials();
    let again = compile(&oidc(json!({})));
    again.set_credentials(kept);
    let _ = send(&again, &server, Some(&second), &list());
    assert_eq!(again.credentials(), None);
    again.set_credentials(Some("no JSON".to_owned()));
    assert_eq!(again.credentials(), None);
}

/// The answer to a renewal arrives after somebody has signed out: it must not bring them back.
#[test]
fn a_renewal_on_its_way_brings_nobody_back() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    let person = signed_in(&dialect, &city);
    city.borrow_mut().access = "taken back".to_owned();
    let server = Server::new(|request: &Request| {
        if request.address(BASE).ends_with("/token") {
            dialect.set_credentials(None);
        }
        city.borrow_mut().answer(request)
    });
    let _ = send(&dialect, &server, Some(&person), &list());
    assert_eq!((city.borrow().renewals, dialect.credentials()), (1, None));
}

/// A server that does not answer is left alone for a while: else every list would wait for it.
#[test]
fn renewing_rests_after_it_has_failed() {
    let (dialect, city) = (compile(&oidc(json!({}))), City::new());
    let person = signed_in(&dialect, &city);
    city.borrow_mut().access = "taken back".to_owned();
    city.borrow_mut().walled = true;
    let server = Server::new(|request: &Request| city.borrow_mut().answer(request));
    let elsewhere = || server.asked.borrow().iter().filter(|request| request.base.is_some()).count();
    for _ in 0..3 {
        send(&dialect, &server, Some(&person), &list()).expect_err("refused");
    }
    assert_eq!(elsewhere(), 1);
    assert!(dialect.credentials().is_some(), "a page of a proxy is no word about the session");
    city.borrow_mut().walled = false;
    let later = World { ask: &server, now: now().plus(31_000), person: Some(&person), known: true };
    block_on(dialect.answer(&list().request, later)).expect("a list");
    assert_eq!(city.borrow().renewals, 1);
}

/// A tab that cannot prove who is here still shows what is public, and forgets nobody's signups.
#[test]
fn without_a_proof_the_rest_goes_on() {
    let mut profile = oidc(json!({}));
    merge(
        &mut profile,
        json!({ "resources": { "signups": {
        "list": "/signups", "names": { "person": "who" },
        "fields": { "id": "id", "action": "event", "shift": { "const": "1" }, "standing": { "const": "confirmed" } },
    } } }),
    );
    let dialect = compile(&profile);
    let server = Server::new(|_: &Request| Ok(json(200, &json!([event("a")]).to_string())));
    let person = person_of(None);
    let set =
        send(&dialect, &server, Some(&person), &meyirim::api::changes::since(&meyirim::model::Cursor("none".into()))).expect("changes").set;
    assert_eq!((set.actions.changed.len(), set.signups.all), (1, None));
    let error = send(&dialect, &server, Some(&person), &meyirim::api::signups::list()).expect_err("nobody");
    assert_eq!(error.kind(), Some(ProblemKind::SignIn));
}

#[test]
fn what_is_told_about_somebody_else_is_not_believed() {
    let (dialect, city) = (compile(&oidc(json!({ "record": "userinfo" }))), City::new());
    let server = Server::new(|request: &Request| {
        if request.address(BASE).ends_with("/me") {
            return Ok(json(200, r#"{"sub":"person 8","email":"b@example.kz"}"#));
        }
        city.borrow_mut().answer(request)
    });
    let call = session::come_back(&back("code=c%2F1&state=state-1"), "key");
    let error = send(&dialect, &server, None, &call).expect_err("somebody else");
    assert_eq!((error.kind(), dialect.credentials()), (Some(ProblemKind::SignIn), None));
}

#[test]
fn mistakes_in_the_profile_are_named() {
    let cases = [
        (json!({ "issuer": "http://id.example" }), "auth.oidc.issuer"),
        (json!({ "issuer": "https://id.example?x" }), "auth.oidc.issuer"),
        (json!({ "client": "" }), "auth.oidc.client"),
        (json!({ "scope": "email" }), "auth.oidc.scope"),
        (json!({ "parameters": { "state": "mine" } }), "auth.oidc.parameters.state"),
        (json!({ "record": { "api": "https://evil.example/me" } }), "auth.oidc.record.api"),
        (json!({ "record": "userinfos" }), "auth.oidc.record"),
        (json!({ "person": { "id": null } }), "auth.oidc.person"),
        (json!({ "secret": "x" }), "auth.oidc.secret"),
    ];
    for (more, path) in cases {
        let refused = check::compile(oidc(more.clone()).to_string().as_bytes(), BASE).err().unwrap_or_else(|| panic!("{more}"));
        assert_eq!(refused.path, path, "{refused}");
    }
}
