//! Parts that more than one page uses and that know the domain.

pub mod action_row;
pub mod device;
pub mod figure;
pub mod gate;
pub mod link;
pub mod own_mark;
pub mod rotating;
pub mod trail;

pub use action_row::ActionRow;
pub use figure::Figure;
pub use link::{ExternalLink, SourceLink};
pub use trail::Trail;
