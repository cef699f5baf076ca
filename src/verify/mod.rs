//! What the model is put to: closed forms it must reproduce, and patterns it is asked to show.

pub mod cases;
