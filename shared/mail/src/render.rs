//! From a mail to its subject and its two bodies.

use std::collections::HashMap;
use std::fmt::Write;

use askama::Template;
use mrml::prelude::render::RenderOptions;

use crate::compose::{Block, Document, Say, compose};
use crate::content::Mail;
use crate::texts::{Locale, Value};

/// Who writes.
#[derive(Clone, Debug)]
pub struct Identity {
    /// `Name <address>` of the sender (MAIL_FROM).
    pub from: String,
    /// The public origin all links begin with (BASE_URL).
    pub base: String,
}

/// A mail in words, not yet addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// `Name <address>` of the sender.
    pub from: String,
    /// The language it is written in.
    pub locale: Locale,
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML, complete and without anything to load.
    pub html: String,
}

/// The layout could not be rendered: a fault of ours, never of the data.
#[derive(Debug, thiserror::Error)]
pub enum RenderFault {
    /// The template failed.
    #[error("mail template: {0}")]
    Template(#[from] askama::Error),
    /// The layout is not MJML.
    #[error("mail layout: {0}")]
    Layout(String),
}

#[derive(Template)]
#[template(path = "mail.mjml", escape = "html")]
struct Layout<'a> {
    lang: &'static str,
    document: &'a Document,
    fallback: &'a str,
    footer: &'a [String],
}

/// Writes a mail in a language. Pure: the same mail gives the same words.
///
/// # Errors
/// When the layout that is part of the binary does not render.
pub fn render(mail: &Mail, locale: Locale, identity: &Identity) -> Result<Message, RenderFault> {
    let document = compose(mail, locale);
    let say = Say(locale);
    let mut footer = document.footer.clone();
    footer.push(
        say.text("genuine", &[("base", Value::Ours(&format!("{}/", identity.base.trim_end_matches('/'))))]),
    );
    let fallback = say.text("fallback", &[]);
    let layout =
        Layout { lang: locale.tag(), document: &document, fallback: &fallback, footer: &footer }.render()?;
    let parsed = mrml::parse(&layout).map_err(|fault| RenderFault::Layout(fault.to_string()))?;
    // Without the built-in list no font is fetched from anywhere.
    let html = parsed
        .element
        .render(&RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() })
        .map_err(|fault| RenderFault::Layout(fault.to_string()))?;
    let text = text(&document, &footer);
    Ok(Message { from: identity.from.clone(), locale, subject: document.subject, text, html })
}

/// Blank lines between the parts, addresses on lines of their own.
fn text(document: &Document, footer: &[String]) -> String {
    let mut parts = vec![document.heading.clone()];
    parts.extend(document.blocks.iter().map(block_text));
    parts.push(format!("-- \nAssent\n{}", footer.join("\n")));
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => words.clone(),
        Block::Emphasis(words) => format!(">> {words}"),
        Block::Facts(rows) => {
            rows.iter().map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>().join("\n")
        }
        Block::List { title, items } => {
            let mut list = format!("{title}:");
            for item in items {
                let _ = write!(list, "\n- {item}");
            }
            list
        }
        Block::Button { label, url } | Block::OtherLanguage { tag: _, label, url } => {
            format!("{label}:\n{url}")
        }
    }
}
