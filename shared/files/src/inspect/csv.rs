//! CSV: plain UTF-8 lines. Other encodings are refused: nothing in the file says which one it is.

use super::Problem;
use crate::bytes;

pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::Damaged)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n')) {
        return Err(Problem::Damaged);
    }
    if text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    if bytes::contains(&text.to_ascii_lowercase().into_bytes(), b"<script") {
        return Err(Problem::TypeNotAllowed);
    }
    if text.split(['\n', '\r', ',', ';', '\t']).any(starts_program) {
        return Err(Problem::ActiveContent);
    }
    Ok(())
}

/// `=cmd|'/C …'!A0`: a spreadsheet would start the named program (dynamic data exchange).
fn starts_program(cell: &str) -> bool {
    let cell = cell.trim_start().trim_start_matches(['"', '\'']).trim_start();
    let formula = cell.trim_start_matches(['=', '+', '-', '@', ' ']);
    let Some((program, topic)) = formula.split_once('|') else { return false };
    let named =
        !program.is_empty() && program.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    // A list such as "- one|two" is text; only after an equals sign is every such pair a call.
    named && (cell.starts_with('=') || (formula != cell && topic.trim_start().starts_with('\'')))
}
