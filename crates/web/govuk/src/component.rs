//! What every component has.

/// Says that components write HTML, so that templates do not escape it.
macro_rules! components {
    ($($name:ident),*) => { $(
        impl askama::filters::HtmlSafe for $name<'_> {}
    )* };
}

/// A constructor for what is little more than its content.
macro_rules! made_of_content {
    ($($name:ident),*) => { $(
        impl<'a> $name<'a> {
            /// With this content, and all else as by default.
            pub fn new(content: impl Into<crate::Content<'a>>) -> Self {
                Self { content: content.into(), ..Self::default() }
            }
        }
    )* };
}
