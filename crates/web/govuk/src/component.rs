//! Code that every component shares.

/// Marks components as HTML, so that templates do not escape them.
macro_rules! components {
    ($($name:ident),*) => { $(
        impl askama::filters::HtmlSafe for $name<'_> {}
    )* };
}

/// Adds a constructor for components that are little more than their content.
macro_rules! made_of_content {
    ($($name:ident),*) => { $(
        impl<'a> $name<'a> {
            /// Creates the component with this content and defaults for the rest.
            pub fn new(content: impl Into<crate::Content<'a>>) -> Self {
                Self { content: content.into(), ..Self::default() }
            }
        }
    )* };
}
