//! Parts of the model that are always on: evidence, observing, the start and what is made of a run.

use super::Part;

/// Comes before the processes of the week.
pub(super) const BEFORE: &[Part] = &[Part {
    name: "evidence",
    heading: "Evidence and trust",
    step: "",
    files: &["engine/src/week/evidence.rs", "engine/src/week/decay.rs", "engine/src/week/programme/deposit.rs"],
    does: "Trust is what experience has taught: positive evidence r and negative evidence s about a named official, a department and an institution, against a base rate a that is worth m units of evidence. Direct and indirect evidence are kept in two pools that fade at different speeds. First-hand evidence trickles up from the person to the department and the institution; base rates are handed down the other way. Historical harm is a ceiling on trust and no evidence.",
    equations: &[
        "E = (m a + r) / (m + r + s)",
        "y = omega p + (1 - omega) o;  d = kappa (y - x);  p* = clip(p + d), o* = clip(o + d)",
        "r += w [omega p* + (1 - omega) o*];  s += w [omega A_p (1 - p*) + (1 - omega) A_o (1 - o*)]",
        "x' = clip(x + eta_x (y - x))",
        "department: r f1, s nu f1;  institution: r f1 f2, s nu f1 f2",
        "a(official) = T(department);  a(department) = T(institution);  a(institution) = (1 - zeta) b + zeta mean E of the group",
        "T = (1 - chi H) E",
    ],
    reads: &[
        "negative_generalisation",
        "trickle_up_department",
        "trickle_up_institution",
        "procedure_share",
        "disconfirmation",
        "expectation_learning",
        "harm_ceiling",
    ],
}];

/// Come after them.
pub(super) const AFTER: &[Part] = &[
    Part {
        name: "observe",
        heading: "Measures and surveys",
        step: "9",
        files: &["engine/src/week/observe.rs", "engine/src/record/measures.rs", "engine/src/week/individuals.rs"],
        does: "Measures of trust leave out mood. A survey finds trust with mood, with sampling error and a bias of its house, the same for every strategy. Observing changes nothing.",
        equations: &["standard error = sqrt(deff variance / n (1 - n / N));  observed = clip(T + mood) + error"],
        reads: &["prior_mass_person", "prior_mass_department", "harm_ceiling"],
    },
    Part {
        name: "start",
        heading: "The start",
        step: "",
        files: &[
            "engine/src/start/mod.rs",
            "engine/src/start/solve.rs",
            "engine/src/start/mean_field.rs",
            "engine/src/week/history/draw.rs",
        ],
        does: "For each group, the mean disposition, and where that is not enough the treatment, are solved so that the stated trust is a resting point of the baseline: by the mean field, then by living through two years in trial towns. Every replicate draws evidence near rest and lives through two more years, which all its strategies share.",
        equations: &["b in .1 to .9, treatment in -.35 to +.20, such that mean T rests at what is stated"],
        reads: &["turnover", "half_life_newness", "weight_routine", "weight_peer", "encounter_noise"],
    },
    Part {
        name: "analysis",
        heading: "Gains and compounding",
        step: "",
        files: &["src/analysis/compounding.rs", "src/analysis/swell/mod.rs"],
        does: "A gain is the paired difference from the baseline, summed over weeks. All combinations of a strategy's three scales are run; solo gains, their interaction and Shapley values are reported as found. Whether investment compounds is told by the swell: one strategy's whole budget at one scale stops after each year in turn; what a year's money adds is a layer, and the stack of layers is compared with what it would be if every later year did what year 2 did.",
        equations: &[
            "gain(t) = 100/52 sum over weeks of (T - T of the baseline)",
            "L_k(t) = T(money stops after year k) - T(after year k - 1);  D(t) = L_1(t) + sum over k >= 2 of L_2(t - (k - 2) years)",
        ],
        reads: &[],
    },
];
