//! A part of a view that changes.
//!
//! As the whole of a component a bare closure would be a type of its own, and the machinery that renders it would be compiled once more: 1 to 2 kB of wasm each. Here all
//! of them are one type. (Closures that stand inside `view!` are erased by leptos itself under `--cfg erase_components`.)

use leptos::{prelude::*, tachys::reactive_graph::SharedReactiveFunction};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex},
};

pub fn live<V: IntoAny>(mut part: impl FnMut() -> V + Send + 'static) -> AnyView {
    let erased: SharedReactiveFunction<AnyView> = Arc::new(Mutex::new(move || part().into_any()));
    erased.into_any()
}

/// A list that keeps the view of an item as long as its key is the same. leptos's `For` with one type for all lists: as it stands it is compiled once more for each, 6 to
/// 8 kB of wasm every time. Keys are compared by their hash.
pub fn each<T, K>(
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: impl Fn(&T) -> K + Send + Sync + 'static,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    K: Hash,
{
    let view = Arc::new(view);
    list(Arc::new(move || {
        let item = |item: T| {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let view = view.clone();
            Item { key: hasher.finish(), view: Arc::new(move || view(item.clone())) }
        };
        items().into_iter().map(item).collect()
    }))
}

#[derive(Clone)]
struct Item {
    key: u64,
    view: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

fn list(items: Arc<dyn Fn() -> Vec<Item> + Send + Sync>) -> AnyView {
    view! { <For each=move || items() key=|item| item.key children=|item: Item| (item.view)() /> }.into_any()
}
