//! Parts of this page that the first rows do not need: search, filters, the calendar and the sheet with all filters come with the engine.

use super::{filters::Filters, finder::Finder, month::Month, sheet::Sheet};
use crate::{
    shell::lazy::{Part, lazily, quietly},
    web::chunk::{self, Missing},
};
use leptos::prelude::*;
use std::sync::Arc;

type View = fn(Finder) -> AnyView;

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn parts() -> Result<(View, View), Missing> {
    Ok((|finder| view! { <Month finder /> }.into_any(), |finder| view! { <Sheet finder /> }.into_any()))
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn filters_view() -> Result<View, Missing> {
    Ok(|finder| view! { <Filters finder /> }.into_any())
}

pub fn filters(finder: Finder) -> AnyView {
    quietly(move || Box::pin(async move { chunk::call!(filters_view()).await.map(|filters| Arc::new(move || filters(finder)) as Part) }))
}

pub fn month(finder: Finder) -> AnyView {
    lazily(
        move || Box::pin(async move { chunk::call!(parts()).await.map(|(month, _)| Arc::new(move || month(finder)) as Part) }),
        |waiting| waiting,
    )
}

pub fn sheet(finder: Finder) -> AnyView {
    lazily(
        move || Box::pin(async move { chunk::call!(parts()).await.map(|(_, sheet)| Arc::new(move || sheet(finder)) as Part) }),
        |waiting| waiting,
    )
}
