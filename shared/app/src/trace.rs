//! Which request work is done for, wherever the work leads. A write takes the id along, so that the mails and
//! events that follow from it can be told to belong to it; and what the log says of the request is gathered.

use std::{future::Future, sync::Mutex};

use domain::{ClaimId, Code};

tokio::task_local! {
    static TRACE: Trace;
}

#[derive(Debug, Default)]
struct Trace {
    request: Option<String>,
    notes: Mutex<Notes>,
}

/// What is to be said of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// The claim that it is about, the first of several
    pub claim: Option<ClaimId>,
    /// Why it had no effect
    pub problem: Option<(Code, Option<String>)>,
}

/// Does work for the request of this id.
pub fn serving<T>(
    request: Option<String>,
    work: impl Future<Output = T>,
) -> impl Future<Output = (T, Notes)> {
    // Boxed: it is all that a function does, and would be held once more by each future around it.
    let work = Box::pin(work);
    TRACE.scope(Trace { request, notes: Mutex::default() }, async {
        let done = work.await;
        (done, TRACE.with(|trace| trace.notes.lock().map(|notes| notes.clone()).unwrap_or_default()))
    })
}

/// The id of the request that this is done for, where it is known.
#[must_use]
pub fn request() -> Option<String> {
    TRACE.try_with(|trace| trace.request.clone()).ok().flatten()
}

/// The request is about this claim.
pub fn concerns(claim: &ClaimId) {
    note(|notes| {
        notes.claim.get_or_insert_with(|| claim.clone());
    });
}

/// The request has no effect.
pub fn refused(code: Code, cause: Option<&str>) {
    note(|notes| {
        notes.problem.get_or_insert_with(|| (code, cause.map(String::from)));
    });
}

fn note(write: impl FnOnce(&mut Notes)) {
    // Outside of any request there is nobody to tell.
    let _ = TRACE.try_with(|trace| {
        if let Ok(mut notes) = trace.notes.lock() {
            write(&mut notes);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_knows_whom_it_is_for_and_what_it_was_about() {
        assert_eq!(request(), None);
        concerns(&ClaimId::derived(&["nobody asked"]));
        let (one, two) = (ClaimId::derived(&["one"]), ClaimId::derived(&["two"]));
        let work = async {
            concerns(&one);
            let (inner, notes) = serving(Some("inner".into()), async { request() }).await;
            assert_eq!((inner.as_deref(), notes), (Some("inner"), Notes::default()));
            concerns(&two);
            refused(Code::NotFound, None);
            refused(Code::Unavailable, Some("later"));
            request()
        };
        let (outer, notes) = serving(Some("outer".into()), work).await;
        assert_eq!(outer.as_deref(), Some("outer"));
        assert_eq!(notes, Notes { claim: Some(one), problem: Some((Code::NotFound, None)) });
    }
}
