//! Parts that know no domain: they take words, not records. Their classes and states are described at the top of `style/ui.css`.

pub mod dialog;
pub mod field;
pub mod icon;
pub mod parts;

pub use dialog::Dialog;
pub use field::{Choice, FieldError, Segmented, TextField};
pub use icon::{Frieze, Icon, Mark, Patch};
pub use parts::{Badge, Banner, Empty, Skeleton};
