//! Hashing of short keys made of numbers: a multiplication each, where the standard library's hashing would take longer than the work.
//!
//! It is no defence against keys that were chosen to collide: what is looked up by it is bounded otherwise, or made by whoever owns the list.

use std::hash::{BuildHasherDefault, Hasher};

/// A map's hasher.
pub(super) type Quick = BuildHasherDefault<QuickHasher>;

/// What was hashed so far.
#[derive(Default)]
pub(super) struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let part = part
                .iter()
                .fold(0, |part, &byte| part << 8 | u64::from(byte));
            self.write_u64(part);
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(26);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
