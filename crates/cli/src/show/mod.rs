//! What people see.

pub(crate) mod answer;
pub(crate) mod faults;
pub(crate) mod paper;
pub(crate) mod table;
