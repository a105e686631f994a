//! The frame round every page: top bar, navigation, banners, toasts, and the words of content in the reader's language.

pub mod banners;
pub mod content;
pub mod lazy;
pub mod leads;
pub mod listing;
pub mod nav;
pub mod page;
pub mod toasts;

pub use content::{Demo, Said, StandIn};
pub use page::{Back, Page, Place};
