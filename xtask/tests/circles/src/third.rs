pub(crate) fn third() -> usize {
    crate::first::first()
}
