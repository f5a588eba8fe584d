use sha2::{Digest, Sha256};

/// Returns the SHA-256 of some bytes, in hexadecimal digits (FIPS 180-4).
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
