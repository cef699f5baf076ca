//! The tests of the whole program, a module for each file: one binary, so that the engine is compiled and linked once.

mod sample;
mod towns;

mod analyses;
mod assimilate;
mod backtest;
mod bad_scenarios;
mod bad_surveys;
mod calibrate;
mod cli;
mod contract;
mod determinism;
mod explain;
mod figures;
mod forecast_command;
mod forecast_figures;
mod forecast_sentences;
mod forecast_synthetic;
mod golden;
mod house;
mod ledger;
mod lessons;
mod limits;
mod metamorphic;
mod patterns;
mod plot;
mod properties;
mod record;
mod report;
mod rerun;
mod scenario_properties;
mod start;
mod stress;
mod talk;
mod verification;
mod verify;
