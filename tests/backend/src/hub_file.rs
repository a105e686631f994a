//! What this backend needs of the hub's settings: out of the file that the app reads, so that nobody has to say it twice.

use meyirim::model::{Lang, Texts};
use serde::Deserialize;
use std::{io::ErrorKind, path::Path};

/// What is told where no app is served: the name of the program, all languages, and the clock of the city that it began with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HubFile {
    name: Option<Texts>,
    languages: Vec<Lang>,
    zone: Option<String>,
}

impl HubFile {
    /// `hub.json` of the built app. `Err`: it is there, and cannot be read.
    pub fn of(dist: &Path) -> Result<Self, String> {
        let path = dist.join("hub.json");
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    pub fn name(&self) -> Result<Texts, String> {
        self.name.clone().or_else(|| Texts::new(None, None, Some("Meyirim"))).ok_or_else(|| "the hub has no name".to_owned())
    }

    /// The first is for those of whom nobody knows what they read.
    pub fn languages(&self) -> Vec<Lang> {
        if self.languages.is_empty() { Lang::ALL.to_vec() } else { self.languages.clone() }
    }

    /// IANA name of the zone in which people are told times.
    pub fn zone(&self) -> &str {
        self.zone.as_deref().unwrap_or("Asia/Almaty")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_app_is_told_holds_here_too() {
        let dist = std::env::temp_dir().join(format!("meyirim-hub-{}", std::process::id()));
        std::fs::create_dir(&dist).expect("a folder");
        let none = HubFile::of(&dist).expect("no file is no mistake");
        assert_eq!((none.zone(), none.languages()), ("Asia/Almaty", Lang::ALL.to_vec()));
        std::fs::write(dist.join("hub.json"), r#"{"zone":"Europe/Berlin","languages":["ru"],"name":{"ru":"Хаб"},"map":"x"}"#)
            .expect("written");
        let own = HubFile::of(&dist).expect("a file");
        assert_eq!((own.zone(), own.languages()), ("Europe/Berlin", vec![Lang::Ru]));
        assert_eq!(own.name().expect("a name").get(Lang::Ru), Some("Хаб"));
        std::fs::write(dist.join("hub.json"), "{").expect("written");
        assert!(HubFile::of(&dist).is_err());
        std::fs::remove_dir_all(&dist).expect("emptied");
    }
}
