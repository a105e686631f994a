//! Thin wrappers of browser features: each gives a plain Rust value and swallows no failure that a caller could act on.

pub mod boot;
pub mod camera;
pub mod chunk;
pub mod clock;
pub mod events;
pub mod fetch;
pub mod install;
pub mod kiosk;
pub mod local;
pub mod locks;
pub mod mark;
pub mod module;
pub mod page;
pub mod push;
pub mod save;
pub mod seal;
pub mod sheets;
pub mod storage;
pub mod tab;
pub mod tabs;
pub mod verify;
pub mod worker;
pub mod zone;
