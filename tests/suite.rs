//! The tests of the whole program, a module for each file: one binary, so that the engine is compiled and linked once.

#![allow(clippy::disallowed_methods, reason = "what is expected is computed by the platform, not by the engine")]

mod sample;
mod towns;

mod analyses;
mod asked;
mod assimilate;
mod backtest;
mod bad_scenarios;
mod bad_surveys;
mod beliefs;
mod bench;
mod calibrate;
mod cli;
mod contract;
mod determinism;
mod estimate;
mod explain;
mod figures;
mod folders;
mod forecast_command;
mod forecast_figures;
mod forecast_sentences;
mod forecast_synthetic;
mod golden;
mod house;
mod identity;
mod idle;
mod input;
mod institutions;
mod keys;
mod ledger;
mod lessons;
mod limits;
mod metamorphic;
mod names;
mod outcomes;
mod pages;
mod patterns;
mod places;
mod plain_words;
mod plot;
mod properties;
mod record;
mod report;
mod rerun;
mod scenario_properties;
mod sensitivity;
mod settings;
mod start;
mod stress;
mod talk;
mod verification;
mod verify;
mod worlds;
