//! Why a person decided: every decision carries it.

use crate::error::{Error, Result};

/// Bytes.
const LIMIT: usize = 2_000;

/// The reason without the space around it.
///
/// # Errors
/// When none is given, or a whole text.
pub(crate) fn checked(reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() || reason.len() > LIMIT {
        return Err(Error::Invalid {
            field: "reason".into(),
            found: format!("{} bytes", reason.len()),
            expected: format!("why, in 1 to {LIMIT} bytes"),
        });
    }
    Ok(reason.to_owned())
}
