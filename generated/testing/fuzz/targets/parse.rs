//! Any bytes are parsed or refused, and both agree with serde_json.
#![no_main]

#[path = "../properties.rs"]
#[allow(dead_code, reason = "each target uses a part of it")]
mod properties;

libfuzzer_sys::fuzz_target!(|body: &[u8]| properties::parse(body));
