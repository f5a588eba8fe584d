mod first;
mod fourth;
mod second;
mod third;

pub use fourth::Fourth;
