//! A value as it is and the same as JSON in a string are the same event.
#![no_main]

#[path = "../properties.rs"]
#[allow(dead_code, reason = "each target uses a part of it")]
mod properties;

libfuzzer_sys::fuzz_target!(|body: &[u8]| properties::embedded(body));
