//! Parts that know no domain: they take words, not records. Their classes and states are described at the top of `style/ui.css`.

pub mod camera;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod live;
pub mod parts;
pub mod qr;
pub mod strokes;

pub use camera::{Camera, CameraWords};
pub use dialog::{Dialog, shown_while};
pub use field::{Choice, FieldError, Segmented, TextField};
pub use icon::{Frieze, Icon, Mark, Patch};
pub use live::{each, live};
pub use parts::{Badge, Banner, Empty, Skeleton};
pub use qr::Qr;
pub use strokes::Strokes;
