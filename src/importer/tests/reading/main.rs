//! Files as people give them and files as nobody should, all of them made here: no fixture that nobody can look into, and none with anybody's data in it.

mod hostile;
mod json;
mod ods;
mod support;
mod text;
mod xls;
mod xlsx;
