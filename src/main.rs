//! The `groundswell` command.
fn main() {}
