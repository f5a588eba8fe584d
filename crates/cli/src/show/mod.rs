//! What people see.

pub(crate) mod answer;
pub(crate) mod difference;
pub(crate) mod faults;
pub(crate) mod paper;
pub(crate) mod phrase;
pub(crate) mod policies;
pub(crate) mod table;
