//! What the tests of every crate with Fluent files check.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// The ids of the texts.
///
/// # Panics
/// When a file does not parse, has an id twice or an attribute, or the two languages differ in ids or in
/// the variables of a text.
#[must_use]
pub fn same_texts(en: &str, de: &str) -> BTreeSet<String> {
    let [en, de] = [en, de].map(read);
    assert_eq!(en, de, "the languages differ");
    en.into_keys().collect()
}

#[expect(clippy::panic, reason = "a check for tests")]
fn read(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, faults)| panic!("{faults:?}"));
    let mut texts = BTreeMap::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            message.value.iter().for_each(|value| pattern(value, &mut variables));
            let former = texts.insert(message.id.name.to_owned(), variables);
            assert!(former.is_none(), "{} stands twice", message.id.name);
        }
    }
    texts
}

fn pattern(of: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &of.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => variable(inline, variables),
                Expression::Select { selector, variants } => {
                    variable(selector, variables);
                    variants.iter().for_each(|variant| pattern(&variant.value, variables));
                }
            }
        }
    }
}

fn variable(of: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = of {
        variables.insert(id.name.to_owned());
    }
}
