//! Closed forms that the model must reproduce: every case of `groundswell verify`.

use groundswell::verify::cases::{Case, all};
use rayon::prelude::*;

#[test]
fn every_closed_form_is_reproduced() {
    let results: Vec<_> = all().into_par_iter().map(Case::run).collect();
    let failed: Vec<String> = results
        .iter()
        .filter(|result| result.passed() == Some(false))
        .map(|result| {
            let error = result.error.unwrap_or(f64::NAN);
            format!("{} ({}): {error:e} is more than {:e}", result.case.id, result.case.title, result.case.tolerance)
        })
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let left_out: Vec<&str> = results.iter().filter(|r| r.passed().is_none()).map(|r| r.case.id).collect();
    assert_eq!(left_out, ["V11"], "cases that do not apply");
}
