//! How far a campaign has come, in words: the same on its page and on the wall.

use crate::{i18n::numbers, model::Campaign, state::App};

/// "18 of 30 good deeds", "about 4,000 baskets", "Goal: 30 flats"; `None`: there is nothing to say.
pub fn campaign_figure(app: App, of: &Campaign) -> Option<String> {
    let (t, unit) = (app.t(), app.show(of.unit.as_ref()?).text);
    let number = |number: u64| numbers::count(app.lang(), number);
    let told = match (of.achieved, of.target) {
        (Some(achieved), Some(target)) => (t.news.of_target)(&number(achieved.value), &number(target), unit),
        (Some(achieved), None) => format!("{} {unit}", number(achieved.value)),
        (None, Some(target)) => (t.news.target)(&number(target), unit),
        (None, None) => return None,
    };
    let about = of.achieved.is_some_and(|achieved| achieved.about);
    Some(if about { format!("{} {told}", t.common.about) } else { told })
}
