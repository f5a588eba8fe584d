pub struct Fourth(pub usize);
