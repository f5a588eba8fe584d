use crate::Id;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type with an id. The id is its first field, so that it can be read without the rest.
pub trait HasId: Serialize + DeserializeOwned {
    /// Its id.
    fn id(&self) -> &Id;
}

/// Implements [`HasId`] for types with a field `id`.
macro_rules! has_id {
    ($($thing:ty),* $(,)?) => {$(
        impl $crate::HasId for $thing {
            fn id(&self) -> &$crate::Id {
                &self.id
            }
        }
    )*};
}
pub(crate) use has_id;
