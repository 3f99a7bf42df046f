//! What an import answers: every row with its claims or its faults.

use app::imports::{Drafted, RowFaults};
use domain::{Claim, Fault, ImportId, Locale};

use crate::{Problem, views};

/// Longest pointer and longest value of a fault: no field of ours is longer, and what a caller made up is told
/// from the rest by its beginning.
const POINTER_MAX: usize = 100;
const VALUE_MAX: usize = 200;
/// Bytes of pointers and values for faults beside the first one of each row. With them an answer of a thousand
/// rows fits into one item of the table (400 KB), packed or not, and through Lambda (6 MB).
const ROOM: usize = 120_000;

/// A row that was kept, with the claims it made, or what is wrong with it.
type Row = Result<Vec<views::DraftView>, Vec<Fault>>;

/// Rows of what the vendor knows.
pub(super) fn of_data(results: RowFaults) -> Vec<Row> {
    let row = |faults: Vec<Fault>| if faults.is_empty() { Ok(Vec::new()) } else { Err(faults) };
    results.into_iter().map(row).collect()
}

/// Rows of claims; a rehearsal has made none.
pub(super) fn of_claims(results: Vec<Drafted>, dry_run: bool) -> Vec<Row> {
    let made = |claims: Vec<Claim>| claims.iter().filter(|_| !dry_run).map(views::draft).collect();
    results
        .into_iter()
        .map(|drafted| drafted.map(made).map_err(|refusal| Problem::from(refusal).into_faults()))
        .collect()
}

/// The rows as they are answered.
pub(super) fn told(rows: Vec<Row>, locale: Locale) -> Vec<views::ImportRow> {
    let mut room = ROOM;
    let told = rows.into_iter().zip(1..).map(|(result, row)| match result {
        Ok(claims) => views::ImportRow { row, ok: true, claims, errors: Vec::new() },
        Err(faults) => {
            let faults = within(&mut room, faults);
            let errors = faults.iter().map(|fault| views::FaultView::of(fault, locale)).collect();
            views::ImportRow { row, ok: false, claims: Vec::new(), errors }
        }
    });
    told.collect()
}

/// The answer.
pub(super) fn view(
    id: &ImportId,
    kind: &str,
    dry_run: bool,
    rows: Vec<views::ImportRow>,
) -> views::ImportView {
    let accepted = rows.iter().filter(|row| row.ok).count() as u32;
    let refused = rows.len() as u32 - accepted;
    views::ImportView { id: id.to_string(), kind: kind.into(), dry_run, accepted, refused, rows }
}

/// The first fault of a row, and as many others as there is room for.
fn within(room: &mut usize, faults: Vec<Fault>) -> Vec<Fault> {
    let mut faults = faults.into_iter().map(short);
    let mut told: Vec<Fault> = faults.next().into_iter().collect();
    told.extend(faults.map_while(|fault| {
        *room = room.checked_sub(weight(&fault))?;
        Some(fault)
    }));
    told
}

fn weight(fault: &Fault) -> usize {
    let values: usize = fault.params.iter().map(|(_, value)| value.len()).sum();
    // Code and text are the same again and again.
    fault.pointer.len() + values + 16
}

fn short(mut fault: Fault) -> Fault {
    let cut = |text: &mut String, most: usize| text.truncate(text.floor_char_boundary(most));
    cut(&mut fault.pointer, POINTER_MAX);
    fault.params.iter_mut().for_each(|(_, value)| cut(value, VALUE_MAX));
    fault
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Code;

    fn refused(rows: usize, faults: usize, pointer: &str) -> Vec<Row> {
        let row = || vec![Fault::new(pointer, Code::UnknownField).with("type", pointer); faults];
        (0..rows).map(|_| Err(row())).collect()
    }

    #[test]
    fn every_fault_of_a_file_with_some_bad_rows_is_told() {
        let rows = told(refused(100, 12, "/customerContact/email"), Locale::En);
        assert!(rows.iter().all(|row| row.errors.len() == 12 && !row.ok));
        assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), (1..=100).collect::<Vec<_>>());
    }

    #[test]
    fn an_answer_stays_small_whatever_was_sent() {
        let rows = told(refused(1_000, 100, &"ü".repeat(4_000)), Locale::De);
        assert!(rows.iter().all(|row| !row.errors.is_empty()), "each row says why");
        let longest = rows.iter().flat_map(|row| &row.errors).map(|fault| fault.pointer.len()).max();
        assert_eq!(longest, Some(POINTER_MAX));
        let made_up = |fault: &views::FaultView| fault.pointer.len() + fault.params["type"].len();
        let bytes: usize = rows.iter().flat_map(|row| &row.errors).map(made_up).sum();
        assert!((300_000..=1_000 * (POINTER_MAX + VALUE_MAX) + ROOM).contains(&bytes), "{bytes}");
        let answer = serde_json::to_vec(&rows).unwrap();
        assert!(answer.len() < 3_000_000, "{}", answer.len());
    }
}
