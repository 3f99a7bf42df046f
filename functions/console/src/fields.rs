//! Questions of a form, as every page asks them.

use web::views::FaultView;

/// One of several answers.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
}

/// How a question is answered.
pub(crate) enum Kind {
    /// On one line; what browsers may fill in
    Text(&'static str),
    /// In digits
    Digits,
    /// In several lines
    Long,
    /// One of several
    One(Vec<Choice>),
    /// One of many
    Select(Vec<Choice>),
    /// Any of several
    Many(Vec<Choice>),
    /// Yes or not
    Tick,
    /// It is no question: it goes with the form
    Hidden,
}

/// A question.
pub(crate) struct Field {
    /// Name in the form, and the id of the element
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) kind: Kind,
    /// What was answered
    pub(crate) values: Vec<String>,
    /// What is wrong with it
    pub(crate) fault: Option<String>,
    /// What to do where nothing was answered, if the API has no words for that
    pub(crate) missing: Option<String>,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl Field {
    pub(crate) fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        let (name, label) = (name.into(), label.into());
        Self { name, label, hint: None, kind, values: Vec::new(), fault: None, missing: None }
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub(crate) fn missing(self, words: impl Into<String>) -> Self {
        Self { missing: Some(words.into()), ..self }
    }

    pub(crate) fn values(self, values: &[String]) -> Self {
        Self { values: values.to_vec(), ..self }
    }

    /// What was answered, or nothing.
    pub(crate) fn value(&self) -> &str {
        self.values.first().map(String::as_str).unwrap_or_default()
    }

    pub(crate) fn has(&self, value: &str) -> bool {
        self.values.iter().any(|known| known == value)
    }

    /// What kind of box stands before a choice.
    pub(crate) fn input(&self) -> &'static str {
        if matches!(self.kind, Kind::One(_)) { "radio" } else { "checkbox" }
    }

    /// The answers to choose from.
    pub(crate) fn choices(&self) -> &[Choice] {
        match &self.kind {
            Kind::One(choices) | Kind::Select(choices) | Kind::Many(choices) => choices,
            Kind::Text(_) | Kind::Digits | Kind::Long | Kind::Tick | Kind::Hidden => &[],
        }
    }

    /// What a screen reader reads beside the label.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.name));
        let fault = self.fault.is_some().then(|| format!("{}-fault", self.name));
        hint.into_iter().chain(fault).collect::<Vec<_>>().join(" ")
    }
}

/// Something wrong, and the question it belongs to.
#[derive(Clone)]
pub(crate) struct Wrong {
    pub(crate) href: String,
    pub(crate) text: String,
}

/// Tells each question what is wrong with it, and the page everything that is, in the order of the questions.
/// A fault that belongs to none of them leads to the first.
pub(crate) fn tell(fields: &mut [Field], faults: &[(String, FaultView)]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for field in fields.iter_mut() {
        for (name, fault) in faults.iter().filter(|(name, _)| *name == field.name) {
            let missing = field.missing.as_ref().filter(|_| field.value().is_empty());
            let words = missing.unwrap_or(&fault.detail).clone();
            let target = match field.choices().first() {
                Some(_) if !matches!(field.kind, Kind::Select(_)) => format!("#{name}-0"),
                _ => format!("#{name}"),
            };
            field.fault.get_or_insert_with(|| words.clone());
            wrong.push(Wrong { href: target, text: words });
        }
    }
    let first = fields.first().map_or_else(|| "#main".into(), |field| format!("#{}", field.name));
    let known = |name: &String| fields.iter().any(|field| field.name == *name);
    let others = faults.iter().filter(|(name, _)| !known(name));
    wrong.extend(others.map(|(_, fault)| Wrong { href: first.clone(), text: fault.detail.clone() }));
    wrong
}
