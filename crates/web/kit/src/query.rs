//! The query of a request as pairs of names and values.

use crate::problem::Problem;

/// The maximum number of pairs in a query.
const MOST_PAIRS: usize = 200;

/// Returns the pairs of a query.
///
/// # Errors
/// Returns an error if there are more than 200.
pub fn pairs(query: Option<&str>) -> Result<Vec<(String, String)>, Problem> {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().take(MOST_PAIRS + 1).collect();
    if pairs.len() > MOST_PAIRS {
        return Err(Problem::unreadable(format!("a query has at most {MOST_PAIRS} parts")));
    }
    Ok(pairs)
}
