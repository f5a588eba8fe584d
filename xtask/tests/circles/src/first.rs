use crate::second;

pub(crate) fn first() -> usize {
    second::second()
}
