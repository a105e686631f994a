//! The settings: command line first, secrets from the environment. No file, so that what a running backend does can be read off its
//! command line.

use std::{env, fmt, net::SocketAddr, path::PathBuf, time::Duration};

pub const HELP: &str = "\
The reference backend of Meyirim.

    meyirim-backend serve [OPTIONS]
    meyirim-backend openapi            prints the OpenAPI document

    --addr HOST:PORT     where to listen                       [127.0.0.1:8080]
    --dist DIR           the built app                         [dist]
    --database URL       sqlite://FILE or postgres://...       [sqlite://meyirim.db]
    --fresh              empties the data base first: all that is in it is lost
    --demo               fills an empty data base with the demo city, shows one-time codes, allows sentinels
    --demo-actions N     how many made-up coming actions       [120]
    --demo-seed N        which made-up city                    [1]
    --zone NAME          the hub's time zone (IANA), where it is another than in the app's hub.json
    --origin URL         the hub's own address, for links in messages: https://hub.example.kz
    --message-webhook URL  the gateway for text messages; wants MESSAGE_WEBHOOK_SECRET
    --new-signing-key    signs with a new key from now on; what the old ones have signed stays good
    --trust-proxy        believe X-Forwarded-For and X-Forwarded-Proto (only behind a proxy that sets them)

    DATABASE_URL         wins over --database
    SMTP_URL, SMTP_FROM  how one-time codes and notices go out by e-mail: smtps://user:password@host, \"Hub <hub@example.kz>\"
    MESSAGE_WEBHOOK_URL, MESSAGE_WEBHOOK_SECRET
                         the gateway to which text messages to members are posted, and what they are signed with
    MEYIRIM_LOG          error, warn, info, debug              [info]
";

#[derive(Debug, Clone)]
pub struct Settings {
    pub addr: SocketAddr,
    pub dist: PathBuf,
    pub database: String,
    pub fresh: bool,
    pub demo: Option<Demo>,
    pub trust_proxy: bool,
    pub new_signing_key: bool,
    /// IANA name of the zone in which people are told times, where it is another than in hub.json.
    pub zone: Option<String>,
    /// For links in messages, which then have none.
    pub origin: Option<String>,
    /// Push services may be anywhere, also on this machine and without TLS: for the demo and for tests, which have one of their own.
    pub push_anywhere: bool,
    pub smtp: Option<Smtp>,
    /// For text messages and messengers.
    pub webhook: Option<Webhook>,
    pub allowances: Allowances,
    /// How often the live feed looks for changes that nobody has told it of.
    pub poll: Option<Duration>,
    /// Whether offers end, notices go out and old things are forgotten by themselves. Tests do each of it when they want to.
    pub keeps_house: bool,
    /// How long a handler may take.
    pub patience: Duration,
}

#[derive(Debug, Clone, Copy)]
pub struct Demo {
    pub actions: usize,
    pub seed: u64,
}

#[derive(Debug, Clone)]
pub struct Smtp {
    pub url: String,
    pub from: String,
}

#[derive(Clone)]
pub struct Webhook {
    pub url: String,
    pub secret: String,
}

/// What is signed with stands in no log.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").field("url", &self.url).finish_non_exhaustive()
    }
}

/// How many requests are allowed: at once, and per minute after that.
#[derive(Debug, Clone, Copy)]
pub struct Allowances {
    /// Per address. Whole districts share one address of their mobile network, so this only stops machines that run wild.
    pub reads: (u32, u32),
    /// Per person.
    pub writes: (u32, u32),
    /// One-time codes per contact.
    pub codes_per_contact: (u32, u32),
    /// One-time codes and tries to sign in per address.
    pub codes_per_address: (u32, u32),
    /// Looks at parents' links and at those of messages, and answers to them, per address: nobody is signed in there.
    pub consents_per_address: (u32, u32),
    /// Codes for pairing a kiosk, per address: nobody is signed in there.
    pub pairings_per_address: (u32, u32),
    /// Tries to type such a code, per person.
    pub pairing_tries: (u32, u32),
    /// Writes of a kiosk: one that had no network for a day hands over all at once.
    pub kiosk_writes: (u32, u32),
}

impl Allowances {
    pub const USUAL: Self = Self {
        reads: (2_000, 6_000),
        writes: (60, 60),
        codes_per_contact: (4, 1),
        codes_per_address: (60, 30),
        consents_per_address: (60, 30),
        pairings_per_address: (10, 5),
        pairing_tries: (10, 2),
        kiosk_writes: (300, 120),
    };
    /// For the demo, whose tests and benchmarks all come from one address and sign in as the same few people.
    pub const DEMO: Self = Self {
        reads: (1_000_000, 6_000_000),
        writes: (10_000, 60_000),
        codes_per_contact: (500, 600),
        codes_per_address: (10_000, 60_000),
        consents_per_address: (10_000, 60_000),
        pairings_per_address: (10_000, 60_000),
        pairing_tries: (10_000, 60_000),
        kiosk_writes: (10_000, 60_000),
    };
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 8080)),
            dist: PathBuf::from("dist"),
            database: "sqlite://meyirim.db".to_owned(),
            fresh: false,
            demo: None,
            trust_proxy: false,
            new_signing_key: false,
            zone: None,
            origin: None,
            push_anywhere: false,
            smtp: None,
            webhook: None,
            allowances: Allowances::USUAL,
            poll: None,
            keeps_house: true,
            patience: Duration::from_secs(10),
        }
    }
}

impl Settings {
    /// From the options after `serve`.
    pub fn read(mut options: pico_args::Arguments) -> Result<Self, String> {
        let text = |error: pico_args::Error| error.to_string();
        let mut settings = Self::default();
        if let Some(addr) = options.opt_value_from_str("--addr").map_err(text)? {
            settings.addr = addr;
        }
        if let Some(dist) = options.opt_value_from_str("--dist").map_err(text)? {
            settings.dist = dist;
        }
        if let Some(database) = options.opt_value_from_str("--database").map_err(text)? {
            settings.database = database;
        }
        if let Some(database) = env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()) {
            settings.database = database;
        }
        settings.fresh = options.contains("--fresh");
        settings.origin = options.opt_value_from_str("--origin").map_err(text)?;
        settings.zone = options.opt_value_from_str("--zone").map_err(text)?;
        settings.trust_proxy = options.contains("--trust-proxy");
        settings.new_signing_key = options.contains("--new-signing-key");
        let demo = options.contains("--demo");
        let actions = options.opt_value_from_str("--demo-actions").map_err(text)?;
        let seed = options.opt_value_from_str("--demo-seed").map_err(text)?;
        if demo {
            settings.demo = Some(Demo { actions: actions.unwrap_or(120), seed: seed.unwrap_or(1) });
            settings.allowances = Allowances::DEMO;
            settings.push_anywhere = true;
        }
        settings.smtp = match (env::var("SMTP_URL"), env::var("SMTP_FROM")) {
            (Ok(url), Ok(from)) => Some(Smtp { url, from }),
            (Err(_), Err(_)) => None,
            _ => return Err("SMTP_URL and SMTP_FROM belong together".to_owned()),
        };
        let url = options.opt_value_from_str("--message-webhook").map_err(text)?.or(env::var("MESSAGE_WEBHOOK_URL").ok());
        settings.webhook = match (url.filter(|url: &String| !url.is_empty()), env::var("MESSAGE_WEBHOOK_SECRET").ok()) {
            (Some(url), Some(secret)) => Some(Webhook { url, secret }),
            (None, None) => None,
            _ => return Err("MESSAGE_WEBHOOK_URL and MESSAGE_WEBHOOK_SECRET belong together".to_owned()),
        };
        match options.finish() {
            rest if rest.is_empty() => Ok(settings),
            rest => Err(format!("unknown: {}", rest.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))),
        }
    }
}
