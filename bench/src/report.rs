//! Writes what was measured into `docs/PERFORMANCE.md`, each table between its marks, and draws the chart.

use std::{fmt::Write as _, fs, path::PathBuf};

use crate::{chart, sheet::Sheet};

const PAGE: &str = "PERFORMANCE.md";
const CHART: &str = "performance.svg";

/// The page while it is written.
pub struct Report {
    text: String,
    start_up: Option<Vec<(String, f64)>>,
    cpu: Option<Vec<(String, f64)>>,
}

impl Report {
    /// The page as it is, with this machine's name.
    ///
    /// # Errors
    /// It cannot be read, or has no place for the machine.
    pub fn open() -> Result<Self, String> {
        let text = fs::read_to_string(at(PAGE)).map_err(|fault| format!("{PAGE}: {fault}"))?;
        let mut report = Self { text, start_up: None, cpu: None };
        report.replace("machine", &format!("Measured on {}.\n", machine()))?;
        Ok(report)
    }

    /// A table takes the place of the one before.
    ///
    /// # Errors
    /// There is no place for it.
    pub fn put(&mut self, name: &str, sheet: &Sheet) -> Result<(), String> {
        let mut text = String::from("| promised of | measured | promised | |\n|---|---:|---:|---|\n");
        for promise in sheet.promises() {
            let kept = if promise.kept { "kept" } else { "**not kept**" };
            writeln!(text, "| {} | {} | {} | {kept} |", promise.what, promise.figure, promise.promised)
                .expect("text takes text");
        }
        let table = sheet.to_string();
        let lines = table.lines().filter(|line| !line.starts_with("NOT AS PROMISED"));
        let table: Vec<&str> = lines.map(str::trim_end).collect();
        write!(text, "\n```text\n{}\n```\n", table.join("\n").trim_end()).expect("text takes text");
        match name {
            "startup" => self.start_up = Some(sheet.column("first answer")),
            "cpu" => self.cpu = Some(sheet.column("CPU µs each")),
            _ => {}
        }
        self.replace(name, &text)
    }

    /// Writes the page, and the chart if both of its tables are new.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn close(mut self) -> Result<(), String> {
        let write =
            |name: &str, text: &str| fs::write(at(name), text).map_err(|fault| format!("{name}: {fault}"));
        if let Some((cpu, start_up)) = self.cpu.take().zip(self.start_up.take()) {
            write(CHART, &chart::draw(&cpu, &start_up))?;
            let says = "CPU time of one create, and instructions to the first answer";
            self.replace("chart", &format!("![{says}]({CHART})\n"))?;
        }
        write(PAGE, &self.text)
    }

    fn replace(&mut self, name: &str, text: &str) -> Result<(), String> {
        let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
        let from = self.text.find(&begin).map(|at| at + begin.len());
        let to = from.and_then(|from| self.text[from..].find(&end).map(|at| from + at));
        let (from, to) = from.zip(to).ok_or_else(|| format!("{PAGE} has no place for {name}"))?;
        self.text.replace_range(from..to, text);
        Ok(())
    }
}

fn at(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)
}

/// Processor, cores and kernel.
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let processors = read("/proc/cpuinfo");
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("a processor");
    let model = model.trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = read("/proc/sys/kernel/osrelease");
    let kernel = kernel.trim();
    format!("{model}, {cores} cores that others use as well, Linux {kernel}")
}
