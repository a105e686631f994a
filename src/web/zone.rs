//! The hub's zone, from the browser's zone data base.

use crate::model::{
    Instant, Zone,
    instant::{self, DAY, Day, MINUTE},
};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Reads the offsets of an IANA zone for the years around `now` by asking `Intl` for the middle of every month and narrowing down where
/// two differ. `None` if the browser does not know the zone.
pub fn load(name: &str, now: Instant) -> Option<Zone> {
    let offset = reader(name)?;
    let year = Date::new(&JsValue::from_f64(now.0 as f64)).get_utc_full_year();
    let mut at = Instant(Date::utc(f64::from(year) - 3.0, 0.0) as i64);
    let end = Instant(Date::utc(f64::from(year) + 3.0, 0.0) as i64);
    let first = offset(at)?;
    let (mut current, mut changes) = (first, Vec::new());
    while at < end {
        let next = at.plus(30 * DAY);
        let then = offset(next)?;
        if then != current {
            let (mut low, mut high) = (at, next);
            while high.0 - low.0 > MINUTE {
                let middle = Instant((low.0 + high.0) / 2 / MINUTE * MINUTE);
                if offset(middle)? == current { low = middle } else { high = middle }
            }
            changes.push((high, then));
            current = then;
        }
        at = next;
    }
    Some(Zone::with_changes(name, first, &changes))
}

/// A function from a moment to the offset in seconds.
fn reader(name: &str) -> Option<impl Fn(Instant) -> Option<i32>> {
    let options = Object::new();
    for (key, value) in [
        ("timeZone", name),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "numeric"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "numeric"),
        ("second", "numeric"),
    ] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // Through Reflect, because an unknown zone throws and the plain constructor would take the app down with it.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&"en-US".into(), &options);
    let format: Intl::DateTimeFormat = Reflect::construct(&constructor, &arguments).ok()?.unchecked_into();
    Some(move |at: Instant| {
        // "11/22/2026, 05:30:00". As one text: taking the parts one by one costs twenty calls out of wasm a moment, and the start asks for some ninety moments.
        let text = format.format().call1(&JsValue::NULL, &Date::new(&JsValue::from_f64(at.0 as f64))).ok()?.as_string()?;
        let mut fields = text.split(|c: char| !c.is_ascii_digit()).filter(|field| !field.is_empty()).map(|field| field.parse::<i32>().ok());
        let mut field = move || fields.next().flatten();
        let (month, day, year, hour, minute, second) = (field()?, field()?, field()?, field()?, field()?, field()?);
        let day = Day::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        let local = instant::day_number(day) * DAY + (i64::from(hour) * 60 + i64::from(minute)) * MINUTE + i64::from(second) * 1000;
        i32::try_from((local - at.0.div_euclid(1000) * 1000) / 1000).ok()
    })
}
