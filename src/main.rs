//! Mounts the app, nothing else.

use leptos::{mount::mount_to_body, prelude::*};
use meyirim::{
    app::{CannotStart, Hub},
    state::{App, app::load_hub},
    web::{mark, page},
};

use wasm_bindgen_futures::spawn_local;

fn main() {
    console_error_panic_hook::set_once();
    mark::mark("app-start");
    spawn_local(async {
        match load_hub().await {
            Ok(hub) => mount_to_body(move || {
                let app = App::new(hub.clone());
                view! { <Hub app /> }
            }),
            Err(why) => mount_to_body(move || view! { <CannotStart why=why.clone() /> }),
        }
        page::remove_static_shell();
    });
}
