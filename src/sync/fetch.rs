//! The first load of the listing of actions: what is to come, page by page, then what is over.

use crate::{
    api::{
        ApiError, Call, Fetched, Page,
        actions::{self, FIRST_PAGE, FURTHER_PAGE, ListActions},
        page,
        transport::Client,
    },
    model::{Action, Instant},
    web::clock,
};

/// Loads everything and hands each page over as it comes. `first` is a first page that was fetched already. The pages of what is to come are asked
/// from `now` on; those of what is over until the same moment, so that nothing is missed or doubled.
pub async fn all(
    client: &Client,
    first: Option<Page<Action>>,
    now: Instant,
    mut on_page: impl AsyncFnMut(Page<Action>),
) -> Result<(), ApiError> {
    let coming = ListActions { from: Some(now), limit: Some(FIRST_PAGE), ..ListActions::default() };
    let call = actions::list(&coming);
    let first = match first {
        Some(page) => Some(page),
        None => fetch(client, &call).await?,
    };
    let next = follow_up(client, first.as_ref(), &call);
    if let Some(page) = first {
        on_page(page).await;
    }
    rest(client, next, &mut on_page).await?;
    let over = ListActions { until: Some(now), limit: Some(FURTHER_PAGE), ..ListActions::default() };
    rest(client, Some(actions::list(&over)), &mut on_page).await
}

type List = Call<Fetched<Page<Action>>>;

/// A backend whose links lead in a circle would keep us fetching for ever; a million actions is more than any city has.
const MOST_PAGES: usize = 2_000;

async fn rest(client: &Client, mut next: Option<List>, on_page: &mut impl AsyncFnMut(Page<Action>)) -> Result<(), ApiError> {
    for _ in 0..MOST_PAGES {
        let Some(call) = next else { break };
        let Some(page) = fetch(client, &call).await? else { break };
        next = follow_up(client, Some(&page), &call);
        on_page(page).await;
        clock::breathe().await;
    }
    Ok(())
}

async fn fetch(client: &Client, call: &List) -> Result<Option<Page<Action>>, ApiError> {
    match client.read(call).await? {
        Fetched::New(page) => Ok(Some(page)),
        Fetched::Unchanged => Ok(None),
    }
}

/// The page after this one, asked for in larger pieces than the first.
fn follow_up(client: &Client, page: Option<&Page<Action>>, call: &List) -> Option<List> {
    let request = page::follow(page?.next.as_deref()?, client.base_path(), &call.request)?;
    Some(request.with_limit(FURTHER_PAGE).read_page())
}
