//! Bringing a spreadsheet into the association's list: what each column is taken for ([`columns`]), what a cell says ([`cells`]), and what each row would change ([`plan`]). All of it before anything
//! is written: a dry run that tells of every row whether it is new, changes something, is known already, is doubtful or wrong, and why.
//!
//! A sheet adds and corrects; it never empties a field and never takes an entry out of a set. Half of the columns of a spreadsheet are filled in for half of the people, and an empty cell says
//! nothing. Whoever wants to empty fields does it to those chosen in the list, and sees how many.

pub mod book;
pub mod cells;
pub mod columns;
pub mod plan;

pub use cells::{Vocabulary, unmixed};
pub use columns::{Column, Guess, guess};
pub use plan::{Choice, Import, Planned, Planner, Rule, Verdict};
