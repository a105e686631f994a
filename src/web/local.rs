//! `localStorage`: a few settings that must be known before the first paint. Storage may be forbidden; then settings last as long as the
//! page, which the caller need not know.

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

pub fn set(key: &str, value: Option<&str>) {
    put(storage(), key, value);
}

pub(super) fn put(storage: Option<web_sys::Storage>, key: &str, value: Option<&str>) {
    let Some(storage) = storage else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
