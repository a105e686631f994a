//! Campaigns and news over the wire. As in `api_requests.rs`, which also knows all fixtures.

mod support;

use meyirim::{
    api::{ApiError, Fetched, ProblemKind, Reply, campaigns, news},
    model::{Campaign, Direction, NewsItem, campaign::CampaignKind},
};
use support::{requests::*, *};

fn put_with(request: &meyirim::api::Request, expected: &str, etag: Option<&str>) {
    assert_eq!(line(request), expected);
    assert_eq!((request.header_value("if-match"), request.header_value("idempotency-key")), (etag, Some(KEY)));
}

#[test]
fn campaigns_are_read() {
    is_read(&campaigns::list(None).request, "GET /campaigns?limit=500", None);
    is_read(&campaigns::list(Some("W/\"e-7\"")).request, "GET /campaigns?limit=500", Some("W/\"e-7\""));
    let answer = with_header(reply("campaigns"), "etag", "W/\"e-7\"");
    let Ok(Fetched::New(page)) = campaigns::list(None).read(&answer) else { panic!("a page") };
    assert!(page.bad.is_empty(), "{:?}", page.bad);
    assert_eq!(page.etag.as_deref(), Some("W/\"e-7\""));
    let [marathon, baskets, flats] = page.items.as_slice() else { panic!("three campaigns") };
    assert_eq!(
        (marathon.kind, marathon.direction, marathon.share(), marathon.wall),
        (CampaignKind::Marathon, Some(Direction::Other), Some(60), true)
    );
    // "About" stays, and without a target there is no share; a figure that nobody has is none; a kind of tomorrow costs nobody the record.
    assert_eq!((baskets.achieved.map(|one| (one.value, one.about)), baskets.share()), (Some((4000, true)), None));
    assert_eq!((flats.kind, flats.achieved, flats.share()), (CampaignKind::Other, None, None));
    let unchanged = answer_of(304);
    assert!(matches!(campaigns::list(Some("e")).read(&unchanged), Ok(Fetched::Unchanged)));
}

fn answer_of(status: u16) -> Reply {
    answer(status, &[], b"")
}

#[test]
fn a_campaign_is_written() {
    let call = campaigns::get(&id("good-deeds-2026"));
    is_read(&call.request, "GET /campaigns/good-deeds-2026", None);
    let answer = with_header(reply("campaign"), "etag", "\"e-8\"");
    let Ok(Fetched::New((campaign, etag))) = call.read(&answer) else { panic!("a campaign") };
    assert_eq!(etag.as_deref(), Some("\"e-8\""));

    is_write(&campaigns::put(&campaign, None, KEY).request, "PUT /campaigns/good-deeds-2026", serde_json::to_value(&campaign).ok());
    let call = campaigns::put(&campaign, Some("\"e-8\""), KEY);
    put_with(&call.request, "PUT /campaigns/good-deeds-2026", Some("\"e-8\""));
    assert_eq!(call.read(&answer).expect("reads"), (campaign.clone(), Some("\"e-8\"".to_owned())));
    let refused = json(412, r#"{"type":"/problems/changed","status":412}"#);
    assert_eq!(call.read(&refused).expect_err("refused").kind(), Some(ProblemKind::Changed));

    let call = campaigns::remove(&campaign.id, "\"e-8\"", KEY);
    put_with(&call.request, "DELETE /campaigns/good-deeds-2026", Some("\"e-8\""));
    call.read(&answer_of(204)).expect("gone");
    assert!(matches!(call.read(&reply("campaign")), Err(ApiError::Unexpected { status: 200 })));
    let round: Campaign = serde_json::from_str(&serde_json::to_string(&campaign).expect("writes")).expect("reads");
    assert_eq!(round, campaign);
}

#[test]
fn news_is_read_and_written() {
    is_read(&news::list(None).request, "GET /news?limit=500", None);
    is_read(&news::list(Some("\"e\"")).request, "GET /news?limit=500", Some("\"e\""));
    let Ok(Fetched::New(page)) = news::list(None).read(&reply("news_items")) else { panic!("a page") };
    assert!(page.bad.is_empty(), "{:?}", page.bad);
    let [winter, course] = page.items.as_slice() else { panic!("two items") };
    assert_eq!(winter.source.as_ref().map(|source| source.url.host()), Some("example.kz"));
    assert_eq!((course.until, course.demo), (None, false));

    let call = news::get(&id("n-winter"));
    is_read(&call.request, "GET /news/n-winter", None);
    let answer = with_header(reply("news_item"), "etag", "\"e-10\"");
    let Ok(Fetched::New((item, _))) = call.read(&answer) else { panic!("an item") };
    let call = news::put(&item, Some("\"e-10\""), KEY);
    put_with(&call.request, "PUT /news/n-winter", Some("\"e-10\""));
    assert_eq!(call.request.body.as_deref().map(|body| serde_json::from_str::<NewsItem>(body).expect("JSON")), Some(item.clone()));
    assert_eq!(call.read(&answer).expect("reads").0, item);
    is_write(&news::put(&item, None, KEY).request, "PUT /news/n-winter", serde_json::to_value(&item).ok());
    put_with(&news::remove(&item.id, "\"e-10\"", KEY).request, "DELETE /news/n-winter", Some("\"e-10\""));
}
