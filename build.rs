//! Tells the linker to keep what splitting the wasm needs, and only for builds that are split: as a flag for everything it would compile every
//! dependency twice.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
