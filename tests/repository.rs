//! Rules of the house that no compiler checks: which room may know which, how long a file may be, and what must not stand anywhere.
//!
//! Rooms and files that do not exist yet are fine; a room that is not in the table is not, so that whoever adds one decides where it stands.

mod support;

use std::{collections::BTreeSet, fs, path::Path};
use support::{files, root};

/// Who may know whom: an arrow only points to the right. Files at the top of `src` other than `routes` put the rooms together and may
/// know all of them.
const ARROWS: [(&str, &[&str]); 16] = [
    ("pages", &["shell", "ui", "state", "sync", "outbox", "store", "api", "web", "i18n", "routes", "model"]),
    ("shell", &["ui", "state", "sync", "outbox", "store", "api", "web", "i18n", "routes", "model"]),
    ("state", &["sync", "outbox", "store", "api", "web", "i18n", "routes", "model"]),
    ("ui", &["web", "i18n"]),
    ("sync", &["outbox", "store", "api", "web", "model"]),
    ("store", &["outbox", "web", "model"]),
    ("outbox", &["api", "model"]),
    ("api", &["web", "model"]),
    ("routes", &["api", "model"]),
    ("i18n", &["model"]),
    ("web", &["model"]),
    ("model", &[]),
    ("exporter", &[]),
    ("importer", &[]), // programs of their own
    ("scanner", &[]),
    ("bench", &["sync", "api", "i18n", "model"]),
];
/// What browser wrappers may know of the model: time and language, no records.
const FOR_WEB: [&str; 6] = ["Zone", "Instant", "Day", "Lang", "instant", "lang"];
/// The only file of `api` that needs a browser.
const TRANSPORT: &str = "src/api/transport.rs";
/// The only file of `shell` that knows the pages: the route table.
const ROUTER: &str = "src/app.rs";
/// What the catalogue may know of the client: what went wrong, to say it in words.
const FOR_WORDS: [&str; 2] = ["ApiError", "ProblemKind"];

struct Source {
    /// From the root of the repository, with `/`.
    path: String,
    text: String,
}

fn sources(below: &str, endings: &[&str]) -> Vec<Source> {
    let wanted = |path: &Path| endings.is_empty() || path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted));
    files(below)
        .into_iter()
        .filter(|path| wanted(path))
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?; // what is no text is a picture or a font
            let path = path.strip_prefix(root()).ok()?.to_str()?.replace('\\', "/");
            Some(Source { path, text })
        })
        .collect()
}

fn rust() -> Vec<Source> {
    sources("src", &["rs"])
}

fn fail(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Rust without comments, and without what stands in literals when `literals` is false. Line breaks stay, so that lines can be counted.
fn code(text: &str, literals: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = literal(rest) {
            if literals {
                out.push_str(&rest[..length]);
            } else {
                out.push_str("\"\"");
                out.extend(rest[..length].chars().filter(|c| *c == '\n'));
            }
            rest = &rest[length..];
            continue;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.extend(rest[..taken].chars().filter(|c| *c == '\n'));
        rest = &rest[taken..];
    }
    out
}

/// Length of the text or character literal that begins here.
fn literal(rest: &str) -> Option<usize> {
    if let Some(raw) = rest.strip_prefix("r#\"") {
        return Some(raw.find("\"#").map_or(rest.len(), |end| end + 5));
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(at + 1),
            // A lifetime or a label, not a character.
            _ if quote == '\'' && at > 1 && !rest[1..].starts_with('\\') => return None,
            _ => {}
        }
    }
    None
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first names of a path or of a group of paths: `a::b` gives a and what follows, `{a::b, c}` gives a and c.
fn firsts(after: &str) -> Vec<(String, String)> {
    let one = |text: &str| {
        let text = text.trim_start();
        let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
        (text[..end].to_owned(), text[end..].trim_start_matches(':').to_owned())
    };
    let after = after.trim_start();
    let Some(group) = after.strip_prefix('{') else { return vec![one(after)] };
    let (mut depth, mut from, mut names) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(one(&group[from..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(one(&group[from..at]));
                from = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|(name, _)| !name.is_empty());
    names
}

/// The rooms that a file names, each with what follows: by `crate::`, or by as many `super::` as lead to the top.
fn known(source: &Source) -> Vec<(String, String)> {
    let text = code(&source.text, false);
    let depth = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod").split('/').count();
    let up = "super::".repeat(depth);
    let mut found = Vec::new();
    for start in ["crate::", up.as_str()] {
        for (at, _) in text.match_indices(start) {
            let before = &text[..at];
            // `super::` of a longer row leads above the top, `$crate` and `foo::crate` do not exist here.
            if !before.ends_with(is_name) && !before.ends_with("super::") {
                found.extend(firsts(&text[at + start.len()..]));
            }
        }
    }
    found
}

fn room(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    match inside.split_once('/') {
        Some((room, _)) => Some(room),
        None => inside.strip_suffix(".rs").filter(|name| *name == "routes"),
    }
}

#[test]
fn arrows_only_point_to_the_right() {
    let rooms: BTreeSet<_> = ARROWS.iter().map(|(room, _)| *room).collect();
    let mut broken = Vec::new();
    for source in rust() {
        let Some(own) = room(&source.path) else { continue };
        let Some((_, allowed)) = ARROWS.iter().find(|(room, _)| *room == own) else {
            broken.push(format!("{}: the room {own} has no place in the table of this test", source.path));
            continue;
        };
        for (other, rest) in known(&source) {
            let what = firsts(&rest);
            let fits = match other.as_str() {
                // Items of the top itself (macros, re-exports) and a file's own room.
                other if other == own || !rooms.contains(other) => true,
                "web" if own == "api" => source.path == TRANSPORT,
                "model" if own == "web" => what.iter().all(|(name, _)| FOR_WEB.contains(&name.as_str())),
                "pages" if own == "shell" => source.path == ROUTER,
                "api" if own == "i18n" => what.iter().all(|(name, _)| FOR_WORDS.contains(&name.as_str())),
                "api" if own == "routes" => what.iter().all(|(name, _)| name == "request"),
                other => allowed.contains(&other),
            };
            if !fits {
                let what: Vec<_> = what.into_iter().map(|(name, _)| name).collect();
                broken.push(format!("{}: {own} may not know {other} ({})", source.path, what.join(", ")));
            }
        }
    }
    fail(broken);
}

/// Every room in the map says so in `lib.rs`, and the pure ones build without a browser.
#[test]
fn pure_rooms_need_no_feature() {
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("the map");
    let lines: Vec<_> = map.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) else { continue };
        let gated = at > 0 && lines[at - 1].contains("feature = \"app\"");
        let pure = ["model", "api", "outbox", "i18n", "routes"].contains(&name);
        assert!(!(pure && gated), "{name} is pure: the native tests and the backend need it");
    }
}

// --- URLs ----------------------------------------------------------------------------------------------------------------------------------

const PLACES: [&str; 20] = [
    "actions",
    "shops",
    "funds",
    "campaigns",
    "ledger",
    "needs",
    "centre",
    "news",
    "indicators",
    "me",
    "outbox",
    "settings",
    "sign-in",
    "consent",
    "opt-out",
    "roster",
    "manage",
    "check-in",
    "kiosk",
    "kiosk-setup",
];

/// Literals that spell a place of the app: `"/actions"`, `"/actions/..."`, `"/actions?..."`.
fn spelt(text: &str) -> Vec<String> {
    let text = code(text, true);
    let literals = text.match_indices("\"/").filter_map(|(at, _)| text[at + 1..].split('"').next());
    let names_a_place = |literal: &&str| literal[1..].split(['/', '?', '#', '{', ':']).next().is_some_and(|first| PLACES.contains(&first));
    literals.filter(names_a_place).map(str::to_owned).collect()
}

#[test]
fn only_routes_spells_urls() {
    let mut broken = Vec::new();
    for source in rust().into_iter().filter(|source| source.path != "src/routes.rs" && !source.path.starts_with("src/api/")) {
        broken.extend(spelt(&source.text).into_iter().map(|literal| format!("{}: {literal:?} belongs into routes.rs", source.path)));
    }
    fail(broken);
}

// --- Views ---------------------------------------------------------------------------------------------------------------------------------

#[test]
fn no_inline_styles_and_no_html_from_outside() {
    let mut broken = Vec::new();
    for source in sources("src", &["rs"]).into_iter().chain(sources("public", &["html", "js"])) {
        let text = if source.path.ends_with(".rs") { code(&source.text, true) } else { source.text.clone() };
        for (line, number) in text.lines().zip(1..) {
            let attribute =
                |name: &str| line.match_indices(name).any(|(at, _)| !line[..at].ends_with(|c| is_name(c) || matches!(c, '-' | '.')));
            if attribute("style=") {
                broken.push(format!("{}:{number}: a style= attribute; the CSP refuses it, use a class", source.path));
            }
            if ["inner_html", "innerHTML", "insertAdjacentHTML", "document.write"].into_iter().any(attribute)
                && source.path != "src/ui/icon.rs"
            {
                broken.push(format!("{}:{number}: HTML from a text; only the constants of ui/icon.rs may", source.path));
            }
        }
    }
    fail(broken);
}

/// In `ui/icon.rs` HTML comes from constants: no field of a record, no signal.
#[test]
fn icons_are_constants() {
    let Ok(text) = fs::read_to_string(root().join("src/ui/icon.rs")) else { return };
    let text = code(&text, true);
    for (at, _) in text.match_indices("inner_html=") {
        let value: String = text[at + 11..].chars().take_while(|c| !matches!(c, '>' | '\n')).collect();
        let value = value.trim();
        let constant = |value: &str| {
            // `Strokes` can be made in ui/strokes.rs only, from constants.
            value.chars().all(|c| c.is_ascii_uppercase() || c == '_') || value == "name.markup()"
        };
        let local = || {
            // `let drawing = format!(..)` of constants only.
            text.find(&format!("let {value} = "))
                .and_then(|from| text[from..].split(';').next())
                .is_some_and(|binding| !binding.contains(".get()") && !binding.contains("label"))
        };
        assert!(constant(value) || (value.chars().all(is_name) && local()), "inner_html={value}");
    }
}

// --- Size and shape --------------------------------------------------------------------------------------------------------------------------

#[test]
fn files_and_components_stay_a_screenful() {
    let mut broken = Vec::new();
    for source in rust() {
        let lines: Vec<_> = source.text.lines().collect();
        if lines.len() > 450 {
            broken.push(format!("{}: {} lines, at most 450", source.path, lines.len()));
        }
        for (start, line) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("#[component")) {
            let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
            let length = lines[start..].iter().position(|line| **line == end).map_or(0, |length| length + 1);
            if length > 90 {
                broken.push(format!("{}:{}: a component of {length} lines, at most 90", source.path, start + 1));
            }
        }
    }
    fail(broken);
}

#[test]
fn every_module_opens_with_prose() {
    let opens = |text: &str| {
        let prose: String = text.lines().take_while(|line| line.starts_with("//!")).map(|line| line.trim_start_matches("//!")).collect();
        prose.split_whitespace().count() >= 3
    };
    // The parts of a test program are explained by its `main.rs`.
    let mut tests = sources("tests", &["rs"]);
    tests.retain(|source| !source.path.starts_with("tests/backend/tests/") || source.path.ends_with("/main.rs"));
    fail(
        rust()
            .into_iter()
            .chain(tests)
            .filter(|source| !opens(&source.text))
            .map(|source| format!("{}: what is it for?", source.path))
            .collect(),
    );
}

#[test]
fn no_panics_by_convenience() {
    let mut broken = Vec::new();
    for source in rust() {
        let text = code(&source.text, false);
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, number) in text.lines().zip(1..) {
            for call in [".unwrap()", ".expect(\"", "panic!(", "unreachable!(", "todo!(", "unimplemented!("] {
                if line.contains(call) {
                    broken.push(format!("{}:{number}: {call}", source.path));
                }
            }
        }
    }
    fail(broken);
}

// --- What must not stand anywhere --------------------------------------------------------------------------------------------------------------

/// This very file has to name what it looks for.
const SELF: &str = "tests/repository.rs";

/// Is `word` there, not as part of a longer one?
fn stands(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(is_name) && !line[at + word.len()..].starts_with(is_name))
}

#[test]
fn nothing_is_left_for_later_and_no_warning_is_silenced_without_a_reason() {
    let mut broken = Vec::new();
    for source in sources("", &[]).into_iter().filter(|source| source.path != SELF && source.path != "package-lock.json") {
        for (line, number) in source.text.lines().zip(1..) {
            for word in ["TODO", "FIXME", "XXX", "HACK"].into_iter().filter(|word| stands(line, word)) {
                broken.push(format!("{}:{number}: {word}", source.path));
            }
        }
        if source.path.ends_with(".rs") {
            for (at, _) in source.text.match_indices("[allow(") {
                let attribute = source.text[at..].split(']').next().unwrap_or_default();
                if !attribute.contains("reason") {
                    broken.push(format!("{}: #{attribute}] says no reason; better #[expect(..., reason)]", source.path));
                }
            }
        }
    }
    fail(broken);
}

/// Where it was written is nobody's business, and where packages come from is the setting of whoever builds.
#[test]
fn no_path_of_a_machine_and_no_registry() {
    const FOLDERS: [&str; 5] = ["/work", "/root", "/home", "/tmp", "/Users"];
    const HOSTS: [&str; 8] = [
        "registry.npmjs.org",
        "npmmirror.com",
        "static.crates.io",
        "index.crates.io",
        "pypi.org",
        "pythonhosted.org",
        "proxy.golang.org",
        "registry.yarnpkg.com",
    ];
    let begins = |before: &str| !before.ends_with(|c: char| is_name(c) || matches!(c, '.' | '/' | '-' | '}' | ')'));
    let mut broken = Vec::new();
    for source in sources("", &[]).into_iter().filter(|source| source.path != SELF) {
        for (line, number) in source.text.lines().zip(1..) {
            for folder in FOLDERS {
                let named = line.match_indices(folder).any(|(at, _)| {
                    let after = &line[at + folder.len()..];
                    begins(&line[..at]) && (after.starts_with('/') || after.is_empty() || after.starts_with(['"', '\'', '`', ' ']))
                });
                if named {
                    broken.push(format!("{}:{number}: {folder} of somebody's machine", source.path));
                }
            }
            broken.extend(HOSTS.into_iter().filter(|host| line.contains(host)).map(|host| format!("{}:{number}: {host}", source.path)));
        }
    }
    fail(broken);
}

#[test]
fn all_json_parses() {
    let mut broken = Vec::new();
    for source in sources("", &["json", "webmanifest"]) {
        if let Err(error) = serde_json::from_str::<serde_json::Value>(&source.text) {
            broken.push(format!("{}: {error}", source.path));
        }
    }
    fail(broken);
}

// --- The tests' own eyes -----------------------------------------------------------------------------------------------------------------------

#[test]
fn these_tests_can_see() {
    assert!(rust().len() > 20 && sources("", &[]).iter().any(|source| source.path == "Cargo.toml"));
    let of = |path: &str, text: &str| -> Vec<String> {
        known(&Source { path: path.to_owned(), text: text.to_owned() }).into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(of("src/ui/card.rs", "use crate::model::Action;"), ["model"]);
    assert_eq!(of("src/ui/card.rs", "use crate::{\n    api::{A, b::C},\n    model::*,\n    web,\n};"), ["api", "model", "web"]);
    assert_eq!(of("src/ui/card.rs", "fn f() -> crate::model::Id<u8> { super::super::store::x() }"), ["model", "store"]);
    assert_eq!(of("src/ui/mod.rs", "use super::model;"), ["model"]);
    assert_eq!(of("src/ui/a/b.rs", "use super::super::super::model; use super::super::card;"), ["model"]);
    assert_eq!(of("src/ui/card.rs", "use super::model; // crate::store\nlet x = \"crate::api\"; /* crate::web */"), [""; 0]);
    assert_eq!(spelt("go(\"/actions\"); format!(\"/me?a={b}\"); split(\"/\"); \"/sw.js\" // \"/news\""), ["/actions", "/me?a={b}"]);
    assert_eq!(code("a'b' 'c: \"d\\\"e\" r#\"f\"g\"# h // i\nj", false), "a\"\" 'c: \"\" \"\" h \nj");
    assert!(stands("// TODO: x", "TODO") && !stands("TODOS mytodo", "TODO"));
}
