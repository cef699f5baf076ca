//! Runs hot loops with the widest vectors the processor has, from one portable binary.
//!
//! The bodies are ordinary safe loops over arrays of lanes. Each is compiled once per instruction set; Rust never fuses
//! multiplications and additions on its own, so all versions give the same bits.

use std::ffi::OsString;
use std::sync::OnceLock;

/// The variable that narrows the vectors, e.g. to compare bits.
pub const VARIABLE: &str = "GROUNDSWELL_SIMD";

/// Instruction set used for hot loops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// What every processor of the target has.
    Portable,
    /// AVX2.
    Avx2,
    /// AVX-512 (F, BW, DQ, VL).
    Avx512,
}

impl Width {
    /// Every set, from narrow to wide.
    pub const ALL: [Self; 3] = [Self::Portable, Self::Avx2, Self::Avx512];

    /// What [`VARIABLE`] calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }
}

/// The set that [`VARIABLE`] asks for; none where it is not set or empty.
///
/// # Errors
/// Its value, where that is the name of no set.
pub fn asked() -> Result<Option<Width>, OsString> {
    let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) else { return Ok(None) };
    match Width::ALL.into_iter().find(|width| value == width.name()) {
        Some(width) => Ok(Some(width)),
        None => Err(value),
    }
}

/// The widest set this processor has, at most the one that [`VARIABLE`] asks for.
#[must_use]
pub fn width() -> Width {
    static WIDTH: OnceLock<Width> = OnceLock::new();
    *WIDTH.get_or_init(|| {
        // The command refuses an unknown name before it runs anything.
        let most = asked().ok().flatten().unwrap_or(Width::Avx512);
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = std::is_x86_feature_detected!("avx2");
            let avx512 = std::is_x86_feature_detected!("avx512f")
                && std::is_x86_feature_detected!("avx512bw")
                && std::is_x86_feature_detected!("avx512dq")
                && std::is_x86_feature_detected!("avx512vl");
            match most {
                Width::Avx512 if avx512 => Width::Avx512,
                Width::Avx512 | Width::Avx2 if avx2 => Width::Avx2,
                Width::Portable | Width::Avx2 | Width::Avx512 => Width::Portable,
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let _ = most;
            Width::Portable
        }
    })
}

/// Defines a function that runs its body compiled for the widest vectors at hand.
macro_rules! widest {
    ($(#[$meta:meta])* $visibility:vis fn $name:ident<const L: usize>($($argument:ident: $kind:ty),* $(,)?) $(-> $result:ty)? = $body:ident) => {
        $(#[$meta])*
        #[allow(unsafe_code, reason = "a function compiled for an instruction set may run only where it is present, which `width` has checked")]
        #[allow(clippy::too_many_arguments, reason = "kernels take plain slices")]
        $visibility fn $name<const L: usize>($($argument: $kind),*) $(-> $result)? {
            // The engine's own tests look at logic: for them one version is compiled, which saves most of their build. All
            // versions are compared bit by bit by the tests of the whole program.
            #[cfg(all(target_arch = "x86_64", not(test)))]
            {
                #[target_feature(enable = "avx2")]
                #[allow(clippy::too_many_arguments, reason = "kernels take plain slices")]
                fn avx2<const L: usize>($($argument: $kind),*) $(-> $result)? {
                    $body::<L>($($argument),*)
                }
                #[target_feature(enable = "avx2,avx512f,avx512bw,avx512dq,avx512vl")]
                #[allow(clippy::too_many_arguments, reason = "kernels take plain slices")]
                fn avx512<const L: usize>($($argument: $kind),*) $(-> $result)? {
                    $body::<L>($($argument),*)
                }
                match $crate::week::simd::width() {
                    // SAFETY: `width` reports a set only if the processor has it.
                    $crate::week::simd::Width::Avx512 => return unsafe { avx512::<L>($($argument),*) },
                    // SAFETY: as above.
                    $crate::week::simd::Width::Avx2 => return unsafe { avx2::<L>($($argument),*) },
                    $crate::week::simd::Width::Portable => {}
                }
            }
            $body::<L>($($argument),*)
        }
    };
}
pub(crate) use widest;

/// Asks for the memory of a value to be brought near; a hint that changes no result.
#[inline(always)]
#[allow(unsafe_code, reason = "the pointer comes from a reference, and prefetching never faults")]
pub fn prefetch<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let first = core::ptr::from_ref(value).cast::<i8>();
        let mut at = 0;
        while at < size_of::<T>() {
            // SAFETY: inside the object that the reference points to.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(first.add(at)) };
            at += 64;
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = value;
    }
}
