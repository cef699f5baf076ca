//! Steps 3 and 4 of the week: routine encounters, and forums with what they lead to.

use super::Part;

pub(super) const PARTS: &[Part] = &[
    Part {
        name: "encounters",
        heading: "Routine encounters",
        step: "3",
        files: &["engine/src/week/encounters.rs", "engine/src/week/candidates.rs"],
        does: "Residents meet departments at their contact rates, mostly whoever is on duty. Quality is the department's, with what training and co-production add, what the group and the person are used to, what the world does, the official's skill, overload and noise. All strategies meet the same encounters.",
        equations: &[
            "p = clip(q_p + training + produced + treatment + world + xi + skill - newness - overload + noise)",
            "o = clip(q_o + produced + treatment + world + xi + skill - newness - overload + noise)",
            "overload = cost max(0, demand + programme hours / hours - slack)",
            "P(with the named official) = 1 / posts",
        ],
        reads: &["negativity_outcome", "negativity_procedure", "hours_week"],
    },
    Part {
        name: "forums",
        heading: "Forums of co-production",
        step: "4",
        files: &[
            "engine/src/week/forums/mod.rs",
            "engine/src/week/forums/session.rs",
            "engine/src/week/forums/seats.rs",
        ],
        does: "Standing forums of residents and a department work at one of five levels of the IAP2 spectrum. Seats are filled once, by access and, as far as the institution does not know better, by propensity. A session succeeds the more likely, the deeper the relationship in the room is against what the level needs; success is good first-hand evidence, failure bad.",
        equations: &[
            "P(success) = logistic(g (R - theta_L));  R = mean of (T_department + c + 2B) / 3 over the room",
            "success: r += w_L specificity viscosity;  failure: s += A_p w_L specificity viscosity",
            "those who take a seat: x += eta_p (promised_L - x) where promised_L > x;  promised_L = .2, .4, .6, .8, 1",
            "P(taken for a seat) = kn + (1 - kn) min(1, propensity / 4)",
        ],
        reads: &[
            "expectation_promise",
            "confidence_rest",
            "propensity_sigma",
            "negativity_procedure",
            "viscosity_floor",
            "cost_forum",
            "participants_per_forum",
            "sessions_per_forum",
        ],
    },
    Part {
        name: "power",
        heading: "Balance of power, mediator and openness",
        step: "4",
        files: &["engine/src/week/forums/power.rs"],
        does: "A group's share of influence in forums slips back to where its confidence, lent some by the institution's openness, holds it; a mediator levels it for as long as she is there. Openness, the institution's trust in the group, follows the success of forums, and grows more slowly where officials fear to engage.",
        equations: &[
            "c* = clip(c + l (openness - start));  B_nat = c*^n / (2 (c*^n + c50^n))",
            "B' = B + k_p (B_nat - B) + k_m M (1/2 - B)",
            "openness' = openness + eta courage (success - openness);  courage = (1 - fear)/(1 - fear_start) where openness would rise, else 1",
        ],
        reads: &["confidence_rest", "fear_start"],
    },
    Part {
        name: "production",
        heading: "The three circles and quality",
        step: "4",
        files: &["engine/src/week/forums/production.rs"],
        does: "Confidence of those in the room, mobilised share of their groups and balance of power produce quality together, each hardly replacing another, as far as forums cover the town and with delay.",
        equations: &[
            "z = (mean confidence, min(1, active share / full), min(1, 2B));  Q = (mean z^rho)^(1/rho)",
            "reach = 1 - exp(-open forums residents_per_forum / residents)",
            "produced' = produced + (1 - 2^(-1/h)) (g_Q Q reach - produced)",
        ],
        reads: &[],
    },
    Part {
        name: "legitimacy",
        heading: "Legitimacy",
        step: "4",
        files: &["engine/src/week/legitimacy.rs"],
        does: "Where decisions visibly follow what residents said, the institution gains legitimacy, and procedure counts for more against outcome. The stated share of procedure is what holds at the legitimacy of the start.",
        equations: &[
            "l' = l + eta reach (changed - l);  changed = mean of success influence_L min(1, 2B);  influence_L = 0, .25, .5, .75, 1",
            "omega_eff = omega + s (l - l_start) (1 - omega), at least omega / 2",
        ],
        reads: &["procedure_share", "production_reach"],
    },
    Part {
        name: "exclusion",
        heading: "Groups left out",
        step: "4",
        files: &["engine/src/week/forums/exclusion.rs"],
        does: "Once in an interval a standing forum decides, and so does outreach that names whom its decisions concern. Groups that are concerned and have nobody in the room, or were not meant, resent it.",
        equations: &["every interval: s += w_e about the institution, first-hand, for each group left out"],
        reads: &[],
    },
];
