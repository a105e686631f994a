//! Where in a JSON document an error stands: from the place that serde_json names to a path like `items[3].title`.
//!
//! `serde_path_to_error` does this by wrapping every deserializer, which compiles each record type a second time: 120 KB of wasm, a tenth of the
//! app, for text that is read when something is broken. Walking the text once up to the error costs nothing until then.

/// A container that is open at some place of the document.
enum Open<'a> {
    /// The key whose value is being read, once it is known.
    Object {
        key: Option<&'a [u8]>,
        wants_key: bool,
    },
    Array {
        index: usize,
    },
}

/// The path of what stands at (or has just ended before) a line and column as serde_json counts them: lines from 1, columns in bytes. `.` is the
/// document itself.
pub(super) fn at(body: &[u8], line: usize, column: usize) -> String {
    let start: usize = body.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let end = (start + column).min(body.len());
    let mut open = Vec::new();
    let mut here = 0;
    while here < end {
        match body[here] {
            b'"' => {
                let text = string(&body[here + 1..]);
                if let Some(Open::Object { key, wants_key: true }) = open.last_mut() {
                    *key = Some(text);
                }
                here += text.len() + 1;
            }
            b'{' => open.push(Open::Object { key: None, wants_key: true }),
            b'[' => open.push(Open::Array { index: 0 }),
            b'}' | b']' => drop(open.pop()),
            b':' => {
                if let Some(Open::Object { wants_key, .. }) = open.last_mut() {
                    *wants_key = false;
                }
            }
            b',' => match open.last_mut() {
                Some(Open::Object { key, wants_key }) => (*key, *wants_key) = (None, true),
                Some(Open::Array { index }) => *index += 1,
                None => {}
            },
            _ => {}
        }
        here += 1;
    }
    spell(&open)
}

/// The inside of a string that begins here, up to its closing quote.
fn string(rest: &[u8]) -> &[u8] {
    let mut escaped = false;
    let end = rest.iter().position(|byte| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    &rest[..end.unwrap_or(rest.len())]
}

fn spell(open: &[Open<'_>]) -> String {
    let mut path = String::new();
    for container in open {
        match container {
            Open::Object { key: Some(key), .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&String::from_utf8_lossy(key));
            }
            Open::Object { key: None, .. } => {}
            Open::Array { index } => path.push_str(&format!("[{index}]")),
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}
