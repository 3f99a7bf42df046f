//! A table of figures as plain text.

use std::fmt;

/// Rows under their headings; every column as wide as its widest cell.
pub struct Sheet {
    title: String,
    rows: Vec<Vec<String>>,
    promises: Vec<Promise>,
    broken: Vec<String>,
}

/// A figure that something is promised of.
#[derive(Debug, Clone)]
pub struct Promise {
    /// What it is
    pub what: String,
    /// What was measured
    pub figure: String,
    /// What is promised
    pub promised: String,
    /// Whether it is as promised
    pub kept: bool,
}

impl Sheet {
    /// With this title and these headings.
    #[must_use]
    pub fn new(title: &str, headings: &[String]) -> Self {
        Self { title: title.into(), rows: vec![headings.to_vec()], promises: Vec::new(), broken: Vec::new() }
    }

    /// One row more.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Something is promised of a figure.
    pub fn promise(
        &mut self,
        what: &str,
        figure: impl fmt::Display,
        promised: impl fmt::Display,
        kept: bool,
    ) {
        let (what, figure, promised) = (what.to_owned(), figure.to_string(), promised.to_string());
        if !kept {
            self.broken.push(format!("{what}: {figure}, {promised} promised"));
        }
        self.promises.push(Promise { what, figure, promised, kept });
    }

    /// What is promised.
    #[must_use]
    pub fn promises(&self) -> &[Promise] {
        &self.promises
    }

    /// Rows by their first cell, and the number in this column.
    #[must_use]
    pub fn column(&self, heading: &str) -> Vec<(String, f64)> {
        let at = self.rows[0].iter().position(|known| known == heading);
        let number = |row: &Vec<String>| row[at?].replace(',', "").parse().ok();
        self.rows[1..].iter().filter_map(|row| Some((row[0].clone(), number(row)?))).collect()
    }

    /// A figure is not as promised.
    pub fn breaks(&mut self, promise: String) {
        self.broken.push(promise);
    }

    /// What is not as promised.
    #[must_use]
    pub fn broken(&self) -> &[String] {
        &self.broken
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.title)?;
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
        };
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                // Names to the left, figures to the right.
                let cell = if column == 0 { format!("{cell:<width$}") } else { format!("  {cell:>width$}") };
                line.push_str(&cell);
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        for promise in &self.broken {
            writeln!(f, "NOT AS PROMISED: {promise}")?;
        }
        Ok(())
    }
}

/// A number as people read it.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
