//! A hash that is the same in every build and on every machine, for what is kept: FNV-1a of 32 bits (draft-eastlake-fnv). No help against anybody who looks for two texts of one hash.

pub fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::fnv;

    /// Values of the draft.
    #[test]
    fn as_everywhere() {
        assert_eq!((fnv(""), fnv("a"), fnv("foobar")), (0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968));
    }
}
