//! Model parameters and unit costs.
//!
//! Defaults are weakly informative priors, not fits. A line reads: name, unit, default, the plausible range around it (what
//! one in twenty is below, and above), limits, evidence grade, symbol, process, source, meaning. A plausible range is
//! narrow where trials or panels stand behind the default, and wide where it is judgement.

use super::registry::registry;

registry! {
    /// What nobody chooses: the constants of trust.
    Parameters, PARAMETERS:
    prior_mass_person: Evidence = 2.0 (1.0 to 4.0) in 0.0..=20.0, D, "m", "evidence", "Jøsang & Ismail 2002 (W = 2)", "How much evidence the base rate of trust in a named person is worth.";
    prior_mass_department: Evidence = 3.0 (1.6 to 6.0) in 0.0..=20.0, D, "m", "evidence", "judgement; Jøsang & Ismail 2002 for the scale", "How much evidence the base rate of trust in a department is worth.";
    prior_mass_institution: Evidence = 5.0 (2.5 to 11.0) in 0.0..=40.0, D, "m", "evidence", "judgement; Jøsang & Ismail 2002 for the scale", "How much evidence the base rate of trust in the institution is worth.";
    negativity_outcome: Times = 3.0 (1.6 to 5.6) in 1.0..=8.0, B, "A_o", "evidence", "Skogan 2006 (4 to 14 good for one bad)", "How many times heavier a bad outcome weighs than a good one.";
    negativity_procedure: Times = 1.5 (1.1 to 2.1) in 1.0..=4.0, B, "A_p", "evidence", "Oliveira et al. 2021 (symmetric to mildly asymmetric)", "How many times heavier unfair treatment weighs than fair treatment.";
    negativity_indirect: Times = 1.5 (1.1 to 2.1) in 1.0..=3.0, B, "A_i", "evidence", "Zhu et al. 2023", "How many times heavier bad indirect evidence weighs than good.";
    negative_generalisation: Times = 1.2 (1.1 to 1.3) in 1.0..=1.5, D, "nu", "evidence", "judgement, after Halmburger et al. 2019", "How much more readily bad evidence spreads from a person to department and institution.";
    half_life_direct: Weeks = 104.0 (52.0 to 210.0) in 4.0..=520.0, B, "h", "evidence", "Devine & Valgardsson 2023", "Half-life of own experience.";
    half_life_indirect: Weeks = 16.0 (7.0 to 35.0) in 3.0..=104.0, C, "h", "evidence", "rally effects (Gulf War about 17 weeks)", "Half-life of indirect evidence, broadcasts and one-off outreach.";
    half_life_mood: Weeks = 12.0 (7.0 to 22.0) in 2.0..=52.0, C, "h", "observe", "rally effects, 8 to 22 weeks", "Half-life of mood, which colours what people say but is not evidence.";
    swing_place_sd: Trust = 0.015 (0.008 to 0.028) in 0.0..=0.3, C, "-", "world_noise", "Chicago police sentiment 2017 to 2019", "How far the mood of a whole place goes up and down by itself: standard deviation in the long run.";
    swing_place_month: Share = 0.73 (0.5 to 0.88) in 0.0..=0.99, C, "-", "world_noise", "Chicago police sentiment 2017 to 2019", "Share of such an up or down of the place that is left a month later.";
    swing_group_sd: Trust = 0.043 (0.03 to 0.06) in 0.0..=0.3, C, "-", "world_noise", "Chicago police sentiment 2017 to 2019", "How far the mood of a group goes up and down beside the place: standard deviation in the long run.";
    swing_group_month: Share = 0.74 (0.58 to 0.86) in 0.0..=0.99, C, "-", "world_noise", "Chicago police sentiment 2017 to 2019", "Share of such an up or down of a group that is left a month later.";
    trickle_up_department: Share = 0.6 (0.35 to 0.8) in 0.0..=1.0, C, "f1", "evidence", "Halmburger et al. 2019; spill-over studies", "Share of the evidence about a person that counts for the department.";
    trickle_up_institution: Share = 0.5 (0.25 to 0.75) in 0.0..=1.0, C, "f2", "evidence", "Halmburger et al. 2019; spill-over studies", "Share of the evidence about a department that counts for the institution.";
    group_climate: Share = 0.3 (0.18 to 0.45) in 0.0..=0.9, B, "zeta", "evidence", "Christ et al. 2014", "Share of the base rate that comes from how the group as a whole feels.";
    weight_routine: Evidence = 0.5 (0.3 to 0.8) in 0.0..=4.0, A, "w", "encounters", "Peyton et al. 2019 for the scale", "Evidence of one routine contact.";
    weight_one_to_one: Evidence = 1.5 (1.0 to 2.4) in 0.0..=8.0, A, "w", "programme", "Pettigrew & Tropp 2006 for the scale", "Evidence of one person-centred contact.";
    weight_outreach: Evidence = 0.4 (0.25 to 0.65) in 0.0..=4.0, A, "w", "programme", "Peyton et al. 2019 for the scale", "Evidence of one outreach session for each who attends.";
    weight_broadcast: Evidence = 0.02 (0.007 to 0.06) in 0.0..=0.5, D, "w_b", "organism", "judgement", "Evidence of one broadcast wave for each it reaches.";
    weight_peer: EvidencePerWeek = 0.05 (0.02 to 0.13) in 0.0..=2.0, D, "w_p", "talk", "judgement; Friedkin-Johnsen susceptibilities for the scale", "Evidence a week from what friends and neighbours say.";
    weight_acknowledgement: Evidence = 0.4 (0.16 to 1.0) in 0.0..=4.0, D, "-", "organism", "judgement", "Indirect evidence to harmed groups when an acknowledgement begins, once.";
    weight_promise: Evidence = 0.2 (0.08 to 0.5) in 0.0..=4.0, D, "-", "organism", "judgement", "Indirect evidence when a promise falls due, good as far as it was kept.";
    weight_breach: Evidence = 0.3 (0.12 to 0.75) in 0.0..=4.0, D, "w_x", "programme", "practitioner accounts", "Bad evidence to each participant when a programme stops unannounced.";
    quality_procedural: Share = 0.82 (0.72 to 0.89) in 0.0..=1.0, D, "q", "evidence", "judgement, inside the range Weisburd et al. 2022 observed", "Fairness of treatment that an average resident meets.";
    quality_outcome: Share = 0.82 (0.7 to 0.9) in 0.0..=1.0, D, "q", "evidence", "judgement", "Quality of outcome that an average resident meets.";
    contacts: PerWeek = 0.06 (0.04 to 0.09) in 0.0..=1.0, D, "rho", "evidence", "judgement, about 3 a year and department", "Routine contacts of a resident with a department.";
    encounter_noise: Trust = 0.2 (0.12 to 0.3) in 0.0..=0.5, D, "-", "evidence", "judgement", "Standard deviation of quality from one encounter to the next.";
    official_skill_sd: Trust = 0.03 (0.012 to 0.07) in 0.0..=0.2, D, "-", "staff", "judgement", "Standard deviation of how well one official serves compared with another.";
    procedure_share: Share = 0.5 (0.3 to 0.7) in 0.0..=1.0, B, "omega", "evidence", "Tyler tradition against Esaiasson et al. 2019", "Weight of fair procedure against outcome in an experience.";
    disconfirmation: Share = 0.4 (0.23 to 0.6) in 0.0..=1.0, B, "kappa", "evidence", "Van Ryzin 2004; Zhang et al. 2022", "How strongly an experience is felt against what was expected.";
    expectation_learning: Share = 0.15 (0.08 to 0.27) in 0.0..=1.0, B, "eta_x", "evidence", "Zhang et al. 2022", "Share of the gap by which an experience moves expectation.";
    expectation_promise: Share = 0.3 (0.15 to 0.5) in 0.0..=1.0, B, "eta_p", "evidence", "Zhang et al. 2022", "Share of the gap by which a promise moves expectation.";
    gap_closed: Share = 0.75 (0.5 to 0.9) in 0.0..=1.0, D, "g_c", "programme", "judgement", "Share of what a person's service falls short of that a person-centred contact closes.";
    training_gain: Trust = 0.06 (0.04 to 0.09) in 0.0..=0.3, A, "d", "programme", "Weisburd et al. 2022 (d = 0.39)", "Procedural quality gained when all officials are trained.";
    half_life_training: Weeks = 52.0 (26.0 to 110.0) in 4.0..=520.0, D, "h", "staff", "judgement", "Half-life of what training gave.";
    newness: Trust = 0.05 (0.02 to 0.12) in 0.0..=0.3, D, "-", "staff", "judgement", "How much worse a new incumbent serves at first.";
    half_life_newness: Weeks = 13.0 (6.0 to 28.0) in 1.0..=104.0, D, "h", "staff", "judgement", "Half-life of a new incumbent's disadvantage.";
    workload_slack: Share = 0.2 (0.1 to 0.35) in 0.0..=1.0, D, "-", "encounters", "judgement; equal to the cap on programme hours", "Extra demand that staff absorb before service suffers.";
    workload_cost: Trust = 0.2 (0.08 to 0.4) in 0.0..=1.0, D, "-", "encounters", "judgement", "Quality lost per unit of demand beyond that slack.";
    turnover: PerYear = 0.15 (0.1 to 0.22) in 0.0..=0.9, A, "tau", "staff", "Blair et al. 2021; New Deal for Communities", "Share of officials who leave their post in a year.";
    hand_over: Share = 0.3 (0.12 to 0.55) in 0.0..=1.0, C, "psi", "staff", "New Deal for Communities", "Share of a personal relation that passes to the successor.";
    goodwill_moved: Share = 0.5 (0.2 to 0.8) in 0.0..=1.0, C, "kappa_t", "staff", "judgement after Blair et al. 2021", "Share of the goodwill a leaver earned that fades quickly once he or she is gone.";
    programme_cap: Share = 0.2 (0.12 to 0.3) in 0.0..=1.0, D, "-", "programme", "judgement", "Largest share of staff hours that person-centred work may take without hiring.";
    ramp_up: Weeks = 13.0 (7.0 to 26.0) in 1.0..=104.0, D, "-", "programme", "judgement", "Weeks until a new investment is at full strength.";
    viscosity_floor: Share = 0.3 (0.15 to 0.55) in 0.0..=1.0, D, "v_min", "programme", "practitioner account (wading through water)", "How much of the evidence gets through where trust and openness are nil.";
    community_knowledge: Share = 0.4 (0.22 to 0.62) in 0.0..=1.0, D, "kn", "knowledge", "judgement", "Chance that outreach meant for a group reaches it and not whoever is loudest, at the start.";
    depth_inform: Trust = 0.15 (0.08 to 0.27) in 0.0..=1.0, D, "theta_L", "forums", "IAP2 spectrum; practitioner accounts for the order", "Depth of relationship at which informing residents works half the time.";
    depth_consult: Trust = 0.3 (0.18 to 0.45) in 0.0..=1.0, D, "theta_L", "forums", "IAP2 spectrum; practitioner accounts for the order", "Depth of relationship at which consulting works half the time.";
    depth_involve: Trust = 0.45 (0.3 to 0.6) in 0.0..=1.0, D, "theta_L", "forums", "IAP2 spectrum; practitioner accounts for the order", "Depth of relationship at which involving works half the time.";
    depth_collaborate: Trust = 0.6 (0.44 to 0.74) in 0.0..=1.0, D, "theta_L", "forums", "IAP2 spectrum; practitioner accounts for the order", "Depth of relationship at which collaborating works half the time.";
    depth_empower: Trust = 0.7 (0.55 to 0.82) in 0.0..=1.0, D, "theta_L", "forums", "IAP2 spectrum; practitioner accounts for the order", "Depth of relationship at which empowering works half the time.";
    depth_slope: Times = 12.0 (6.0 to 24.0) in 0.0..=60.0, D, "g", "forums", "judgement", "How sharply the chance of success rises with depth of relationship.";
    weight_inform: Evidence = 0.05 (0.02 to 0.12) in 0.0..=8.0, D, "w_L", "forums", "judgement", "Evidence of one session at the level inform.";
    weight_consult: Evidence = 0.2 (0.09 to 0.45) in 0.0..=8.0, D, "w_L", "forums", "judgement", "Evidence of one session at the level consult.";
    weight_involve: Evidence = 0.4 (0.18 to 0.9) in 0.0..=8.0, D, "w_L", "forums", "judgement", "Evidence of one session at the level involve.";
    weight_collaborate: Evidence = 0.8 (0.36 to 1.8) in 0.0..=8.0, D, "w_L", "forums", "judgement", "Evidence of one session at the level collaborate.";
    weight_empower: Evidence = 1.2 (0.55 to 2.6) in 0.0..=8.0, D, "w_L", "forums", "judgement", "Evidence of one session at the level empower.";
    openness_start: Share = 0.3 (0.15 to 0.5) in 0.0..=1.0, D, "-", "power", "judgement", "The institution's trust in a group at the start.";
    openness_learning: PerWeek = 0.05 (0.02 to 0.12) in 0.0..=1.0, D, "-", "power", "judgement", "Share of the gap by which a week of forums moves the institution's trust in a group.";
    openness_confidence: Share = 0.25 (0.1 to 0.5) in 0.0..=1.0, D, "-", "power", "judgement", "How far the institution's trust in a group counts like the group's own confidence.";
    power_drift: PerWeek = 0.08 (0.03 to 0.2) in 0.0..=1.0, D, "k_p", "power", "practitioner account", "Speed at which power slips back to where confidence alone would hold it.";
    power_mediator: PerWeek = 0.32 (0.16 to 0.6) in 0.0..=1.0, D, "k_m", "power", "practitioner account", "Speed at which a mediator levels power.";
    power_confidence: Share = 0.6 (0.4 to 0.77) in 0.01..=1.0, D, "c_50", "power", "practitioner account", "Confidence at which a community holds half of an equal share of power by itself.";
    power_slope: Number = 4.0 (2.0 to 8.0) in 0.5..=12.0, D, "n", "power", "judgement", "How sharply that share rises with confidence.";
    production_exponent: Number = -1.0 (-2.2 to 0.2) in -3.0..=0.9, D, "rho", "production", "judgement; complementary: between the weakest and the geometric mean", "How far one of the three circles can stand in for another (-3: hardly, 0.9: almost freely).";
    production_gain: Trust = 0.25 (0.13 to 0.4) in 0.0..=0.5, D, "g_Q", "production", "judgement", "Quality that a department gains when all three circles are complete.";
    half_life_production: Weeks = 20.0 (9.0 to 45.0) in 1.0..=260.0, D, "h", "production", "judgement", "Half-life of the delay from circles to quality.";
    production_mobilised: Share = 0.15 (0.07 to 0.3) in 0.01..=1.0, D, "-", "production", "judgement", "Share of the groups concerned that counts as fully mobilised.";
    production_reach: Number = 5000.0 (2000.0 to 12_000.0) in 25.0..=1e6, D, "-", "forums", "judgement; as many residents as one community organiser serves", "Residents whom the work of one forum can change services for.";
    weight_exclusion: Evidence = 0.3 (0.12 to 0.75) in 0.0..=4.0, D, "w_e", "exclusion", "practitioner accounts", "Bad evidence to a group each time a decision that concerns it is taken without it.";
    exclusion_interval: Weeks = 52.0 (26.0 to 100.0) in 4.0..=520.0, D, "-", "exclusion", "judgement: one decision a year", "Weeks between decisions of a standing forum or programme.";
    threshold_mean: Share = 0.25 (0.16 to 0.36) in 0.0..=1.0, A, "theta", "mobilisation", "Centola et al. 2018", "Share of contacts that must be active before an average resident joins in.";
    threshold_sd: Share = 0.12 (0.06 to 0.22) in 0.0..=0.5, D, "theta", "mobilisation", "judgement", "Standard deviation of that share between residents.";
    threshold_trust: Share = 0.3 (0.13 to 0.55) in 0.0..=2.0, D, "-", "mobilisation", "judgement", "How far trust above the middle lowers the threshold.";
    threshold_confidence: Share = 0.3 (0.13 to 0.55) in 0.0..=2.0, D, "-", "mobilisation", "judgement", "How far confidence above the middle lowers the threshold.";
    join_base: PerWeek = 0.002 (0.0008 to 0.005) in 0.0..=1.0, D, "p_0", "mobilisation", "judgement", "Chance a week that a resident of average propensity becomes active unasked.";
    join_threshold: PerWeek = 0.1 (0.04 to 0.25) in 0.0..=1.0, D, "p_c", "mobilisation", "judgement", "Chance a week to join once enough contacts are active.";
    leave_base: PerWeek = 0.1 (0.05 to 0.2) in 0.0..=1.0, D, "d_0", "mobilisation", "judgement", "Chance a week to drop out at middling responsiveness and without fatigue.";
    responsiveness_slope: Number = 1.2 (0.6 to 2.4) in 0.0..=5.0, C, "b_r", "mobilisation", "active engagement up by 40 % after civil-servant training", "How strongly responsiveness of the institution keeps people active.";
    fatigue_gain: PerWeek = 0.08 (0.035 to 0.18) in 0.0..=1.0, D, "-", "mobilisation", "judgement", "Fatigue gained in an active week.";
    half_life_fatigue: Weeks = 8.0 (4.0 to 18.0) in 1.0..=104.0, D, "h_f", "mobilisation", "judgement", "Half-life of fatigue.";
    fatigue_slope: Number = 1.2 (0.55 to 2.5) in 0.0..=5.0, D, "b_f", "mobilisation", "judgement", "How strongly fatigue makes people drop out.";
    propensity_sigma: Number = 1.5 (1.0 to 2.3) in 0.0..=3.0, C, "sigma", "mobilisation", "participation inequality online (90-9-1 and variants)", "Inequality of the propensity to take part (lognormal, mean 1, cut at three standard deviations).";
    confidence_gain: Share = 0.05 (0.02 to 0.11) in 0.0..=1.0, D, "k_c", "confidence", "Bandura 1997 for the mechanism", "Confidence gained in one supported contact, as a share of what is missing.";
    confidence_decay: PerWeek = 0.002 (0.0009 to 0.005) in 0.0..=0.2, D, "d_c", "confidence", "judgement", "Speed at which confidence returns to rest.";
    confidence_rest: Share = 0.3 (0.15 to 0.5) in 0.0..=1.0, D, "c_0", "confidence", "judgement", "Confidence at rest.";
    capacity_growth: PerWeek = 0.01 (0.004 to 0.025) in 0.0..=0.2, D, "g", "capacity", "judgement", "Growth of a group's capacity under full asset-based development.";
    capacity_decay: PerWeek = 0.005 (0.002 to 0.012) in 0.0..=0.2, D, "delta", "capacity", "judgement", "Speed at which capacity returns to where it started.";
    crowding_out: Share = 0.2 (0.08 to 0.4) in 0.0..=1.0, A, "chi_f", "capacity", "contested: Lu 2016; de Wit & Bekkers 2017", "How far outside money takes the place of the group's own effort.";
    seat_growth: PerWeek = 0.01 (0.004 to 0.025) in 0.0..=0.5, D, "-", "representation", "judgement", "Growth of a group's seat under full representation work.";
    seat_decay: PerWeek = 0.002 (0.0008 to 0.005) in 0.0..=0.5, D, "-", "representation", "judgement", "Speed at which a seat returns to where it started.";
    culture_start: Share = 0.2 (0.1 to 0.35) in 0.0..=1.0, D, "-", "culture", "judgement", "Share of staff who can engage residents, at the start.";
    champion_boost: Share = 0.5 (0.25 to 0.75) in 0.0..=2.0, D, "-", "culture", "practitioner accounts", "How much faster culture grows while an internal champion carries it.";
    fear_start: Share = 0.4 (0.22 to 0.62) in 0.0..=0.95, D, "-", "culture", "practitioner accounts", "Officials' fear of engaging residents, at the start.";
    fear_failure: PerWeek = 0.01 (0.004 to 0.025) in 0.0..=0.5, D, "-", "culture", "practitioner accounts", "How much a week of failed forums feeds that fear.";
    responsiveness_base: Share = 0.4 (0.25 to 0.57) in 0.0..=1.0, D, "-", "culture", "judgement", "Responsiveness of an institution without culture and integration.";
    responsiveness_culture: Share = 0.36 (0.2 to 0.56) in 0.0..=1.0, D, "-", "culture", "judgement", "What full culture adds to responsiveness.";
    responsiveness_integration: Share = 0.2 (0.1 to 0.35) in 0.0..=1.0, D, "-", "culture", "judgement", "What full integration of engagement with strategy adds to responsiveness.";
    silo_start: Share = 0.7 (0.5 to 0.85) in 0.0..=1.0, D, "-", "silos", "practitioner accounts", "How little of what one department learns reaches the others, at the start.";
    silo_learning: PerWeek = 0.1 (0.04 to 0.25) in 0.0..=1.0, D, "-", "silos", "judgement", "Speed at which departments without silos learn from one another.";
    legitimacy_start: Share = 0.4 (0.25 to 0.57) in 0.0..=1.0, D, "-", "legitimacy", "judgement", "Legitimacy of the institution at the start.";
    legitimacy_learning: PerWeek = 0.02 (0.008 to 0.05) in 0.0..=1.0, D, "-", "legitimacy", "judgement", "Share of the gap by which a week of forums moves legitimacy.";
    legitimacy_procedure: Share = 0.5 (0.25 to 0.75) in 0.0..=1.0, C, "-", "legitimacy", "procedural-justice tradition", "How far legitimacy above its start makes procedure count more than outcome.";
    knowledge_growth: PerWeek = 0.02 (0.008 to 0.05) in 0.0..=0.5, D, "-", "knowledge", "judgement", "Growth of knowledge of the community under full mapping.";
    knowledge_decay: PerWeek = 0.002 (0.0008 to 0.005) in 0.0..=0.5, D, "-", "knowledge", "judgement", "Speed at which that knowledge returns to where it started.";
    expectation_management: Share = 0.5 (0.25 to 0.75) in 0.0..=1.0, D, "-", "organism", "judgement", "How much of a promise's pull on expectation full transparency takes away.";
    churn: PerYear = 0.08 (0.05 to 0.13) in 0.0..=0.5, D, "-", "churn", "judgement, about one in twelve moves in a year", "Residents who are replaced by newcomers in a year.";
    permanent_share: Share = 0.55 (0.4 to 0.7) in 0.0..=1.0, B, "p", "life_course", "stable against slowly changing variance of political trust in panels", "Share of what sets residents apart that stays for good; the rest changes over the years.";
    half_life_disposition: Weeks = 104.0 (52.0 to 208.0) in 13.0..=1040.0, B, "h", "life_course", "panels of political trust two and four years apart", "Half-life of what changes in residents' dispositions and in how they are served.";
    impression_gain: Number = 0.2 (0.1 to 0.4) in 0.0..=2.0, A, "g", "impressions", "Peyton et al. 2019 for the scale", "How far evidence of one ordinary good encounter moves the fresh impression where it surprises wholly.";
    half_life_impression: Weeks = 2.5 (1.0 to 6.0) in 0.5..=52.0, A, "h", "impressions", "Peyton et al. 2019: what was left after 21 days", "Half-life of fresh impressions.";
    harm_ceiling: Share = 0.6 (0.38 to 0.78) in 0.0..=1.0, C, "chi", "evidence", "O'Brien, Meares & Tyler 2020", "Share of trust in the institution that full historical harm withholds.";
    half_life_harm: Weeks = 78.0 (35.0 to 170.0) in 4.0..=520.0, C, "h_H", "organism", "O'Brien, Meares & Tyler 2020", "Half-life of harm under full acknowledgement and full reform together.";
    half_life_treatment: Weeks = 104.0 (42.0 to 260.0) in 4.0..=1040.0, D, "h", "organism", "judgement", "Half-life of unequal treatment under full reform with full representation.";
    discount_rate: PerYear = 0.035 (0.025 to 0.05) in 0.0..=0.15, D, "-", "analysis", "public appraisal practice", "Yearly rate at which later gains count less, where discounting is stated.";
    survey_design_effect: Times = 1.45 (1.2 to 1.8) in 1.0..=5.0, B, "deff", "observe", "cluster of 10 with intra-class correlation 0.05", "How much larger a survey's sampling variance is than a simple sample's.";
    survey_house_sd: Trust = 0.02 (0.012 to 0.033) in 0.0..=0.1, B, "-", "observe", "Shirani-Mehr et al. 2018", "Standard deviation of a survey house's own bias.";
}

registry! {
    /// What things cost, in currency units; every one is judgement and may be declared uncertain.
    Costs, COSTS:
    cost_staff_hour: Money = 40.0 (30.0 to 53.0) in 0.01..=10_000.0, D, "-", "programme", "judgement", "One hour of an official's time.";
    hours_person_centred_contact: Hours = 1.5 (1.0 to 2.3) in 0.05..=40.0, D, "-", "programme", "judgement", "Hours of one person-centred contact.";
    hours_encounter_training: Hours = 16.0 (10.0 to 25.0) in 0.1..=400.0, D, "-", "programme", "judgement", "Hours of one standard dose of encounter training, per official.";
    cost_encounter_training: Money = 400.0 (250.0 to 650.0) in 0.0..=100_000.0, D, "-", "programme", "judgement", "Fee of one standard dose of encounter training, per official, besides the hours.";
    cost_staff_continuity: Money = 2000.0 (1000.0 to 4000.0) in 1.0..=200_000.0, D, "-", "programme", "judgement", "Reference spend on staff continuity, per official and year.";
    hours_outreach_session: Hours = 12.0 (8.0 to 18.0) in 0.1..=400.0, D, "-", "programme", "judgement", "Hours of one outreach session.";
    cost_outreach_session: Money = 120.0 (70.0 to 200.0) in 0.0..=100_000.0, D, "-", "programme", "judgement", "Room and material of one outreach session, besides the hours.";
    residents_per_session: Number = 25.0 (15.0 to 40.0) in 1.0..=1000.0, D, "-", "programme", "judgement", "Residents whom one outreach session reaches.";
    cost_transparency: Money = 50000.0 (25_000.0 to 100_000.0) in 1.0..=1e9, D, "-", "programme", "judgement", "Reference spend on transparency a year, fixed part.";
    cost_transparency_per_resident: Money = 0.5 (0.25 to 1.0) in 0.0..=1000.0, D, "-", "programme", "judgement", "Reference spend on transparency a year, per resident.";
    cost_acknowledgement: Money = 1000.0 (500.0 to 2000.0) in 1.0..=1e6, D, "-", "programme", "judgement", "Reference spend on acknowledgement, per official and year.";
    cost_reform: Money = 1000.0 (500.0 to 2000.0) in 1.0..=1e6, D, "-", "programme", "judgement", "Reference spend on reform, per official and year.";
    cost_broadcast: Money = 0.6 (0.35 to 1.0) in 0.001..=1000.0, D, "-", "programme", "judgement", "One broadcast wave, per resident.";
    cost_community_organiser: Money = 45000.0 (34_000.0 to 60_000.0) in 1.0..=1e6, D, "-", "programme", "judgement", "One community organiser for a year; the reference spend of asset-based development.";
    residents_per_organiser: Number = 5000.0 (2500.0 to 10_000.0) in 10.0..=1e6, D, "-", "programme", "judgement", "Residents whom one community organiser serves.";
    cost_forum: Money = 15000.0 (9000.0 to 25_000.0) in 1.0..=1e6, D, "-", "programme", "judgement", "One co-production forum for a year.";
    participants_per_forum: Number = 25.0 (16.0 to 40.0) in 2.0..=500.0, D, "-", "programme", "judgement", "Residents with a seat in one forum.";
    sessions_per_forum: PerYear = 12.0 (8.0 to 18.0) in 1.0..=52.0, D, "-", "programme", "judgement", "Sessions of a forum in a year.";
    cost_mediator: Money = 10000.0 (6000.0 to 17_000.0) in 1.0..=1e6, D, "-", "programme", "judgement", "The mediator of one forum for a year.";
    cost_mapping: Money = 5000.0 (2500.0 to 10_000.0) in 1.0..=1e6, D, "-", "programme", "judgement", "Reference spend on mapping, per group and year.";
    cost_bridge: Money = 60.0 (30.0 to 120.0) in 0.1..=10_000.0, D, "-", "programme", "judgement", "Bringing two residents of different groups together so that they stay in touch.";
    cost_engagement_training: Money = 800.0 (400.0 to 1600.0) in 1.0..=1e6, D, "-", "programme", "judgement", "Reference spend on training civil servants in engagement, per official and year.";
    cost_silo_work: Money = 800.0 (400.0 to 1600.0) in 1.0..=1e6, D, "-", "programme", "judgement", "Reference spend on learning across departments, per official and year.";
    cost_integration: Money = 400.0 (200.0 to 800.0) in 1.0..=1e6, D, "-", "programme", "judgement", "Reference spend on tying engagement into strategy, per official and year.";
    cost_representation: Money = 5000.0 (2500.0 to 10_000.0) in 1.0..=1e6, D, "-", "programme", "judgement", "Reference spend on seats for groups in decisions, per group and year.";
    hours_week: Hours = 36.0 (33.0 to 39.0) in 1.0..=80.0, D, "-", "programme", "judgement", "Working hours of one post in a week.";
}
