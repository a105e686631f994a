//! The shape of what goes to the page as JSON.

use crate::support::Outcome;
use meyirim_importer::read_to_json;
use serde_json::{Value, json};

#[test]
fn the_page_gets_json() -> Outcome {
    let said = |bytes: &[u8]| serde_json::from_str::<Value>(&read_to_json(bytes, "Список.csv"));
    assert_eq!(
        said("a;\"б\"\"\"\n".as_bytes())?,
        json!({"ok": {"sheets": [{"name": "Список", "rows": [["a", "б\""]], "left_out": 0}], "kind": {"format": "text", "encoding": "utf-8", "delimiter": ";"}}})
    );
    assert_eq!(said(b"")?, json!({"failed": {"why": "empty"}}));
    assert_eq!(said(b"%PDF-1.7")?, json!({"failed": {"why": "not_a_sheet"}}));
    assert_eq!(said(&vec![b'a'; (20 << 20) + 1])?, json!({"failed": {"why": "too_large", "detail": {"bytes": 20_971_521}}}));
    assert_eq!(said(b"PK\x03\x04")?["failed"]["why"], "broken");
    Ok(())
}
