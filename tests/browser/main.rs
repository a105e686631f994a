//! Tests in a real browser: what IndexedDB, Web Locks and fetch really do.
#![cfg(target_arch = "wasm32")]

mod sealed;
mod sender;
mod store;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
