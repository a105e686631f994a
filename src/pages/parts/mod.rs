//! Parts that more than one page uses and that know the domain.

pub mod action_row;
pub mod campaign_figure;
pub mod device;
pub mod figure;
pub mod gate;
pub mod link;
pub mod own_mark;
pub mod rotating;
pub mod trail;

pub use action_row::ActionRow;
pub use campaign_figure::campaign_figure;
pub use figure::Figure;
pub use link::{ExternalLink, SourceLink};
pub use trail::Trail;
