//! `engagements.txt`, read.

use std::collections::{BTreeMap, BTreeSet};

/// A state with its cells.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) status: String,
    /// Who rejected it
    first: String,
    seen: Vec<String>,
    /// Clock, the row until its instant, the row from it on
    pub(super) clocks: Vec<(String, String, String)>,
    /// Column → cell
    cells: BTreeMap<String, String>,
}

/// The whole table.
pub(super) struct Text {
    /// Cell → word, and whether it is allowed all the same
    answers: BTreeMap<String, (String, bool)>,
    /// Person → what is seen, and the groups of commands that the role permits
    people: BTreeMap<String, (String, BTreeSet<String>)>,
    rows: Vec<Row>,
    /// Column → group
    columns: BTreeMap<String, String>,
}

/// Words of lines below a section's head, up to an empty line.
fn section<'a>(text: &'a str, name: &str) -> Vec<Vec<&'a str>> {
    let head = format!("[{name}]");
    let lines = text.lines().skip_while(|line| !line.starts_with(&head)).skip(1);
    lines.take_while(|line| !line.is_empty()).map(|line| line.split_whitespace().collect()).collect()
}

/// The same below the line that names the columns, with these columns.
fn table<'a>(text: &'a str, name: &str, first: &str) -> (Vec<&'a str>, Vec<Vec<&'a str>>) {
    let mut lines = section(text, name);
    let head = lines.iter().position(|words| words[0] == first).unwrap_or_else(|| panic!("[{name}]"));
    let rows = lines.split_off(head + 1);
    let columns = lines.pop().unwrap();
    for row in &rows {
        assert_eq!(row.len(), columns.len(), "[{name}] {row:?}");
    }
    (columns, rows)
}

fn clocks(name: &str, words: &[&str]) -> Vec<(String, String, String)> {
    let clock = |word: &&str| {
        let (clock, rows) = word.split_once(':').unwrap();
        let (before, after) = rows.split_once('>').unwrap_or((name, rows));
        (clock.to_owned(), before.to_owned(), after.to_owned())
    };
    words.iter().filter(|word| **word != "-").map(clock).collect()
}

/// Whose commands these are: a group is a column of `[people]`.
fn group(section: &str, column: &str) -> &'static str {
    match (section, column) {
        ("claim", "comment") => "comment",
        ("claim", _) => "claim",
        ("vendor", "extend_deadline" | "stop") => "manage",
        ("vendor", _) => "review",
        (_, "records") => "system",
        _ => "link",
    }
}

impl Text {
    pub(super) fn read(text: &str) -> Self {
        let answer = |words: Vec<&str>| {
            let cell = words[0].trim_end_matches('*');
            (cell.to_owned(), (words[1].to_owned(), cell != words[0]))
        };
        let (heads, people) = table(text, "people", "who");
        let person = |words: Vec<&str>| {
            let groups = heads.iter().zip(&words).filter(|(_, mark)| **mark == "x");
            let groups = groups.map(|(group, _)| (*group).to_owned()).collect();
            (words[0].to_owned(), (words[1].to_owned(), groups))
        };
        let people = people.into_iter().map(person).collect();
        let states = section(text, "states").into_iter().skip_while(|words| words[0] != "state").skip(1);
        let mut rows: Vec<Row> = states
            .map(|words| Row {
                name: words[0].to_owned(),
                status: words[1].to_owned(),
                first: words[2].to_owned(),
                seen: words[3].split(',').map(str::to_owned).collect(),
                clocks: clocks(words[0], &words[4..]),
                cells: BTreeMap::new(),
            })
            .collect();
        let mut columns = BTreeMap::new();
        for name in ["claim", "vendor", "link"] {
            let (heads, lines) = table(text, name, "state");
            let told: Vec<&str> = lines.iter().map(|words| words[0]).collect();
            assert_eq!(told, rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), "[{name}]");
            for (row, words) in rows.iter_mut().zip(&lines) {
                let cells = heads.iter().zip(words).skip(1);
                row.cells.extend(cells.map(|(column, cell)| ((*column).to_owned(), (*cell).to_owned())));
            }
            let heads = heads.iter().skip(1).filter(|column| **column != OLD);
            columns.extend(heads.map(|column| ((*column).to_owned(), group(name, column).to_owned())));
        }
        Self { answers: section(text, "answers").into_iter().map(answer).collect(), people, rows, columns }
    }

    pub(super) fn row(&self, name: &str) -> &Row {
        self.rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no state {name}"))
    }

    pub(super) fn names(&self) -> BTreeSet<String> {
        self.rows.iter().map(|row| row.name.clone()).collect()
    }

    pub(super) fn people(&self) -> BTreeSet<String> {
        self.people.keys().cloned().collect()
    }

    pub(super) fn columns(&self) -> BTreeSet<String> {
        self.columns.keys().cloned().collect()
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &String> {
        self.answers.values().map(|(word, _)| word)
    }

    /// What is to be answered, and whether the command is among the allowed actions.
    pub(super) fn expected(&self, row: &Row, who: &str, column: &str) -> (&str, bool) {
        let (sees, groups) = &self.people[who];
        let is_seen = sees == "always" || row.seen.contains(sees);
        if !is_seen {
            return ("not_found", false);
        }
        let decides = matches!(column, "return" | "approve" | "reject") && row.status == "disputed";
        let group = if decides { "dispute" } else { self.columns[column].as_str() };
        if !groups.contains(group) || (decides && row.first == who) {
            return ("forbidden", false);
        }
        let old = who == super::OLD_LINK && group == "link";
        let cell = &row.cells[if old { OLD } else { column }];
        let answer = self.answers.get(cell).unwrap_or_else(|| panic!("{}: {column} {cell}", row.name));
        let done = ["=", "-", "~", "new"].contains(&cell.as_str()) || cell.starts_with(char::is_uppercase);
        (&answer.0, done || answer.1)
    }
}

/// The column of an older link, whatever is asked by it.
const OLD: &str = "old-link";
