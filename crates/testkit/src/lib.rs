//! Generators of packs and questions for tests
