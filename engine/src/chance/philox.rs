//! Philox4x32-10 of Salmon et al. (2011), written so that loops over it vectorise.

const MULTIPLIER_0: u32 = 0xD251_1F53;
const MULTIPLIER_1: u32 = 0xCD9E_8D57;
const WEYL_0: u32 = 0x9E37_79B9;
const WEYL_1: u32 = 0xBB67_AE85;

/// Four random words for a key and a counter.
#[inline(always)]
#[must_use]
pub fn philox4x32(key: [u32; 2], counter: [u32; 4]) -> [u32; 4] {
    let [mut k0, mut k1] = key;
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let mut round = 0;
    while round < 10 {
        let product_0 = u64::from(MULTIPLIER_0) * u64::from(c0);
        let product_1 = u64::from(MULTIPLIER_1) * u64::from(c2);
        c0 = (product_1 >> 32) as u32 ^ c1 ^ k0;
        c1 = product_1 as u32;
        c2 = (product_0 >> 32) as u32 ^ c3 ^ k1;
        c3 = product_0 as u32;
        k0 = k0.wrapping_add(WEYL_0);
        k1 = k1.wrapping_add(WEYL_1);
        round += 1;
    }
    [c0, c1, c2, c3]
}

/// Numbers drawn side by side.
pub const WIDE: usize = 16;

/// Four random words for each of sixteen counters that differ in their first two places, word by word.
#[inline(always)]
#[must_use]
pub fn philox4x32_wide(key: [u32; 2], first: [u32; WIDE], second: [u32; WIDE], rest: [u32; 2]) -> [[u32; WIDE]; 4] {
    let [mut k0, mut k1] = key;
    let (mut c0, mut c1, mut c2, mut c3) = (first, second, [rest[0]; WIDE], [rest[1]; WIDE]);
    let mut round = 0;
    while round < 10 {
        let mut i = 0;
        while i < WIDE {
            let product_0 = u64::from(MULTIPLIER_0) * u64::from(c0[i]);
            let product_1 = u64::from(MULTIPLIER_1) * u64::from(c2[i]);
            c0[i] = (product_1 >> 32) as u32 ^ c1[i] ^ k0;
            c1[i] = product_1 as u32;
            c2[i] = (product_0 >> 32) as u32 ^ c3[i] ^ k1;
            c3[i] = product_0 as u32;
            i += 1;
        }
        k0 = k0.wrapping_add(WEYL_0);
        k1 = k1.wrapping_add(WEYL_1);
        round += 1;
    }
    [c0, c1, c2, c3]
}

#[cfg(test)]
mod tests {
    use super::{WIDE, philox4x32, philox4x32_wide};

    #[test]
    fn side_by_side_is_one_by_one() {
        let first = core::array::from_fn(|i| i as u32 * 0x9876_5431);
        let second = core::array::from_fn(|i| (i as u32) << 16 | 3);
        let wide = philox4x32_wide([5, 6], first, second, [7, 8]);
        for i in 0..WIDE {
            let one = philox4x32([5, 6], [first[i], second[i], 7, 8]);
            assert_eq!([wide[0][i], wide[1][i], wide[2][i], wide[3][i]], one);
        }
    }

    /// Known answers of the Random123 distribution (`kat_vectors`).
    #[test]
    fn known_answers() {
        assert_eq!(philox4x32([0; 2], [0; 4]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox4x32([u32::MAX; 2], [u32::MAX; 4]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox4x32([0xa409_3822, 0x299f_31d0], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }
}
