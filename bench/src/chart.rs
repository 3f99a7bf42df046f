//! Bars with their figures, as SVG.

use std::fmt::Write as _;

use crate::startup::INSTRUCTIONS;

const WIDTH: f64 = 760.0;
const LABELS: f64 = 230.0;
const BARS: f64 = 430.0;
const LINE: f64 = 24.0;
const HEAD: f64 = 44.0;

/// A group of bars.
struct Panel<'a> {
    title: &'a str,
    bars: &'a [(String, f64)],
    /// Which of the bars are ours
    ours: fn(&str) -> bool,
    /// A line at this figure, and what it says
    promised: Option<(f64, &'a str)>,
    show: fn(f64) -> String,
}

/// CPU beside others, and instructions of every function's first answer.
#[must_use]
pub(crate) fn draw(cpu: &[(String, f64)], start_up: &[(String, f64)]) -> String {
    let panels = [
        Panel {
            title: "CPU time of one create, µs",
            bars: cpu,
            ours: |name| name == "create-claim",
            promised: None,
            show: |figure| format!("{figure:.0}"),
        },
        Panel {
            title: "Instructions from the start of the process to the first answer, millions",
            bars: start_up,
            ours: |name| !name.contains("SDK"),
            promised: Some((INSTRUCTIONS as f64, "promised")),
            show: |figure| format!("{:.2}", figure / 1e6),
        },
    ];
    let mut text = String::new();
    let mut top = 0.0;
    for panel in &panels {
        top = panel.draw(&mut text, top);
    }
    let height = top + 12.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\" \
         role=\"img\" aria-label=\"CPU time and start-up of the functions\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{text}</svg>\n"
    )
}

impl Panel<'_> {
    /// Draws below `top` and says where it ends.
    fn draw(&self, text: &mut String, top: f64) -> f64 {
        let promised = self.promised.map(|(figure, _)| figure).unwrap_or_default();
        let most = self.bars.iter().map(|(_, figure)| *figure).fold(promised, f64::max);
        let long = |figure: f64| figure / most * BARS;
        let mut put = |line: String| writeln!(text, "{line}").expect("text takes text");
        put(format!(
            "<text x=\"16\" y=\"{}\" font-size=\"15\" font-weight=\"bold\" fill=\"#1a202c\">{}</text>",
            top + 28.0,
            self.title
        ));
        let mut y = top + HEAD;
        let first = y;
        for (name, figure) in self.bars {
            let colour = if (self.ours)(name) { "#2b6cb0" } else { "#a0aec0" };
            let (length, middle) = (long(*figure), y + 14.0);
            put(format!(
                "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\" fill=\"#1a202c\">{name}</text>\
                 <rect x=\"{LABELS}\" y=\"{y}\" width=\"{length:.1}\" height=\"18\" fill=\"{colour}\"/>\
                 <text x=\"{:.1}\" y=\"{middle}\" fill=\"#1a202c\">{}</text>",
                LABELS - 8.0,
                LABELS + length + 6.0,
                (self.show)(*figure)
            ));
            y += LINE;
        }
        if let Some((figure, says)) = self.promised {
            let x = LABELS + long(figure);
            put(format!(
                "<line x1=\"{x:.1}\" y1=\"{}\" x2=\"{x:.1}\" y2=\"{y}\" stroke=\"#c53030\" stroke-dasharray=\"4 3\"/>\
                 <text x=\"{:.1}\" y=\"{}\" fill=\"#c53030\">{says} {}</text>",
                first - 4.0,
                x + 4.0,
                y + 10.0,
                (self.show)(figure)
            ));
            y += 14.0;
        }
        y
    }
}
