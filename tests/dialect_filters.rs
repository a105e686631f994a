//! Conditions in the spelling of a server, read back by parsers of their own: whatever stands in a value, it stays that value.

mod support;

use meyirim::{
    api::{
        Request,
        dialect::{
            filter::{Condition, Operand, encode, sorted},
            paging,
            profile::{Filter, Grammar, Op, Sort},
        },
    },
    model::Instant,
};
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use support::{dialect::*, *};

const OPS: [Op; 5] = [Op::Eq, Op::Gte, Op::Gt, Op::Lte, Op::Lt];

fn names(of: [&str; 5]) -> BTreeMap<Op, String> {
    OPS.into_iter().zip(of.map(str::to_owned)).collect()
}

fn suffixes() -> BTreeMap<Op, String> {
    names(["", "__gte", "__gt", "__lte", "__lt"])
}

fn dollars() -> BTreeMap<Op, String> {
    names(["$eq", "$gte", "$gt", "$lte", "$lt"])
}

fn called(ops: &BTreeMap<Op, String>, name: &str) -> Op {
    *ops.iter().find(|(_, known)| *known == name).unwrap_or_else(|| panic!("operator {name:?}")).0
}

/// What breaks quoting, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let part = select(vec![
        "'",
        "\"",
        "\\",
        "''",
        "\\'",
        "\\\\",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "&",
        "&&",
        "||",
        "%",
        "%27",
        "+",
        "#",
        "?",
        "=",
        "/",
        ";",
        ",",
        ":",
        " ",
        "\n",
        "\r",
        "\t",
        "🙂",
        "👩‍🚒",
        "Әділ",
        "ғ",
        "a",
        "0",
        "-1",
        "null",
        "true",
        " or ",
        " and ",
        " eq ",
        "@now",
        "--",
        "/*",
        "\u{2028}",
    ]);
    prop_oneof![prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat()), "\\PC{0,12}"]
}

fn operand() -> impl Strategy<Value = Operand> {
    prop_oneof![3 => hostile().prop_map(Operand::Text), 1 => (0..i64::MAX).prop_map(Operand::Number)]
}

/// Names of fields that a grammar can hold, and those that any parameter can.
const PLAIN: [&str; 4] = ["ends", "person", "a.b", "f_1"];
const ANY: [&str; 4] = ["ends", "a.b", "күні мен&уақыты=+", "%5B#?"];

/// Several at once, no two of the same operator on the same field.
fn conditions(fields: [&'static str; 4]) -> impl Strategy<Value = Vec<Condition>> {
    prop::collection::btree_map((select(fields.to_vec()), select(&OPS[..])), operand(), 1..5)
        .prop_map(|all| all.into_iter().map(|((field, op), value)| Condition { field: field.to_owned(), op, value }).collect::<Vec<_>>())
}

/// The parameters as a server reads them from the address.
fn sent(filter: &Filter, conditions: &[Condition]) -> Vec<(String, String)> {
    let request = Request::get("/list?fixed=1").query("first", 1);
    let request = encode(filter, conditions).into_iter().fold(request, |request, (name, value)| paging::add(request, &name, value));
    let mut parameters = parameters(&request.path);
    assert_eq!(parameters.drain(..2).collect::<Vec<_>>(), [("fixed".to_owned(), "1".to_owned()), ("first".to_owned(), "1".to_owned())]);
    parameters
}

/// In a bare parameter a number is its digits.
fn plain(conditions: &[Condition]) -> Vec<(String, Op, String)> {
    let text = |operand: &Operand| match operand {
        Operand::Text(text) | Operand::Moment(text) => text.clone(),
        Operand::Number(number) => number.to_string(),
    };
    conditions.iter().map(|one| (one.field.clone(), one.op, text(&one.value))).collect()
}

fn only(mut parameters: Vec<(String, String)>, name: &str) -> String {
    assert!(parameters.len() == 1 && parameters[0].0 == name, "{parameters:?}");
    parameters.remove(0).1
}

// --- The grammars --------------------------------------------------------------------------------------------------------------------------

/// PocketBase's: tokens as its scanner makes them. A text ends at the first quote like its own without a backslash before it; then each backslash before such a quote goes.
fn pocketbase(expression: &str) -> Vec<Condition> {
    let mut rest = expression;
    let mut found = Vec::new();
    assert!(!rest.contains('\0'), "NUL ends everything");
    loop {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_.@#".contains(c))).unwrap_or(rest.len());
        let (field, after) = rest.split_at(end);
        let end = after.find(|c: char| !"=!<>~".contains(c)).expect("a value");
        let (sign, after) = after.split_at(end);
        let op = called(&names(["=", ">=", ">", "<=", "<"]), sign);
        let (value, after) = if let Some(inside) = after.strip_prefix('\'') {
            let mut before = '\0';
            let end =
                inside.find(|c| std::mem::replace(&mut before, c) != '\\' && c == '\'').unwrap_or_else(|| panic!("no end: {expression}"));
            (Operand::Text(inside[..end].replace("\\'", "'")), &inside[end + 1..])
        } else {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            (Operand::Number(after[..end].parse().unwrap_or_else(|_| panic!("neither text nor number: {expression}"))), &after[end..])
        };
        found.push(Condition { field: field.to_owned(), op, value });
        match after.trim_start_matches([' ', '\t', '\n']).strip_prefix("&&") {
            Some(after) => rest = after.trim_start_matches([' ', '\t', '\n']),
            None if after.is_empty() => return found,
            None => panic!("{after:?} in {expression}"),
        }
    }
}

/// OData's: a quote in a text is written twice.
fn odata(expression: &str) -> Vec<Condition> {
    let mut rest = expression;
    let mut found = Vec::new();
    loop {
        let mut words = rest.splitn(3, ' ');
        let (field, name, after) = (words.next().expect("a field"), words.next().expect("an operator"), words.next().expect("a value"));
        let (value, after) = if let Some(mut inside) = after.strip_prefix('\'') {
            let mut text = String::new();
            loop {
                let (before, behind) = inside.split_once('\'').unwrap_or_else(|| panic!("no end: {expression}"));
                text.push_str(before);
                match behind.strip_prefix('\'') {
                    Some(more) => {
                        text.push('\'');
                        inside = more;
                    }
                    None => break (Operand::Text(text), behind),
                }
            }
        } else {
            let end = after.find(' ').unwrap_or(after.len());
            (Operand::Number(after[..end].parse().unwrap_or_else(|_| panic!("neither text nor number: {expression}"))), &after[end..])
        };
        found.push(Condition { field: field.to_owned(), op: called(&names(["eq", "ge", "gt", "le", "lt"]), name), value });
        match after.strip_prefix(" and ") {
            Some(after) => rest = after,
            None if after.is_empty() => return found,
            None => panic!("{after:?} in {expression}"),
        }
    }
}

fn from_json(text: &str) -> Vec<Condition> {
    let fields: Map<String, Value> = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut found = Vec::new();
    for (field, ops) in &fields {
        for (name, value) in ops.as_object().unwrap_or_else(|| panic!("{text}")) {
            let value = match value {
                Value::String(text) => Operand::Text(text.clone()),
                number => Operand::Number(number.as_i64().unwrap_or_else(|| panic!("{text}"))),
            };
            found.push(Condition { field: field.clone(), op: called(&dollars(), name), value });
        }
    }
    found
}

fn sorted_by_field(mut conditions: Vec<Condition>) -> Vec<Condition> {
    conditions.sort_by(|a, b| (&a.field, a.op).cmp(&(&b.field, b.op)));
    conditions
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn suffix(conditions in conditions(ANY)) {
        let ops = suffixes();
        let read = sent(&Filter::Suffix(ops.clone()), &conditions).into_iter().map(|(name, value)| {
            let (field, op) = name.find("__").map_or((&*name, ""), |at| name.split_at(at));
            (field.to_owned(), called(&ops, op), value)
        });
        prop_assert_eq!(read.collect::<Vec<_>>(), plain(&conditions));
    }

    #[test]
    fn prefix(conditions in conditions(ANY)) {
        let ops = names(["", "min:", "gt:", "max:", "lt:"]);
        let read = sent(&Filter::Prefix(ops.clone()), &conditions).into_iter().map(|(name, value)| {
            let (op, field) = name.find(':').map_or(("", &*name), |at| name.split_at(at + 1));
            (field.to_owned(), called(&ops, op), value)
        });
        prop_assert_eq!(read.collect::<Vec<_>>(), plain(&conditions));
    }

    #[test]
    fn value(conditions in conditions(ANY)) {
        let ops = names(["eq.", "gte.", "gt.", "lte.", "lt."]);
        let read = sent(&Filter::Value(ops.clone()), &conditions).into_iter().map(|(field, value)| {
            let (op, value) = value.split_at(value.find('.').expect("an operator") + 1);
            (field, called(&ops, op), value.to_owned())
        });
        prop_assert_eq!(read.collect::<Vec<_>>(), plain(&conditions));
    }

    #[test]
    fn brackets(conditions in conditions(ANY)) {
        let filter = Filter::Brackets { template: "filter[{field}][{op}]".to_owned(), ops: dollars() };
        let read = sent(&filter, &conditions).into_iter().map(|(name, value)| {
            let inside = name.strip_prefix("filter[").and_then(|name| name.strip_suffix(']')).expect("brackets");
            let (field, op) = inside.split_once("][").expect("two of them");
            (field.to_owned(), called(&dollars(), op), value)
        });
        prop_assert_eq!(read.collect::<Vec<_>>(), plain(&conditions));
    }

    #[test]
    fn one_parameter_of_json(conditions in conditions(ANY)) {
        let text = only(sent(&Filter::Json { name: "where".to_owned(), ops: dollars() }, &conditions), "where");
        prop_assert_eq!(sorted_by_field(from_json(&text)), sorted_by_field(conditions));
    }

    #[test]
    fn expression_of_pocketbase(conditions in conditions(PLAIN)) {
        let text = only(sent(&Filter::Expression { name: "filter".to_owned(), grammar: Grammar::Pocketbase }, &conditions), "filter");
        for (read, meant) in pocketbase(&text).into_iter().zip(&conditions) {
            match (&read.value, &meant.value) {
                // What cannot be written equals nothing of theirs, rather than something else.
                (Operand::Text(read), Operand::Text(meant)) if meant.ends_with('\\') || meant.contains('\0') => {
                    let equal_to_none = read.contains(char::REPLACEMENT_CHARACTER) && read != meant;
                    prop_assert!(equal_to_none);
                }
                _ => prop_assert_eq!(&read, meant),
            }
            prop_assert_eq!((&read.field, read.op), (&meant.field, meant.op));
        }
        prop_assert_eq!(pocketbase(&text).len(), conditions.len());
    }

    #[test]
    fn expression_of_odata(conditions in conditions(PLAIN)) {
        let text = only(sent(&Filter::Expression { name: "$filter".to_owned(), grammar: Grammar::Odata }, &conditions), "$filter");
        prop_assert_eq!(odata(&text), conditions);
    }

    /// Through a whole dialect: the action and the person of a signup that is looked for.
    #[test]
    fn a_persons_own_signups(theirs in "[^\0\\\\]{1,6}") {
        use meyirim::api::dialect::names;
        prop_assume!(names::ours((&*theirs).into()).len() <= 64);
        let mut person = person_of(None);
        person.id = id(&names::ours((&*theirs).into()));
        let profile = profile(json!({
            "filter": { "expression": { "name": "filter", "grammar": "pocketbase" } },
            "resources": { "signups": {
                "list": "/signups", "names": { "person": "who" },
                "fields": { "id": "id", "action": "event", "shift": { "const": "1" }, "standing": { "const": "confirmed" } },
            } },
        }));
        let server = Server::new(|_: &Request| Ok(json(200, "[]")));
        send(&compile(&profile), &server, Some(&person), &meyirim::api::signups::list()).expect("reads");
        let path = server.asked.borrow()[0].path.clone();
        let text = parameter(&path, "filter").expect("a filter");
        prop_assert_eq!(pocketbase(&text), [Condition { field: "who".to_owned(), op: Op::Eq, value: Operand::Text(theirs) }]);
    }
}

/// OData has a type for moments: in quotes it would be a text, which no moment is compared with.
#[test]
fn a_moment_is_written_as_the_grammar_has_it() {
    for (grammar, expected) in [("odata", "ends gt 2026-11-22T05:00:00.000Z"), ("pocketbase", "ends>'2026-11-22T05:00:00.000Z'")] {
        let profile = profile(json!({
            "filter": { "expression": { "name": "$filter", "grammar": grammar } }, "resources": { "actions": { "names": { "ends": "ends" } } },
        }));
        let server = Server::new(|_: &Request| Ok(json(200, "[]")));
        let call = meyirim::api::actions::list(&meyirim::api::actions::ListActions { from: Some(now()), ..Default::default() });
        send(&compile(&profile), &server, None, &call).expect("reads");
        assert_eq!(parameter(&server.asked.borrow()[0].path, "$filter").as_deref(), Some(expected));
    }
}

#[test]
fn nothing_to_ask_for_asks_nothing() {
    for filter in [Filter::None, Filter::Suffix(suffixes()), Filter::Json { name: "where".to_owned(), ops: dollars() }] {
        assert_eq!(encode(&filter, &[]), []);
    }
    let condition = Condition { field: "f".to_owned(), op: Op::Eq, value: Operand::Number(1) };
    assert_eq!(encode(&Filter::None, &[condition]), []);
}

/// The answer then holds more than was asked for; a field with no condition on it would be one that nothing fulfils.
#[test]
fn an_operator_without_a_name_is_left_out() {
    let mut ops = dollars();
    ops.remove(&Op::Eq);
    let all = [Op::Eq, Op::Gt].map(|op| Condition { field: format!("{op:?}"), op, value: Operand::Number(1) });
    assert_eq!(encode(&Filter::Suffix(ops.clone()), &all), [("Gt$gt".to_owned(), "1".to_owned())]);
    assert_eq!(encode(&Filter::Prefix(ops.clone()), &all), [("$gtGt".to_owned(), "1".to_owned())]);
    let brackets = Filter::Brackets { template: "{field}[{op}]".to_owned(), ops: ops.clone() };
    assert_eq!(encode(&brackets, &all), [("Gt[$gt]".to_owned(), "1".to_owned())]);
    let json = Filter::Json { name: "where".to_owned(), ops };
    assert_eq!(encode(&json, &all), [("where".to_owned(), r#"{"Gt":{"$gt":1}}"#.to_owned())]);
    assert_eq!(encode(&json, &all[..1]), []);
}

#[test]
fn two_ends_of_one_field() {
    let all = [Op::Gte, Op::Lt].map(|op| Condition { field: "at".to_owned(), op, value: Operand::Number(7) });
    let json = Filter::Json { name: "where".to_owned(), ops: dollars() };
    assert_eq!(encode(&json, &all), [("where".to_owned(), r#"{"at":{"$gte":7,"$lt":7}}"#.to_owned())]);
}

#[test]
fn sorting() {
    let name = |text: &str| text.to_owned();
    for (sort, spelt) in [
        (Sort::None, &[][..]),
        (Sort::Minus(name("sort")), &[("sort", "f,id")]),
        (Sort::Colon(name("sort")), &[("sort", "f,id:asc")]),
        (Sort::Space(name("$orderby")), &[("$orderby", "f,id asc")]),
        (Sort::Two { by: name("_sort"), order: name("_order") }, &[("_sort", "f,id"), ("_order", "asc")]),
    ] {
        let spelt: Vec<_> = spelt.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(sorted(&sort, "f,id"), spelt);
    }
}

/// What is to come and what is over: asked for where the server can compare, else all comes with what is to come, and nothing twice.
#[test]
fn to_come_and_over() {
    use meyirim::api::actions::{self, ListActions};
    let coming = ListActions { from: Some(now()), ..ListActions::default() };
    let over = ListActions { until: Some(now()), ..ListActions::default() };
    let ask = |filter: Value, names: &Value, params: &ListActions| {
        let profile = profile(json!({ "filter": filter, "resources": { "actions": { "names": names } } }));
        let server = Server::new(|_: &Request| Ok(json(200, &json!([event(1)]).to_string())));
        let page = unchanged(send(&compile(&profile), &server, None, &actions::list(params)).expect("reads"));
        (server.lines(), page.items.len())
    };
    let compares = json!({ "suffix": { "gt": "_gt", "lte": "_lte" } });
    let finish = json!({ "ends": "finish" });
    let line = |query: &str| vec![format!("GET /events{query}")];
    assert_eq!(ask(compares.clone(), &finish, &coming), (line("?finish_gt=2026-11-22T05%3A00%3A00.000Z"), 1));
    assert_eq!(ask(compares.clone(), &finish, &over), (line("?finish_lte=2026-11-22T05%3A00%3A00.000Z"), 1));
    // With only one of the two operators what is over would come twice, or not at all.
    for (filter, names) in [(json!("none"), &finish), (compares, &json!({})), (json!({ "suffix": { "lte": "_lte" } }), &finish)] {
        assert_eq!(ask(filter.clone(), names, &coming), (line(""), 1), "{filter} {names}");
        assert_eq!(ask(filter.clone(), names, &over), (Vec::new(), 0), "{filter} {names}");
    }
}

/// Servers that keep moments as texts compare them letter by letter: ours has to be no later than the same moment of theirs, whatever its fraction.
#[test]
fn a_moment_compared_as_a_text_is_compared_as_a_moment() {
    use meyirim::api::dialect::times::Times;
    let moments = [0, 1, 100, 120, 999, 1000, 1100, 59_999, 60_000].map(|ms| Instant(1_795_323_600_000 + ms));
    for times in [Times::Rfc3339, Times::Space, Times::IsoObject] {
        for a in moments {
            for b in moments {
                assert_eq!(times.text(a).cmp(&times.text(b)), a.cmp(&b), "{} and {}", times.text(a), times.text(b));
            }
        }
    }
    assert_eq!(Times::Space.text(now()), "2026-11-22 05:00:00.000Z");
}
