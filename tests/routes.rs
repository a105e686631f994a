//! What `routes` builds it reads back, and what nobody built leads nowhere.

use meyirim::{
    model::{ActionId, CampaignId, NewsId, OrganisationId, OrganisationKind, SeriesId, ShiftId, action_draft::DraftId, message::MessageId},
    routes::{self, Further, Inner, Listed, Managing, Route, Stand},
};
use proptest::prelude::*;

#[derive(Debug, PartialEq)]
enum Place {
    First(Route),
    Listed(Listed),
    Managing(Managing),
    Stand(Stand),
    Further(Further),
}

fn place(path: &str) -> Place {
    match Route::of(path) {
        Route::Further(path) => Place::Further(Further::of(&path)),
        Route::Inner(path) => match Inner::of(&path) {
            Inner::List(listed) => Place::Listed(listed),
            Inner::Manage(managing) => Place::Managing(managing),
            Inner::Kiosk(stand) => Place::Stand(stand),
        },
        first => Place::First(first),
    }
}

#[test]
fn every_place_is_read_back() {
    for (path, route) in [
        (routes::HOME, Place::First(Route::Home)),
        (routes::ACTIONS, Place::First(Route::Actions)),
        (routes::SHOPS, Place::Further(Further::Shops)),
        (routes::FUNDS, Place::Further(Further::Funds)),
        (routes::ME, Place::Further(Further::Me)),
        (routes::OUTBOX, Place::Further(Further::Outbox)),
        (routes::SETTINGS, Place::Further(Further::Settings)),
        (routes::SIGN_IN, Place::Further(Further::SignIn)),
        (routes::PASS, Place::Further(Further::Pass)),
        (routes::RECORD, Place::Further(Further::Record)),
        (routes::VERIFY, Place::Further(Further::Verify)),
        (routes::CONSENT, Place::Further(Further::Consent)),
        (routes::OPT_OUT, Place::Further(Further::OptOut)),
        (routes::CENTRE, Place::Further(Further::Centre)),
        (routes::CENTRE_STAFF, Place::Further(Further::CentreStaff)),
        (routes::ROSTER, Place::Listed(Listed::All)),
        (routes::ROSTER_IMPORT, Place::Listed(Listed::Import)),
        (routes::ROSTER_DUPLICATES, Place::Listed(Listed::Duplicates)),
        (routes::ROSTER_AUDIT, Place::Listed(Listed::Audit)),
        (routes::ROSTER_PEOPLE, Place::Listed(Listed::People)),
        (routes::ROSTER_MESSAGES, Place::Listed(Listed::Messages)),
        (routes::ROSTER_NEW_MESSAGE, Place::Listed(Listed::NewMessage)),
        (routes::KIOSK, Place::Stand(Stand::Kiosk)),
        (routes::KIOSK_WALL, Place::Stand(Stand::Wall)),
        (routes::KIOSK_DEVICES, Place::Stand(Stand::Devices)),
        (routes::KIOSK_TODAY, Place::Stand(Stand::Today)),
        (routes::MANAGE, Place::Managing(Managing::All)),
        ("/manage/campaigns", Place::Managing(Managing::All)),
        ("/manage/news", Place::Managing(Managing::All)),
        (routes::MANAGE_NEW, Place::Managing(Managing::New)),
        (routes::MANAGE_CENTRE, Place::Managing(Managing::Centre)),
        (routes::CAMPAIGNS, Place::Further(Further::Campaigns)),
        (routes::NEWS, Place::Further(Further::News)),
        (routes::MANAGE_CAMPAIGN_NEW, Place::Managing(Managing::NewCampaign)),
        (routes::MANAGE_NEWS_NEW, Place::Managing(Managing::NewNews)),
    ] {
        assert_eq!(place(path), route);
        assert_eq!(place(&format!("{}/", path.trim_end_matches('/'))), route, "{path} with a slash at its end");
    }
}

#[test]
fn every_constant_is_among_them() {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes.rs")).expect("src/routes.rs");
    // Those that are no page by themselves are not public.
    let public = source.lines().filter(|line| line.starts_with("pub const") && line.contains("&str = \"/"));
    let paths: Vec<_> = public.filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(paths.len(), 33);
    for path in paths {
        let nowhere = [
            Place::Further(Further::Nowhere),
            Place::Listed(Listed::Nowhere),
            Place::Managing(Managing::Nowhere),
            Place::Stand(Stand::Nowhere),
        ];
        assert!(!nowhere.contains(&place(path)), "{path}");
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
        "/roster/x",
        "/roster/messages/a/b",
        "/rosterx",
        "/centre/x",
        "/centre/staff/x",
        "/managex",
        "/news/x",
        "/newsx",
        "/ә",
    ] {
        let place = place(path);
        let nowhere = [Place::Further(Further::Nowhere), Place::Listed(Listed::Nowhere)].contains(&place);
        assert!(nowhere || (path == "//" && place == Place::First(Route::Home)), "{path}: {place:?}");
    }
    assert_eq!(Route::of("/actions/%D0%B0%2Fb"), Route::Action("а/b".to_owned()));
    for path in
        ["/manage/a/b", "/manage/drafts/a/b", "/manage/a/report/b", "/manage/series/a/report", "/manage/news/a/b", "/manage/centre/a"]
    {
        assert_eq!(place(path), Place::Managing(Managing::Nowhere), "{path}");
    }
    assert_eq!(Route::of("/actions/a/b"), Route::Action("a/b".to_owned()));
}

proptest! {
    #[test]
    fn a_record_is_read_back(id in "[A-Za-z0-9_-]{1,64}") {
        let action = ActionId::new(&id).expect("an id");
        prop_assert_eq!(Route::of(&routes::action(&action)), Route::Action(id.clone()));
        let message = MessageId::new(&id).expect("an id");
        if id != "new" {
            prop_assert_eq!(place(&routes::message(&message)), Place::Listed(Listed::Message(id.clone())));
        }
        prop_assert_eq!(place(&routes::certificate(&id)), Place::Further(Further::Certificate(id.clone())));
        if !routes::MANAGE_WORDS.contains(&id.as_str()) {
            prop_assert_eq!(place(&routes::manage(&action)), Place::Managing(Managing::Action(id.clone())));
        }
        prop_assert_eq!(place(&routes::manage_draft(&DraftId::new(&id).expect("an id"))), Place::Managing(Managing::Draft(id.clone())));
        prop_assert_eq!(place(&routes::manage_series(&SeriesId::new(&id).expect("an id"))), Place::Managing(Managing::Series(id.clone())));
        let (campaign, item) = (CampaignId::new(&id).expect("an id"), NewsId::new(&id).expect("an id"));
        prop_assert_eq!(place(&routes::campaign(&campaign)), Place::Further(Further::Campaign(id.clone())));
        if id != "new" {
            prop_assert_eq!(place(&routes::manage_campaign(&campaign)), Place::Managing(Managing::Campaign(id.clone())));
            prop_assert_eq!(place(&routes::manage_news(&item)), Place::Managing(Managing::News(id.clone())));
        }
        if !["drafts", "series", "campaigns", "news"].contains(&id.as_str()) {
            prop_assert_eq!(place(&routes::manage_report(&action)), Place::Managing(Managing::Report(id.clone())));
        }
        let address = routes::check_in_with(&action, &ShiftId::new(&id).expect("an id"), "012345");
        let (path, query) = address.split_once('?').expect("a query");
        prop_assert_eq!(place(path), Place::Further(Further::CheckIn(id.clone())));
        prop_assert_eq!(query, format!("shift={id}&code=012345"));
        let organisation = OrganisationId::new(&id).expect("an id");
        prop_assert_eq!(place(&routes::organisation(OrganisationKind::SocialShop, &organisation)), Place::Further(Further::Shop(id.clone())));
        prop_assert_eq!(place(&routes::organisation(OrganisationKind::Fund, &organisation)), Place::Further(Further::Fund(id)));
    }

    /// The secret is in the fragment, and the path says nothing of it.
    #[test]
    fn a_parents_link_is_read_back(secret in "[A-Za-z0-9_-]{1,64}") {
        let link = routes::consent(&secret);
        let (path, fragment) = link.split_once('#').expect("a fragment");
        prop_assert_eq!(path, routes::CONSENT);
        prop_assert_eq!(place(path), Place::Further(Further::Consent));
        prop_assert_eq!(routes::secret(fragment), Some(secret.as_str()));
        prop_assert_eq!(routes::opt_out(&secret), format!("{}#{secret}", routes::OPT_OUT));
        let marked = format!("#{fragment}");
        prop_assert_eq!(routes::secret(&marked), Some(secret.as_str()));
        prop_assert_eq!((routes::secret(""), routes::secret("#"), routes::secret("# ")), (None, None, None));
    }

    #[test]
    fn no_path_makes_it_fall_over(path in "\\PC{0,40}|(/[a-z%0-9./-]{0,20}){0,4}") {
        let _ = place(&path);
    }
}
