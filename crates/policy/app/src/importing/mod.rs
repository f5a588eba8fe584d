//! The folder of an imported pack.

pub(crate) mod folder;
mod new_pack;
mod trace;
