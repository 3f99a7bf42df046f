//! Which paragraphs and tables the document has, whatever the language.

use super::{TemplateFacts, Texts, printable};

/// Filled in by hand where nothing is known.
const BLANK: &str = "______________________________";
/// Rows for activities, and for items when none is known.
const EMPTY_ROWS: usize = 6;

/// Heights and widths are in twentieths of a point; a table is as wide as the text, 9,638.
const LINE: u32 = 380;
const ENTRY: u32 = 520;
const SIGNATURE: u32 = 1_100;

/// A paragraph or a table.
pub(super) enum Block {
    Styled { style: &'static str, text: String },
    Table(Table),
}

pub(super) struct Table {
    /// What a screen reader says of it.
    pub(super) caption: &'static str,
    pub(super) widths: &'static [u32],
    pub(super) header: Vec<&'static str>,
    pub(super) first_is_label: bool,
    pub(super) rows: Vec<Row>,
}

impl Table {
    pub(super) fn width(&self) -> u32 {
        self.widths.iter().sum()
    }
}

pub(super) struct Row {
    pub(super) height: u32,
    pub(super) cells: Vec<String>,
}

pub(super) fn blocks(facts: &TemplateFacts, texts: &Texts) -> Vec<Block> {
    let (identity, acknowledgement) = (&texts.identity, &texts.acknowledgement);
    let statement = (acknowledgement.statement)(&filled(&facts.partner_name), &filled(&facts.customer_name));
    let mut blocks = vec![
        styled("Title", texts.title),
        styled("Subtitle", &(texts.subtitle)(&printable(&facts.programme), &printable(&facts.today))),
        styled("Normal", texts.introduction),
        styled("Heading1", identity.heading),
        styled("HintBeforeTable", identity.hint),
        Block::Table(identity_table(facts, texts)),
        styled("Heading1", acknowledgement.heading),
        styled("Statement", &statement),
        styled("HintBeforeTable", acknowledgement.hint),
        Block::Table(signature_table(texts)),
        // What is signed stays on one page, and no table of what was done is torn apart.
        styled("Heading1NewPage", texts.activities.heading),
        styled("HintBeforeTable", texts.activities.hint),
        Block::Table(activities_table(texts)),
        styled("Heading1", texts.products.heading),
        styled("HintBeforeTable", texts.products.hint),
        Block::Table(products_table(facts, texts)),
        styled("Heading1", texts.disclosure.heading),
    ];
    match facts.public_sector {
        Some(false) => blocks.push(styled("Normal", texts.disclosure.not_needed)),
        Some(true) => disclose(&mut blocks, texts.disclosure.needed, facts, texts),
        None => disclose(&mut blocks, texts.disclosure.not_known, facts, texts),
    }
    blocks.push(styled("Closing", texts.closing));
    blocks
}

fn styled(style: &'static str, text: &str) -> Block {
    Block::Styled { style, text: text.into() }
}

fn filled(text: &str) -> String {
    let text = printable(text);
    if text.is_empty() { BLANK.into() } else { text }
}

fn labelled(label: &str, entry: String, height: u32) -> Row {
    Row { height, cells: vec![label.into(), entry] }
}

fn identity_table(facts: &TemplateFacts, texts: &Texts) -> Table {
    let identity = &texts.identity;
    let rows = [
        (identity.programme, &facts.programme),
        (identity.engagement, &facts.engagement),
        (identity.claim_number, &facts.claim_number),
        (identity.claim_name, &facts.claim_name),
        (identity.partner, &facts.partner_name),
        (identity.location, &facts.location),
        (identity.partner_role, &facts.partner_role),
        (identity.partner_contact, &facts.partner_contact),
        (identity.customer, &facts.customer_name),
        (identity.tenant, &facts.tenant_id),
        (identity.customer_contact, &facts.customer_contact),
    ];
    Table {
        caption: identity.heading,
        widths: &[3_200, 6_438],
        header: identity.header.into(),
        first_is_label: true,
        rows: rows.into_iter().map(|(label, entry)| labelled(label, filled(entry), LINE)).collect(),
    }
}

fn signature_table(texts: &Texts) -> Table {
    let acknowledgement = &texts.acknowledgement;
    let row = |label: &str, height| labelled(label, String::new(), height);
    Table {
        caption: acknowledgement.heading,
        widths: &[3_200, 6_438],
        header: acknowledgement.header.into(),
        first_is_label: true,
        rows: vec![
            row(acknowledgement.name, ENTRY),
            row(acknowledgement.position, ENTRY),
            row(acknowledgement.date, ENTRY),
            row(acknowledgement.signature, SIGNATURE),
        ],
    }
}

fn activities_table(texts: &Texts) -> Table {
    let row = |number: usize| Row {
        height: ENTRY,
        cells: vec![number.to_string(), String::new(), String::new(), String::new()],
    };
    Table {
        caption: texts.activities.heading,
        widths: &[638, 2_300, 4_300, 2_400],
        header: texts.activities.header.into(),
        first_is_label: false,
        rows: (1..=EMPTY_ROWS).map(row).collect(),
    }
}

fn products_table(facts: &TemplateFacts, texts: &Texts) -> Table {
    let mut items: Vec<String> = facts.items.iter().map(|item| printable(item)).collect();
    if items.is_empty() {
        items.resize(EMPTY_ROWS, String::new());
    }
    let row =
        |item: String| Row { height: ENTRY, cells: vec![item, String::new(), String::new(), String::new()] };
    Table {
        caption: texts.products.heading,
        widths: &[2_900, 1_300, 3_138, 2_300],
        header: texts.products.header.into(),
        first_is_label: false,
        rows: items.into_iter().map(row).collect(),
    }
}

fn disclose(blocks: &mut Vec<Block>, hint: &str, facts: &TemplateFacts, texts: &Texts) {
    let disclosure = &texts.disclosure;
    let row = |label: &str, entry: &str| labelled(label, entry.into(), ENTRY);
    blocks.push(styled("HintBeforeTable", hint));
    blocks.push(Block::Table(Table {
        caption: disclosure.heading,
        widths: &[4_800, 4_838],
        header: disclosure.header.into(),
        first_is_label: true,
        rows: vec![
            row(&(disclosure.told)(&filled(&facts.vendor)), disclosure.yes_no),
            row(disclosure.fee, ""),
            row(disclosure.date, ""),
            row(disclosure.document, ""),
        ],
    }));
}
