//! The Fluent files: same texts, same variables, none unused, none missing.

use std::path::Path;

use crate::audit::same_texts;

#[test]
fn the_texts_are_complete_and_none_is_unused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = ["render.rs", "time.rs", "compose.rs", "compose/customer.rs", "compose/partner.rs"]
        .map(|file| std::fs::read_to_string(root.join(file)).unwrap())
        .concat();
    let literal = |text: &str| sources.contains(&format!("\"{text}\""));
    let mail = same_texts(include_str!("../../i18n/mail.en.ftl"), include_str!("../../i18n/mail.de.ftl"));
    let time = same_texts(include_str!("../../i18n/time.en.ftl"), include_str!("../../i18n/time.de.ftl"));
    for id in mail.iter().chain(&time) {
        let reason = id.strip_prefix("reason-").is_some_and(|code| literal(&code.replace('-', "_")));
        let topic = ["-subject", "-heading", "-opening"]
            .iter()
            .any(|part| id.strip_suffix(part).is_some_and(literal));
        assert!(literal(id) || reason || topic, "{id} is unused");
    }
}
