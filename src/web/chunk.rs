//! Functions that lie in a chunk of wasm of their own, split off after compiling (feature `split`, set by the release build; see scripts/post-build.mjs).
//!
//! Such a function is marked `#[cfg_attr(feature = "split", wasm_split(NAME, fallible, ...))]`: without the feature it is a plain one, with it it is asynchronous
//! and fetches its chunk first. The service worker keeps the chunks too, so offline nothing changes.

/// The chunk could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Calls such a function: a future of its result either way.
macro_rules! call {
    ($call:expr) => {
        async move {
            #[cfg(feature = "split")]
            return $call.await;
            #[cfg(not(feature = "split"))]
            $call
        }
    };
}
pub(crate) use call;
