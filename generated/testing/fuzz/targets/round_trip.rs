//! What is parsed is written back whole, and fields that nobody knows stay.
#![no_main]

#[path = "../properties.rs"]
#[allow(dead_code, reason = "each target uses a part of it")]
mod properties;

libfuzzer_sys::fuzz_target!(|body: &[u8]| properties::round_trip(body));
