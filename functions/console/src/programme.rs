//! The programme manager's side: rules, imports, figures.

mod figures;
mod imports;
mod rows;
mod rules;
mod terms;

use domain::{Caller, Code};
use web::{Call, Problem, Reply};

use crate::Console;

impl Console {
    /// Pages about the programme.
    pub(crate) async fn managing(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        match call.route() {
            "GET /console/programme" => self.programme(call, caller),
            "GET /console/programme/{id}" => self.rules(call, caller),
            "POST /console/programme/{id}" => self.keep_rules(call, caller).await,
            "GET /console/imports" => self.imports(call, caller),
            "POST /console/imports" => self.import(call, caller).await,
            "GET /console/imports/{id}" => self.imported(call, caller).await,
            "GET /console/figures" => self.figures(call, caller).await,
            _ => Err(Code::NotFound.into()),
        }
    }
}
