//! The engine of Groundswell: community trust, simulated at three scales under many plans at once.
//!
//! It knows no file, clock, terminal or command: texts of scenarios and tables are handed in, results are handed out, and
//! work is spread over the pool of threads that it is called on. The same scenario and seed give the same bytes on every
//! machine, at any number of threads and any width of vectors.
//!
//! The modules below follow the way of the data; each uses only those above it.
//!
//! 1. [`maths`]: elementary functions with the same bits everywhere.
//! 2. [`scenario`]: what a person writes becomes what the engine may trust.
//! 3. [`chance`]: every random number is a pure function of who, when and what for.
//! 4. [`world`]: residents, officials, groups, institutions and who talks to whom.
//! 5. [`week`]: one week of trust, a file per process, many strategies side by side.
//! 6. [`record`]: what is measured.
//! 7. [`simulation`]: a town that lives: drawn, burnt in, forked, stepped, read.
//! 8. [`start`]: the base rates at which stated trust lasts.
//! 9. [`statistics`]: distributions over replicates, and differences pair by pair.
//! 10. [`experiment`]: many replicates of all strategies, in parallel.

pub mod chance;
pub mod experiment;
pub mod maths;
pub mod record;
pub mod scenario;
pub mod simulation;
pub mod start;
pub mod statistics;
pub mod week;
pub mod world;
