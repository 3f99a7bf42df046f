//! What a tick of the schedule costs, however many claims there are (quality 1).

use crate::{
    desk::Desk,
    fill::{fill, fill_due},
    sheet::{Sheet, grouped},
    stories,
};
use app::ports::DUE_SHARDS;
use serde_json::json;

/// A tick with `due` claims whose time has come, and the next one with none, among each of these numbers of
/// other claims.
pub async fn table(sizes: &[u64], due: u64) -> Sheet {
    let headings = ["claims", "due", "requests", "units", "×", "empty tick: requests", "units"];
    let mut sheet = Sheet::new(
        "A tick of the sweep: requests, and units read and written with the indexes.",
        &headings.map(Into::into),
    );
    let (mut smallest, mut grown, mut idle) = (None, 1.0_f64, 0);
    for size in sizes {
        let desk = Desk::start(stories::now()).await;
        fill(&desk, *size).await;
        fill_due(&desk, due, *size).await;
        let (swept, full) = desk.tick().await;
        let (rest, empty) = desk.tick().await;
        assert_eq!(swept, json!({ "claims": due, "mails": 0, "failed": 0 }), "each once");
        assert_eq!(rest, json!({ "claims": 0, "mails": 0, "failed": 0 }), "none twice");
        let ratio = full.over(smallest.get_or_insert(full));
        let size = grouped(*size);
        grown = if (ratio - 1.0).abs() > (grown - 1.0).abs() { ratio } else { grown };
        idle = idle.max(empty.requests);
        sheet.row(vec![
            size,
            grouped(due),
            grouped(full.requests),
            format!("{:.1}", full.units),
            format!("{ratio:.2}"),
            empty.requests.to_string(),
            format!("{:.1}", empty.units),
        ]);
    }
    let (grown, most) = (format!("{grown:.2}"), 2 * u64::from(DUE_SHARDS));
    let what = "requests and units of a full tick of the sweep, times those among the fewest claims";
    sheet.promise(what, &grown, "1.00", grown == "1.00");
    sheet.promise("requests of an empty tick, at most", idle, most, idle <= most);
    sheet
}
