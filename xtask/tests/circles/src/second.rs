use crate::Fourth;
use super::third::third;

pub(crate) fn second() -> usize {
    third() + Fourth.0
}
