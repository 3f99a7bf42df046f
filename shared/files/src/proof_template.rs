//! The proof of execution to fill in: a Word document with the sections of the official template
//! (specification 2.1, A92), filled as far as the claim is known.

mod de;
mod en;
mod layout;
mod texts;

use crate::{FilesError, zip_package::package};
use askama::Template;
use layout::Block;
use texts::Texts;

/// The language of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
}

/// What is known of the claim. An empty text becomes a line to fill in by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFacts {
    /// The language of the document.
    pub language: Language,
    /// The programme's name.
    pub programme: String,
    /// Who runs the programme and pays the partner.
    pub vendor: String,
    /// The day the document was made, as a person of that language writes it.
    pub today: String,
    /// The number people say on the phone, `CLM-…`.
    pub claim_number: String,
    /// The friendly name of the claim.
    pub claim_name: String,
    /// The engagement's name.
    pub engagement: String,
    /// The partner's role, or nothing where the engagement has none.
    pub partner_role: String,
    /// The partner organisation.
    pub partner_name: String,
    /// The partner location that claims.
    pub location: String,
    /// The partner's contact.
    pub partner_contact: String,
    /// The customer organisation.
    pub customer_name: String,
    /// The customer's tenant.
    pub tenant_id: String,
    /// The customer's contact.
    pub customer_contact: String,
    /// Everything that is claimed, one text per item.
    pub items: Vec<String>,
    /// Whether the customer is a public-sector body. `None`: not known yet.
    pub public_sector: Option<bool>,
}

impl TemplateFacts {
    /// The document without a claim.
    #[must_use]
    pub fn blank(language: Language, programme: &str, vendor: &str, today: &str) -> Self {
        Self {
            language,
            programme: programme.into(),
            vendor: vendor.into(),
            today: today.into(),
            claim_number: String::new(),
            claim_name: String::new(),
            engagement: String::new(),
            partner_role: String::new(),
            partner_name: String::new(),
            location: String::new(),
            partner_contact: String::new(),
            customer_name: String::new(),
            tenant_id: String::new(),
            customer_contact: String::new(),
            items: Vec::new(),
            public_sector: None,
        }
    }

    const fn texts(&self) -> &'static Texts {
        match self.language {
            Language::En => &en::TEXTS,
            Language::De => &de::TEXTS,
        }
    }
}

/// The name to offer when the document is saved.
#[must_use]
pub fn file_name(facts: &TemplateFacts) -> String {
    let stem = facts.texts().file_stem;
    match facts.claim_number.as_str() {
        "" => format!("{stem}.docx"),
        number => format!("{stem}-{number}.docx"),
    }
}

/// Writes the document. The same facts give the same bytes.
///
/// # Errors
/// [`FilesError::Template`] when the container cannot be written, which does not happen in memory.
pub fn proof_template(facts: &TemplateFacts) -> Result<Vec<u8>, FilesError> {
    let texts = facts.texts();
    let left = [facts.programme.as_str(), texts.title, &facts.claim_number].map(printable);
    let left = left.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let document = Document { blocks: layout::blocks(facts, texts) };
    let footer = Footer { left: &left, page: texts.page, of: texts.of };
    let core = Core { title: &left, language: texts.language };
    let styles = Styles { language: texts.language };
    let render = |template: Result<String, askama::Error>| template.map_err(FilesError::template);
    let (document, footer) = (render(document.render())?, render(footer.render())?);
    let (core, styles) = (render(core.render())?, render(styles.render())?);
    package([
        ("[Content_Types].xml", include_bytes!("../templates/content-types.xml").as_slice()),
        ("_rels/.rels", include_bytes!("../templates/package.rels").as_slice()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", include_bytes!("../templates/document.rels").as_slice()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/settings.xml", include_bytes!("../templates/settings.xml").as_slice()),
        ("word/footer1.xml", footer.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

#[derive(Template)]
#[template(path = "document.xml")]
struct Document {
    blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "footer.xml")]
struct Footer<'a> {
    left: &'a str,
    page: &'static str,
    of: &'static str,
}

#[derive(Template)]
#[template(path = "core.xml")]
struct Core<'a> {
    title: &'a str,
    language: &'static str,
}

#[derive(Template)]
#[template(path = "styles.xml")]
struct Styles {
    language: &'static str,
}

/// What XML may hold: it knows no control characters, not even escaped ones.
fn printable(text: &str) -> String {
    let one_line = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    one_line
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect::<String>()
        .trim()
        .into()
}

#[cfg(test)]
mod tests;
