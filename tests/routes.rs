//! What `routes` builds it reads back, and what nobody built leads nowhere.

use meyirim::{
    model::{ActionId, OrganisationId, OrganisationKind, ShiftId},
    routes::{self, Route},
};
use proptest::prelude::*;

#[test]
fn every_place_is_read_back() {
    for (path, route) in [
        (routes::HOME, Route::Home),
        (routes::ACTIONS, Route::Actions),
        (routes::SHOPS, Route::Shops),
        (routes::FUNDS, Route::Funds),
        (routes::ME, Route::Me),
        (routes::OUTBOX, Route::Outbox),
        (routes::SETTINGS, Route::Settings),
        (routes::SIGN_IN, Route::SignIn),
        (routes::PASS, Route::Pass),
        (routes::RECORD, Route::Record),
        (routes::VERIFY, Route::Verify),
        (routes::CONSENT, Route::Consent),
    ] {
        assert_eq!(Route::of(path), route);
        assert_eq!(Route::of(&format!("{}/", path.trim_end_matches('/'))), route, "{path} with a slash at its end");
    }
}

#[test]
fn every_constant_is_among_them() {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes.rs")).expect("src/routes.rs");
    // Those that are no page by themselves are not public.
    let public = source.lines().filter(|line| line.starts_with("pub const") && line.contains("&str = \"/"));
    let paths: Vec<_> = public.filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(paths.len(), 12);
    for path in paths {
        assert_ne!(Route::of(path), Route::Nowhere, "{path}");
    }
}

#[test]
fn what_leads_nowhere() {
    for path in [
        "/nowhere",
        "/me/more",
        "/me/pass/x",
        "/me/certificates",
        "/check-in",
        "/actionsx",
        "/action",
        "/ACTIONS",
        "/settings/a/b",
        "//",
        "/-/actions",
        "actions",
        "/ә",
    ] {
        let route = Route::of(path);
        assert!(route == Route::Nowhere || (path == "//" && route == Route::Home), "{path}: {route:?}");
    }
    assert_eq!(Route::of("/actions/%D0%B0%2Fb"), Route::Action("а/b".to_owned()));
    assert_eq!(Route::of("/actions/a/b"), Route::Action("a/b".to_owned()));
}

proptest! {
    #[test]
    fn a_record_is_read_back(id in "[A-Za-z0-9_-]{1,64}") {
        let action = ActionId::new(&id).expect("an id");
        prop_assert_eq!(Route::of(&routes::action(&action)), Route::Action(id.clone()));
        prop_assert_eq!(Route::of(&routes::certificate(&id)), Route::Certificate(id.clone()));
        let place = routes::check_in_with(&action, &ShiftId::new(&id).expect("an id"), "012345");
        let (path, query) = place.split_once('?').expect("a query");
        prop_assert_eq!(Route::of(path), Route::CheckIn(id.clone()));
        prop_assert_eq!(query, format!("shift={id}&code=012345"));
        let organisation = OrganisationId::new(&id).expect("an id");
        prop_assert_eq!(Route::of(&routes::organisation(OrganisationKind::SocialShop, &organisation)), Route::Shop(id.clone()));
        prop_assert_eq!(Route::of(&routes::organisation(OrganisationKind::Fund, &organisation)), Route::Fund(id));
    }

    /// The secret is in the fragment, and the path says nothing of it.
    #[test]
    fn a_parents_link_is_read_back(secret in "[A-Za-z0-9_-]{1,64}") {
        let link = routes::consent(&secret);
        let (path, fragment) = link.split_once('#').expect("a fragment");
        prop_assert_eq!(path, routes::CONSENT);
        prop_assert_eq!(Route::of(path), Route::Consent);
        prop_assert_eq!(routes::secret(fragment), Some(secret.as_str()));
        let marked = format!("#{fragment}");
        prop_assert_eq!(routes::secret(&marked), Some(secret.as_str()));
        prop_assert_eq!((routes::secret(""), routes::secret("#"), routes::secret("# ")), (None, None, None));
    }

    #[test]
    fn no_path_makes_it_fall_over(path in "\\PC{0,40}|(/[a-z%0-9./-]{0,20}){0,4}") {
        let _ = Route::of(&path);
    }
}
