//! Where a fact was read, so that a doubt can be settled.

use super::{PartialDate, WebLink};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    pub publisher: String,
    pub url: WebLink,
    /// When the source was published, as well as it is known.
    pub published: Option<PartialDate>,
}
