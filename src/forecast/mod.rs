//! Forecasts of observed trust: from a survey to a fan, with the record of forecasts like it beside it.
//!
//! * [`survey`]: what was asked, of whom, when; [`history`]: as much of it as was known at an origin;
//! * [`baselines`], [`smoothing`], [`local_level`], [`hierarchical`]: forecasts to beat;
//! * [`mechanistic`]: the three levels of trust, linearised; both pooled models are fitted ([`fitted`]) over a panel
//!   ([`pooled`]) by an exact filter ([`state_space`]) and a climb to the best parameters ([`optimise`]);
//! * [`models`]: all of them by name; [`combine`]: weighed by how well they did before;
//! * [`backtest`]: what would have been forecast, and how it turned out; [`skill`], [`scores`]: how good that was;
//! * [`project`]: what comes next; [`condition`]: what if;
//! * [`ensemble_filter`], [`assimilate`]: the agent model carried along a survey, so that strategies begin where it stands;
//!   what they change is a [`contrast`];
//! * tables of all of it: [`files`].

pub mod assimilate;
pub mod backtest;
pub mod baselines;
pub mod calendar;
pub mod calibrate;
pub mod combine;
pub mod condition;
pub mod contrast;
pub mod ensemble_filter;
pub mod files;
pub mod fitted;
pub mod hierarchical;
pub mod history;
pub mod local_level;
pub mod mechanistic;
pub mod models;
pub mod optimise;
pub mod pooled;
pub mod predictive;
pub mod project;
pub mod scores;
pub mod skill;
pub mod smoothing;
pub mod state_space;
pub mod survey;
