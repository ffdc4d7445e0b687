//! The types of the documents in `build.rs`.

#![allow(
    dead_code,
    clippy::all,
    unused_imports,
    unreachable_pub,
    reason = "generated code is held to the generator's rules"
)]

include!(concat!(env!("OUT_DIR"), "/types.rs"));
