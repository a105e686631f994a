//! `sessionStorage`: what lives as long as the tab. Where it is forbidden, as long as the page.

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

pub fn set(key: &str, value: Option<&str>) {
    super::local::put(storage(), key, value);
}
