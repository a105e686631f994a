//! What a city sets for its hub: `/hub.json`, read at start. Changing it needs no rebuild.

use super::{Coordinates, Lang, Texts, WebLink};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hub {
    pub name: Texts,
    pub city: Texts,
    /// IANA name of the zone that all times are shown in.
    pub zone: String,
    /// In the order in which they are offered; the first is the default.
    pub languages: Vec<Lang>,
    /// Base of the API: a path on the same origin, or an absolute URL.
    pub api: String,
    /// Address of the profile of a backend that does not speak our contract: `/profiles/pocketbase.json`.
    #[serde(default)]
    pub profile: Option<String>,
    /// E-mail address that people hand over to what they did, where the backend takes nothing.
    #[serde(default)]
    pub hand_over: Option<String>,
    #[serde(default)]
    pub districts: Vec<District>,
    /// Address of a map, with `{query}` for a place's name or `{lat},{lon}`; `None`: the device's own map by `geo:`.
    #[serde(default)]
    pub map: Option<String>,
    /// Hours a year that count towards a volunteer's credits, where a programme has such a cap.
    #[serde(default)]
    pub hours_cap: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// As in the records of actions and organisations.
    pub key: String,
    pub name: Texts,
}

impl Hub {
    /// Where a place can be looked up: on the hub's map, by its point where the template asks for one, else by its name. A template that cannot be
    /// filled in, or gives no web address, leaves the device's own map.
    pub fn map_link(&self, place: &str, at: Option<Coordinates>) -> String {
        let name = utf8_percent_encode(place, NON_ALPHANUMERIC).to_string();
        let filled = self.map.as_ref().and_then(|template| {
            let wants_point = template.contains("{lat}");
            let wants_name = template.contains("{query}");
            let link = template.replace("{query}", &name);
            match at {
                _ if wants_name && place.is_empty() => None,
                Some(at) => Some(link.replace("{lat}", &at.lat.to_string()).replace("{lon}", &at.lon.to_string())),
                None => (!wants_point).then_some(link),
            }
        });
        match (filled.filter(|link| WebLink::new(link).is_ok()), at) {
            (Some(link), _) => link,
            (None, Some(at)) => format!("geo:{},{}?q={},{}", at.lat, at.lon, at.lat, at.lon),
            (None, None) => format!("geo:0,0?q={name}"),
        }
    }

    pub fn district(&self, key: &str) -> Option<&District> {
        self.districts.iter().find(|district| district.key == key)
    }
}
