//! JSON read strictly: no duplicate members, no unknown fields, objects where objects belong, 16 levels.
//! Every fault that can be found is named with its pointer.

use app::DraftInput;
use domain::{Code, Fault, catalogue::Kind};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::problem::Problem;

mod node;
mod tree;

/// Most bytes of a body (api 1).
pub const BODY_MAX: usize = 64 * 1024;
/// Most levels of objects and lists (api 1).
pub const DEPTH_MAX: usize = 16;
/// Faults that are looked for before the answer is given.
const FAULTS_MAX: usize = 100;

/// What is wrong with a value, told by `problem` in the text of `malformed_json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Syntax,
    Duplicate,
    TooDeep,
    Type,
    Missing,
}

impl Wrong {
    fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Duplicate => "duplicate",
            Self::TooDeep => "too_deep",
            Self::Type => "type",
            Self::Missing => "missing",
        }
    }

    fn at(self, pointer: &str) -> Fault {
        Fault::new(pointer, Code::MalformedJson).with("problem", self.name())
    }
}

/// Reads the JSON of a body.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    typed(tree::parse(bytes)?)
}

/// Reads an object that stands on a line of its own, as strictly as a body.
pub(crate) fn row(line: &str) -> Result<Value, Fault> {
    tree::parse(line.as_bytes())
        .and_then(|value| if value.is_object() { Ok(value) } else { Err(Wrong::Syntax.at("")) })
}

/// Reads what a create asks for, by its `kind`, as strictly as a body.
pub fn draft(tree: Value) -> Result<DraftInput, Problem> {
    if tree["kind"] == Kind::Engagement.as_str() {
        typed(tree).map(DraftInput::Engagement)
    } else {
        typed(tree).map(DraftInput::Association)
    }
}

/// Reads the fields of a form as the members of an object.
pub(crate) fn read_form<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Wrong::Syntax.at(""))?;
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        let pointer = node::join("", &name);
        if members.insert(name.into_owned(), Value::String(value.into_owned())).is_some() {
            return Err(Wrong::Duplicate.at(&pointer).into());
        }
    }
    node::read(&Value::Object(members), true).map_err(|at| at.fault().into())
}

/// The value as `T`. After a fault the culprit is taken out and the rest is looked at: what it leaves behind
/// is no fault of the caller's.
fn typed<T: DeserializeOwned>(mut value: Value) -> Result<T, Problem> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut taken_out: Vec<String> = Vec::new();
    while faults.len() < FAULTS_MAX {
        let at = match node::read(&value, false) {
            Ok(read) if faults.is_empty() => return Ok(read),
            Ok(_) => break,
            Err(at) => at,
        };
        if !taken_out.contains(&at.pointer) {
            faults.push(at.fault());
        }
        if !at.take_out(&mut value, &mut taken_out) {
            break;
        }
    }
    Err(faults.into())
}

#[cfg(test)]
mod tests {
    use domain::input::{ClaimInput, ContentPatch, DocumentInput};
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::testing::ask;

    /// Code, pointer and kind of every fault.
    fn faults<T: DeserializeOwned + std::fmt::Debug>(body: &[u8]) -> Vec<(&'static str, String, String)> {
        let problem = read::<T>(body).unwrap_err();
        let found = problem.errors().iter().map(|fault| {
            let kind = fault.params.iter().find(|(name, _)| *name == "problem");
            (
                fault.code.as_str(),
                fault.pointer.clone(),
                kind.map(|(_, kind)| kind.clone()).unwrap_or_default(),
            )
        });
        found.collect()
    }

    fn one<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> (&'static str, String, String) {
        let mut found = faults::<T>(body.as_bytes());
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    fn nested(depth: usize) -> String {
        format!("{}{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn sixteen_levels_are_read_and_seventeen_are_not() {
        assert!(read::<Value>(nested(DEPTH_MAX).as_bytes()).is_ok());
        let (code, pointer, kind) = one::<Value>(&nested(DEPTH_MAX + 1));
        assert_eq!((code, kind.as_str()), ("malformed_json", "too_deep"));
        assert_eq!(pointer, "/0".repeat(DEPTH_MAX));
        let objects = format!("{}1{}", "{\"a\":".repeat(17), "}".repeat(17));
        assert_eq!(one::<Value>(&objects).2, "too_deep");
        // far deeper than any stack
        assert_eq!(faults::<Value>("[".repeat(60_000).as_bytes())[0].2, "too_deep");
    }

    #[test]
    fn a_member_that_is_there_twice_is_refused_wherever_it_is() {
        assert_eq!(one::<Value>(r#"{"a":1,"a":1}"#), ("malformed_json", "/a".into(), "duplicate".into()));
        assert_eq!(one::<ClaimInput>(r#"{"items":[{},{"x/y":1,"x/y":2}]}"#).1, "/items/1/x~1y");
        assert_eq!(one::<Value>(r#"{"a":1,"\u0061":2}"#).1, "/a");
    }

    #[test]
    fn v_09_unknown_fields_are_all_named_with_their_place() {
        assert_eq!(
            one::<ClaimInput>(r#"{"name":"n","colour":1}"#),
            ("unknown_field", "/colour".into(), String::new())
        );
        let found = faults::<ClaimInput>(
            br#"{"customerContact":{"name":"n","phone":1,"a/b":2},"items":[{"workload":"teams"},{"amount":3}]}"#,
        );
        let pointers: Vec<_> = found.iter().map(|(code, pointer, _)| (*code, pointer.as_str())).collect();
        assert_eq!(
            pointers,
            [
                ("unknown_field", "/customerContact/a~1b"),
                ("unknown_field", "/customerContact/phone"),
                ("unknown_field", "/items/1/amount"),
            ]
        );
    }

    #[test]
    fn values_of_the_wrong_type_are_named_with_their_place() {
        for (body, pointer) in [
            (r#"{"name":5}"#, "/name"),
            (r#"{"items":{}}"#, "/items"),
            (r#"{"items":[{"workload":"a"},{"workload":[]}]}"#, "/items/1/workload"),
            (r#"{"optOutOfIncentives":"yes"}"#, "/optOutOfIncentives"),
            (r#"{"customerContact":["Clara","IT","c@x.de","de"]}"#, "/customerContact"),
            (r#"[]"#, ""),
            ("null", ""),
            ("\"x\"", ""),
        ] {
            assert_eq!(one::<ClaimInput>(body), ("malformed_json", pointer.into(), "type".into()), "{body}");
        }
        let found =
            faults::<DocumentInput>(br#"{"size":-1,"activityDate":"2026-13-01","covers":{"items":["x"]}}"#);
        let pointers: Vec<_> = found.iter().map(|(_, pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/activityDate", "/covers/items/0", "/size"]);
    }

    #[test]
    fn a_missing_value_is_named() {
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Inner {
            #[allow(dead_code, reason = "only read")]
            the_text: String,
        }
        #[derive(Debug, Deserialize)]
        struct Outer {
            #[allow(dead_code, reason = "only read")]
            reasons: Vec<Inner>,
        }
        assert_eq!(
            one::<Outer>(r#"{"reasons":[{"theText":"a"},{}]}"#),
            ("malformed_json", "/reasons/1/theText".into(), "missing".into())
        );
        assert_eq!(one::<Outer>("{}").1, "/reasons");
    }

    #[test]
    fn a_create_is_read_by_its_kind_and_every_fault_is_named() {
        assert!(matches!(
            draft(json!({ "kind": "engagement", "hours": 12.5 })),
            Ok(DraftInput::Engagement(_))
        ));
        assert!(matches!(draft(json!({ "kind": "association" })), Ok(DraftInput::Association(_))));
        for (body, pointers) in [
            (json!({ "kind": "engagement", "items": [], "hours": "12,5" }), vec!["/hours", "/items"]),
            (json!({ "kind": 5, "hours": 12 }), vec!["/hours", "/kind"]),
            (json!([]), vec![""]),
        ] {
            let faults = draft(body).unwrap_err().into_faults();
            assert_eq!(faults.iter().map(|fault| fault.pointer.as_str()).collect::<Vec<_>>(), pointers);
        }
    }

    #[test]
    fn a_merge_patch_tells_null_from_absent() {
        let patch: ContentPatch = read(br#"{"revenue":null,"customerContact":{"title":null}}"#).unwrap();
        assert_eq!(patch.revenue, Some(None));
        assert_eq!(patch.name, None);
        assert_eq!(patch.customer_contact.unwrap().unwrap().title, Some(None));
        assert_eq!(one::<ContentPatch>(r#"{"customerContact":{"fax":null}}"#).1, "/customerContact/fax");
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for body in [
            &b""[..],
            b" ",
            b"{",
            b"{}x",
            b"{} {}",
            b"\xef\xbb\xbf{}",
            b"{\"name\":\"\xff\"}",
            b"{\"name\":\"\\ud800\"}",
            b"{\"name\":\"a\nb\"}",
            b"{\"size\":1e400}",
            b"{\"size\":01}",
            b"{\"size\":NaN}",
            b"{'a':1}",
            b"{\"a\":1,}",
        ] {
            let found = faults::<DocumentInput>(body);
            assert_eq!((found[0].0, found[0].2.as_str()), ("malformed_json", "syntax"), "{body:?}");
        }
        for number in ["18446744073709551616", "-1", "1.5", "1e3"] {
            let body = format!("{{\"size\":{number}}}");
            assert_eq!(one::<DocumentInput>(&body).1, "/size", "{body}");
        }
        assert_eq!(read::<DocumentInput>(b"{\"size\":18446744073709551615}").unwrap().size, Some(u64::MAX));
    }

    #[test]
    fn arbitrary_bytes_never_panic() {
        let seed =
            br#"{"name":"n\u00e9","items":[{"workload":"teams"}],"customerContact":{"email":"a@b.de"}}"#;
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for _ in 0..20_000 {
            let mut bytes = seed.to_vec();
            for _ in 0..=next(6) {
                let place = next(bytes.len());
                match next(4) {
                    0 => bytes[place] = next(256) as u8,
                    1 if bytes.len() > 1 => drop(bytes.remove(place)),
                    2 => bytes.insert(place, b"{}[]\",:\\0-e.\xc3"[next(13)]),
                    _ => bytes.truncate(place.max(1)),
                }
            }
            if let Err(problem) = read::<ClaimInput>(&bytes) {
                assert_eq!(problem.status(), 400);
            }
            drop(read::<Value>(&bytes));
            drop(read_form::<Form>(&bytes));
        }
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Form {
        name: String,
        confirmed: Option<bool>,
    }

    #[test]
    fn a_form_is_read_like_an_object() {
        let form = |text: &str| read_form::<Form>(text.as_bytes());
        let clara = |confirmed| Form { name: "Clara K".into(), confirmed };
        assert_eq!(form("name=Clara+K&confirmed=on").unwrap(), clara(Some(true)));
        assert_eq!(form("name=Clara%20K").unwrap(), clara(None));
        assert_eq!(form("name=a&colour=b").unwrap_err().errors()[0].pointer, "/colour");
        assert_eq!(form("name=a&name=b").unwrap_err().errors()[0].pointer, "/name");
        assert_eq!(form("name=a&confirmed=maybe").unwrap_err().errors()[0].pointer, "/confirmed");
        assert_eq!(form("confirmed=on").unwrap_err().errors()[0].pointer, "/name");
        // a text is no truth value in JSON
        assert!(read::<Form>(br#"{"name":"a","confirmed":"true"}"#).is_err());
    }

    #[test]
    fn a_body_has_at_most_64_kib() {
        let body = |size: usize| format!("{{\"name\":\"{}\"}}", "x".repeat(size - 11));
        for (size, status) in [(BODY_MAX - 1, None), (BODY_MAX, None), (BODY_MAX + 1, Some(413))] {
            let text = body(size);
            assert_eq!(text.len(), size);
            let call = ask("POST", "/v1/claims").json(&text).call();
            let read = call.body_json::<ClaimInput>();
            assert_eq!(read.err().map(|problem| problem.status().as_u16()), status, "{size}");
        }
    }

    #[test]
    fn only_json_is_read_and_a_patch_may_be_a_merge_patch() {
        let status = |method: &str, media_type: &str| {
            let mut asked = ask(method, "/v1/claims/x").bytes(b"{}");
            if !media_type.is_empty() {
                asked = asked.header("content-type", media_type);
            }
            asked.call().body_json::<ContentPatch>().err().map(|problem| problem.status().as_u16())
        };
        assert_eq!(status("POST", "application/json"), None);
        assert_eq!(status("POST", "Application/JSON; charset=utf-8"), None);
        assert_eq!(status("PATCH", "application/merge-patch+json"), None);
        assert_eq!(status("POST", "application/merge-patch+json"), Some(415));
        assert_eq!(status("POST", "text/plain"), Some(415));
        assert_eq!(status("POST", ""), Some(415));
    }

    #[test]
    fn no_body_is_a_default_only_where_it_may_be() {
        let none = ask("POST", "/v1/claims/x/cancel").call();
        assert_eq!(none.body_json_or_default::<ContentPatch>().unwrap(), ContentPatch::default());
        assert_eq!(none.body_json::<ContentPatch>().unwrap_err().status(), 415);
        let some = ask("POST", "/v1/claims/x/cancel").json("{\"x\":1}").call();
        assert_eq!(some.body_json_or_default::<ContentPatch>().unwrap_err().status(), 400);
    }

    #[test]
    fn a_fault_is_told_in_both_languages() {
        let call =
            ask("POST", "/v1/claims").header("accept-language", "de-AT,en;q=0.5").json("{\"a\":1}").call();
        let problem = call.body_json::<ClaimInput>().unwrap_err();
        let view = serde_json::to_value(problem.view(&call)).unwrap();
        assert_eq!(
            view,
            json!({
                "type": "/problems/unknown_field", "title": "Unbekanntes Feld", "status": 400,
                "code": "unknown_field", "detail": "Dieses Feld gibt es hier nicht.",
                "instance": "/v1/claims", "requestId": "req-1",
                "errors": [{
                    "pointer": "/a", "code": "unknown_field", "detail": "Dieses Feld gibt es hier nicht.",
                    "params": {},
                }],
            })
        );
    }
}
