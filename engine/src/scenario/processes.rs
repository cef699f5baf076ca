//! The processes of the week, each declared once: its switch, what it does, its equations, and the module that does it.
//!
//! `work` names the module of `week/` whose `advance` is called in the order of this list, and the cause to which what it moves
//! is booked where it does not book causes by itself. A process without one is part of another's work. The order is that of switches in files and of a scenario's identity: a new process goes where its work
//! belongs in the week.

use super::parameters::{COSTS, PARAMETERS};
use super::plan::Instrument;
use super::registry::Entry;

/// A part of the model: a process with a switch, or something that is always on.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Name as in `[processes]`, or one of its own for what has no switch.
    pub name: &'static str,
    /// Heading.
    pub heading: &'static str,
    /// Place in the order of the week; empty for what is not a step of it.
    pub step: &'static str,
    /// Files that do it, the first of them first to be read.
    pub files: &'static [&'static str],
    /// What it does.
    pub does: &'static str,
    /// Its equations, a line each.
    pub equations: &'static [&'static str],
    /// Parameters that it reads although others do as well; see [`Part::also_reads`].
    pub reads: &'static [&'static str],
}

impl Part {
    /// Whether it can be switched off.
    #[must_use]
    pub fn has_switch(&self) -> bool {
        Processes::NAMES.iter().any(|(name, _)| *name == self.name)
    }

    /// Instruments that work through it, those first that name it early among their parts.
    #[must_use]
    pub fn instruments(&self) -> Vec<Instrument> {
        let place = |instrument: &Instrument| instrument.parts().iter().position(|part| *part == self.name);
        let mut found: Vec<Instrument> = Instrument::ALL.into_iter().filter(|i| place(i).is_some()).collect();
        found.sort_by_key(place);
        found
    }

    /// Parameters and costs that the registry lists under it.
    pub fn parameters(&self) -> impl Iterator<Item = &'static Entry> + use<'_> {
        PARAMETERS.iter().chain(COSTS).filter(|entry| entry.process == self.name)
    }

    /// Parameters that it reads although the registry lists them elsewhere.
    pub fn also_reads(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        self.reads.iter().copied().filter(|name| self.parameters().all(|entry| entry.name != *name))
    }
}

/// Makes the switches, the table of processes and `each_process!` from one block for each.
///
/// `each_process!(use_them)` calls `use_them! { process module => Cause; ... }`, with the module of `week/` that does its work and
/// the cause to which the ledger books what it moves, or without. The dollar sign comes as an argument because only so can a macro be made that has arguments of its own.
macro_rules! processes {
    (($dollar:tt) $($field:ident {
        meaning: $meaning:literal,
        heading: $heading:literal,
        step: $step:literal,
        files: [$($file:literal),* $(,)?],
        does: $does:literal,
        equations: [$($equation:literal),* $(,)?],
        reads: [$($read:literal),* $(,)?],
        $(work: $module:ident $(=> $cause:ident)?,)?
    })*) => {
        /// Switches of the week's processes; all on by default.
        ///
        /// Switching one off removes its effect and every draw it would have made, and no parameter that only it reads
        /// can change a byte any more.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(clippy::struct_excessive_bools, reason = "one switch per process is what this type is")]
        pub struct Processes {
            $(#[doc = concat!($step, ": ", $meaning, ".")] pub $field: bool,)*
        }

        impl Default for Processes {
            fn default() -> Self {
                Self { $($field: true),* }
            }
        }

        impl Processes {
            /// Every process off.
            pub const NONE: Self = Self { $($field: false),* };

            /// Names with one line on each, in the order of the week.
            pub const NAMES: &[(&'static str, &'static str)] = &[$((stringify!($field), $meaning)),*];

            /// What is known of each, in the same order.
            pub const PARTS: &[Part] = &[$(Part {
                name: stringify!($field),
                heading: $heading,
                step: $step,
                files: &[$($file),*],
                does: $does,
                equations: &[$($equation),*],
                reads: &[$($read),*],
            }),*];

            /// Mutable access by name.
            pub fn get_mut(&mut self, name: &str) -> Option<&mut bool> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }

        /// Hands all processes to a macro, each with the module that does its work.
        macro_rules! each_process {
            ($dollar with:ident) => { $dollar with! { $($field $($module $(=> $cause)?)?;)* } };
        }
        pub(crate) use each_process;
    };
}

processes! { ($)
    world_noise {
        meaning: "AR(1) noise of the PESTLE factors, and of mood",
        heading: "Noise of the PESTLE factors and of mood",
        step: "0",
        files: ["engine/src/week/surroundings.rs"],
        does: "Six forces (political, economic, social, technological, legal, environmental) drift week by week. By their loads and the exposure of a group they move service quality and, where set, mood, budgets and demand. Mood has ups and downs of its own as well, of the place and of each group, which surveys find and which leave no evidence. No strategy moves any of them.",
        equations: [
            "F' = phi F + sigma z",
            "quality_g += sum_k load_k e_gk F_k",
            "mood of g: events and factors + n + n_g;  n' = phi n + sigma z of the place, n_g' of each group, both 0 in week 0",
        ],
        reads: ["half_life_mood"],
        work: surroundings,
    }
    events {
        meaning: "dated events: shocks, moods, scandals",
        heading: "Dated events, mood and scandal",
        step: "0",
        files: ["engine/src/week/surroundings.rs"],
        does: "Events move a factor as an impulse, step, ramp, regime or series, lift or lower mood once, add historical harm, or are a scandal: bad evidence about an institution, half of it direct, half indirect, which outlasts a rally of mood.",
        equations: [
            "impulse: size 2^(-t/h);  ramp: size min(t/d, 1);  regime: on and off by chance",
            "scandal of weight w: s += w A_i, half in each pool",
            "mood' = 2^(-1/h) mood + sum_k load_k e_gk F_k",
        ],
        reads: ["half_life_mood", "negativity_indirect"],
    }
    churn {
        meaning: "residents who move away, and newcomers in their place",
        heading: "Newcomers",
        step: "0",
        files: ["engine/src/week/churn.rs"],
        does: "Residents move away, the same in every lane, and somebody new of the same group takes the place: traits of his or her own, the evidence and expectations that the group has at the start, confidence at rest, inactive. Ties, roles, the named post, a seat in a forum and a place in a caseload go with the place.",
        equations: ["hazard a week = 1 - (1 - churn)^(1/52)"],
        reads: [],
        work: churn => Moving,
    }
    life_course {
        meaning: "residents change over the years",
        heading: "How residents change",
        step: "0",
        files: ["engine/src/week/life_course.rs", "engine/src/world/natures.rs", "engine/src/world/dispositions.rs"],
        does: "What residents bring along, and how they are served beside others of their group, is partly for good and partly moves over the years, for everybody by his or her own chance. The group as a whole stays as it is.",
        equations: [
            "b = Q(Phi(z)), xi = sd z';  z = sqrt(p) z_0 + sqrt(1 - p) z_t, Q the quantiles of the group's Beta distribution",
            "z_t' = a z_t + sqrt(1 - a^2) e,  a = 2^(-13/h), once in 13 weeks",
        ],
        reads: ["half_life_direct"],
        work: life_course => Lives,
    }
    staff {
        meaning: "turnover, hand-over, newness, training",
        heading: "Turnover, hand-over and training that fades",
        step: "1",
        files: ["engine/src/week/staff.rs", "engine/src/world/officials.rs"],
        does: "Officials leave. The successor inherits a share of each personal relation, has a skill of his or her own and serves a little worse at first. Part of the goodwill that the leaver earned is lost to the department and fades at the institution; what was bad stays. Training fades.",
        equations: [
            "hazard a week = 1 - (1 - tau (1 - continuity/3))^(1/52)",
            "person: r, s keep psi;  department: r -= g (1 - psi) f1 r_person;  institution: g (1 - psi) f1 f2 r_person moves to indirect evidence",
        ],
        reads: ["trickle_up_department", "trickle_up_institution"],
        work: staff => Staff,
    }
    silos {
        meaning: "what departments learn from one another",
        heading: "Learning across departments",
        step: "1",
        files: ["engine/src/week/silos.rs"],
        does: "What training and co-production gave one department reaches the others as far as silos are open. Work against silos, and half as much training in engagement, opens them; turnover closes them again.",
        equations: [
            "d_k' = d_k + lambda (1 - silo) (mean d - d_k)",
            "silo' = silo - min(1, I_silo + I_engagement/2) silo/52 + tau/52 (silo_start - silo)",
        ],
        reads: ["turnover"],
        work: silos,
    }
    culture {
        meaning: "civil servants' culture of engagement, fear, champions, integration",
        heading: "Culture, champion, fear, integration and responsiveness",
        step: "1",
        files: ["engine/src/week/culture.rs", "engine/src/week/slow.rs"],
        does: "Training raises the share of staff who can engage residents, faster while an internal champion is in post, and calms fear; failed forums feed fear; turnover takes all back to the start. Culture and the integration of engagement with strategy make an institution responsive.",
        equations: [
            "culture' = culture + (1 - culture) I (1 + B) / 52 - tau/52 (culture - start)",
            "fear' = fear + phi failed (1 - fear) - 2 I fear / 52 - tau/52 (fear - start)",
            "integration' = integration + I_int (1 - integration) / 52 - tau/52 integration",
            "responsiveness = min(1, base + by_culture culture + by_integration integration); 1/2 where the process is off",
        ],
        reads: ["turnover"],
        work: culture,
    }
    programme {
        meaning: "everything that strategies buy",
        heading: "What strategies buy",
        step: "2",
        files: [
            "engine/src/week/programme/mod.rs",
            "engine/src/week/programme/contact.rs",
            "engine/src/week/programme/outreach.rs",
            "engine/src/week/programme/effort.rs",
            "engine/src/week/programme/selection.rs",
            "engine/src/week/programme/exit.rs",
            "engine/src/week/programme/bridges.rs",
            "engine/src/week/programme/co_production.rs",
        ],
        does: "Money buys effort by unit costs, at full strength after a ramp, and no more than staff hours allow. Person-centred contacts close part of what service falls short of; outreach sessions reach the groups meant as far as the institution knows its community, else whoever is loudest; continuous levers saturate. Evidence from programmes gets through a medium that is viscous where trust, transparency or equality is low. An unannounced end is one bad experience of everybody it had met; hired staff leave; what was not integrated goes.",
        equations: [
            "intensity = 1 - exp(-yearly spend / reference spend)",
            "contact: mu = clip(quality + treatment + xi + skill - newness);  p, o = clip(mu + g_c (1 - mu) + noise)",
            "viscosity = v + (1 - v) (transparency equality T)^(1/3);  transparency = (1 + intensity)/2;  equality = 1, or min(1, 2B) with a forum",
            "training' = d + (gain - d) (1 - exp(-doses / officials))",
            "exit without hand-over: s += A_p nu f1 w_x at the department, A_p nu f1 f2 w_x at the institution, once for each participant",
            "exit: culture and knowledge keep the share `integration` of what they stand above their start, and so do bridges",
        ],
        reads: [
            "negativity_indirect",
            "negativity_procedure",
            "negative_generalisation",
            "trickle_up_department",
            "trickle_up_institution",
            "procedure_share",
            "disconfirmation",
            "expectation_learning",
            "encounter_noise",
            "harm_ceiling",
            "hand_over",
            "half_life_direct",
            "half_life_indirect",
        ],
        work: programme,
    }
    capacity {
        meaning: "what groups can do for themselves, and crowding-out",
        heading: "Capacity of groups",
        step: "2",
        files: ["engine/src/week/capacity.rs"],
        does: "Asset-based work builds what a group can do for itself; outside money crowds some of it out; without work it returns to its start. Capacity makes members join in unasked, fills seats, softens budget cuts for work at the molecular scale, and from one half lets a group own what it is handed.",
        equations: [
            "K' = K + g (1 - chi_f ext) I (1 - K) - delta (K - start)",
            "a cut of budgets reaches work with groups by (1 - K) of the cut",
        ],
        reads: [],
        work: capacity,
    }
    knowledge {
        meaning: "what the institution knows of its community",
        heading: "Knowledge of the community",
        step: "2",
        files: ["engine/src/week/knowledge.rs"],
        does: "Mapping raises what an institution knows of its community: whether outreach lands where it is meant to, and how far seats of forums go to others than the loudest.",
        equations: ["kn' = kn + g I (1 - kn) - delta (kn - start)"],
        reads: ["community_knowledge"],
        work: knowledge,
    }
    representation {
        meaning: "seats of groups where decisions are made",
        heading: "Seats where decisions are made",
        step: "2",
        files: ["engine/src/week/representation.rs"],
        does: "Leaders share power: a group's seat grows with the work for it, faster where the group can act, and returns to its start without. Reform evens out treatment only as far as the group has a seat.",
        equations: ["S' = S + g I (1 - S) (1/2 + K/2) - delta (S - start)"],
        reads: [],
        work: representation,
    }
    rewiring {
        meaning: "new ties among residents",
        heading: "Bridges between groups",
        step: "6",
        files: ["engine/src/week/rewiring.rs"],
        does: "New ties between residents of different groups lie on top of the network, in the lanes that pay for them. Who has them hears the mean over old and new contacts, and sees new contacts take part.",
        equations: ["indirect r += w_p share (mean E of new contacts - mean E of old);  share = new / all contacts"],
        reads: ["weight_peer", "half_life_indirect"],
    }
    encounters {
        meaning: "routine contacts between residents and departments",
        heading: "Routine encounters",
        step: "3",
        files: ["engine/src/week/encounters.rs", "engine/src/week/candidates.rs"],
        does: "Residents meet departments at their contact rates, mostly whoever is on duty. Quality is the department's, with what training and co-production add, what the group and the person are used to, what the world does, the official's skill, overload and noise. All strategies meet the same encounters.",
        equations: [
            "p = clip(q_p + training + produced + treatment + world + xi + skill - newness - overload + noise)",
            "o = clip(q_o + produced + treatment + world + xi + skill - newness - overload + noise)",
            "overload = cost max(0, demand + programme hours / hours - slack)",
            "P(with the named official) = 1 / posts",
        ],
        reads: ["negativity_outcome", "negativity_procedure", "hours_week"],
        work: encounters => Service,
    }
    impressions {
        meaning: "fresh impressions that contacts leave for some weeks",
        heading: "Fresh impressions",
        step: "3",
        files: ["engine/src/week/impressions.rs", "engine/src/week/talk/evidence.rs"],
        does: "Beside evidence, which trust follows slowly, a first-hand contact leaves an impression that is felt, told and measured for some weeks. It moves by surprise: by what the contact says against what was felt. Good contacts impress those most who trust least; bad ones leave more.",
        equations: [
            "f' = bounded(2^(-1/h) f + g ((1 - T) r - T s)),  |f| <= 0.15, r and s what the contact leaves as evidence",
            "felt: clip(E + f)",
        ],
        reads: [],
    }
    forums {
        meaning: "sessions of co-production forums",
        heading: "Forums of co-production",
        step: "4",
        files: [
            "engine/src/week/forums/mod.rs",
            "engine/src/week/forums/session.rs",
            "engine/src/week/forums/seats.rs",
        ],
        does: "Standing forums of residents and a department work at one of five levels of the IAP2 spectrum. Seats are filled once, by access and, as far as the institution does not know better, by propensity. A session succeeds the more likely, the deeper the relationship in the room is against what the level needs; success is good first-hand evidence, failure bad.",
        equations: [
            "P(success) = logistic(g (R - theta_L));  R = mean of (T_department + c + 2B) / 3 over the room",
            "success: r += w_L specificity viscosity;  failure: s += A_p w_L specificity viscosity",
            "those who take a seat: x += eta_p (promised_L - x) where promised_L > x;  promised_L = .2, .4, .6, .8, 1",
            "P(taken for a seat) = kn + (1 - kn) min(1, propensity / 4)",
        ],
        reads: [
            "expectation_promise",
            "confidence_rest",
            "propensity_sigma",
            "negativity_procedure",
            "viscosity_floor",
            "cost_forum",
            "participants_per_forum",
            "sessions_per_forum",
        ],
        work: forums => Forums,
    }
    power {
        meaning: "balance of power, mediators and openness",
        heading: "Balance of power, mediator and openness",
        step: "4",
        files: ["engine/src/week/forums/power.rs"],
        does: "A group's share of influence in forums slips back to where its confidence, lent some by the institution's openness, holds it; a mediator levels it for as long as she is there. Openness, the institution's trust in the group, follows the success of forums, and grows more slowly where officials fear to engage.",
        equations: [
            "c* = clip(c + l (openness - start));  B_nat = c*^n / (2 (c*^n + c50^n))",
            "B' = B + k_p (B_nat - B) + k_m M (1/2 - B)",
            "openness' = openness + eta courage (success - openness);  courage = (1 - fear)/(1 - fear_start) where openness would rise, else 1",
        ],
        reads: ["confidence_rest", "fear_start"],
    }
    production {
        meaning: "the three circles, which raise the quality of departments",
        heading: "The three circles and quality",
        step: "4",
        files: ["engine/src/week/forums/production.rs"],
        does: "Confidence of those in the room, mobilised share of their groups and balance of power produce quality together, each hardly replacing another, as far as forums cover the town and with delay.",
        equations: [
            "z = (mean confidence, min(1, active share / full), min(1, 2B));  Q = (mean z^rho)^(1/rho)",
            "reach = 1 - exp(-open forums residents_per_forum / residents)",
            "produced' = produced + (1 - 2^(-1/h)) (g_Q Q reach - produced)",
        ],
        reads: [],
    }
    legitimacy {
        meaning: "legitimacy, which makes procedure count more",
        heading: "Legitimacy",
        step: "4",
        files: ["engine/src/week/legitimacy.rs"],
        does: "Where decisions visibly follow what residents said, the institution gains legitimacy, and procedure counts for more against outcome. The stated share of procedure is what holds at the legitimacy of the start.",
        equations: [
            "l' = l + eta reach (changed - l);  changed = mean of success influence_L min(1, 2B);  influence_L = 0, .25, .5, .75, 1",
            "omega_eff = omega + s (l - l_start) (1 - omega), at least omega / 2",
        ],
        reads: ["procedure_share", "production_reach"],
    }
    exclusion {
        meaning: "resentment of groups left out of decisions",
        heading: "Groups left out",
        step: "4",
        files: ["engine/src/week/forums/exclusion.rs"],
        does: "Once in an interval a standing forum decides, and so does outreach that names whom its decisions concern. Groups that are concerned and have nobody in the room, or were not meant, resent it.",
        equations: ["every interval: s += w_e about the institution, first-hand, for each group left out"],
        reads: [],
    }
    organism {
        meaning: "reconciliation, fair treatment, broadcasts, promises",
        heading: "Reconciliation, fair treatment, broadcast and promises",
        step: "5",
        files: ["engine/src/week/organism.rs"],
        does: "Historical harm shrinks only where acknowledgement and reform go together. Reform, and half as fast training, evens out unequal treatment where the group has a seat. An acknowledgement is good news once and raises expectations; broadcasts leave a little good indirect evidence; promises raise expectations when made and are judged by how far they are kept when due. Transparency keeps a promise from being taken for more than it is.",
        equations: [
            "H' = H (1 - (1 - 2^(-1/h)) acknowledgement reform)",
            "treatment' = treatment 2^(-S (reform + trained/2) / h) where it is negative",
            "promise: x += eta_p (1 - m transparency) (promised - x) where promised > x;  due: r += w kept, s += w A_i (1 - kept)",
        ],
        reads: ["negativity_indirect", "viscosity_floor", "training_gain", "harm_ceiling"],
        work: organism,
    }
    talk {
        meaning: "what residents say to one another",
        heading: "Talk among residents",
        step: "6",
        files: ["engine/src/week/talk/mod.rs", "engine/src/week/talk/evidence.rs", "engine/src/week/talk/opinion.rs"],
        does: "Residents hear what those they are tied to feel about the institution; mavens are heard twice. No negativity applies, so that the model of Friedkin and Johnsen is its resting state. A scenario may bound how far apart residents still listen, or name a published rule of opinion (DeGroot, Friedkin and Johnsen, Hegselmann and Krause, Deffuant), which acts on trust itself and leaves no evidence. The same pass forms everybody's trust at the end of the week.",
        equations: [
            "evidence: r += w_p mean E of contacts;  s += w_p (1 - mean E of contacts)",
            "degroot, hegselmann-krause, deffuant: E' = clip(rule(E) + A' - A), A what one's own evidence alone would say",
            "friedkin-johnsen: E' = sigma mean E of contacts + (1 - sigma) A'",
        ],
        reads: ["half_life_indirect", "group_climate"],
        work: talk => Talk,
    }
    mobilisation {
        meaning: "who becomes active, who tires, who drops out",
        heading: "Who becomes active",
        step: "7",
        files: ["engine/src/week/mobilisation.rs", "engine/src/week/people.rs", "engine/src/week/participation.rs"],
        does: "Residents with access to the strategy's channel join in unasked by propensity and capacity, and where enough of their contacts are active; trust, confidence and salespeople among the contacts lower that threshold. They drop out sooner where the institution does not respond and when they are tired.",
        equations: [
            "join: p0 (1 + 2K) propensity, plus p_c where active share of contacts >= theta",
            "theta = own - a (T - 1/2) - b (c - 1/2) - persuasion; above 1 never",
            "leave: d0 exp(-b_r (responsiveness - 1/2) + b_f f);  f' = 2^(-1/h) f + gain where active",
        ],
        reads: ["confidence_rest", "harm_ceiling"],
        work: mobilisation,
    }
    confidence {
        meaning: "confidence that grows with supported contacts",
        heading: "Confidence",
        step: "7",
        files: ["engine/src/week/confidence.rs"],
        does: "Every supported contact that goes well (person-centred work, a session of a forum) builds confidence, which returns to rest. Confidence lowers thresholds, holds power, and deepens the relationship in forums.",
        equations: ["c' = c + k_c y (1 - c) - d_c (c - c0)"],
        reads: [],
    }
}
