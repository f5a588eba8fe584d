//! Results for people.

pub(crate) mod answer;
pub(crate) mod diff;
pub(crate) mod diff_layout;
pub(crate) mod import_report;
pub(crate) mod policy_table;
pub(crate) mod tool_list;
