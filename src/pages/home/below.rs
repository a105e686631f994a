//! What stands beside and below the list of who is needed: it comes with the engine, after the first rows.

use super::{
    directions::Directions,
    figures::Figures,
    install::{Install, Offline},
    told::Told,
};
use crate::{
    shell::lazy::{Part, quietly},
    web::chunk::{self, Missing},
};
use leptos::prelude::*;
use std::sync::Arc;

type View = fn() -> AnyView;

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn parts() -> Result<(View, View), Missing> {
    Ok((|| view! { <Directions /> <Install /> }.into_any(), || view! { <Figures /> <Told /> <Offline /> }.into_any()))
}

pub fn beside() -> AnyView {
    quietly(|| Box::pin(async { chunk::call!(parts()).await.map(|(beside, _)| Arc::new(beside) as Part) }))
}

pub fn below() -> AnyView {
    quietly(|| Box::pin(async { chunk::call!(parts()).await.map(|(_, below)| Arc::new(below) as Part) }))
}
