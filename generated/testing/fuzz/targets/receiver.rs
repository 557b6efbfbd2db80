//! Every request to a receiver is answered as the table of answers says, and nothing that was taken is lost.
#![no_main]

#[path = "../receiving.rs"]
mod receiving;

libfuzzer_sys::fuzz_target!(|input: &[u8]| receiving::receiver(input));
