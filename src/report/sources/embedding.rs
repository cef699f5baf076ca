//! "On embedding an engagement culture": from pilots to something that lasts.

use super::declare;

declare! {
    E1 Built "Move from initiatives of a few months or years to a systemic approach."
        "What a project built goes when it ends, save for what was made part of strategy or owned by others."
        in [programme culture] by [weight_breach] with [Integration] seen in [Trust Integration] shown by ["SF3" "SF4" "pilot-cliff"];
    E2 Built "Engagement is part of strategy from the start, instead of being attached to it."
        "Integration makes institutions responsive and keeps culture, knowledge and ties when a programme ends."
        in [culture] by [responsiveness_integration cost_integration] with [Integration] seen in [Integration Responsiveness] shown by ["SF4"];
    E3 Partly "… and into communications."
        "Transparency lowers viscosity and tempers promises; broadcast is a weak instrument by itself. How well the two agree with engagement is not told."
        in [programme organism] by [expectation_management viscosity_floor] with [Transparency Broadcast] seen in [ObservedTrust Trust] shown by ["promise-too-far"];
    E4 Built "Have ways to find and choose the communities to work with."
        "Mapping, and targets of every instrument that works with groups."
        in [knowledge programme] by [community_knowledge knowledge_growth knowledge_decay] with [Mapping] seen in [Knowledge] shown by ["wrong-molecules"];
    E5 Built "Have ways to engage them."
        "Outreach, forums, asset-based work and bridges, at levels and through channels that are chosen."
        in [programme forums capacity rewiring] with [Outreach CoProduction AssetBased BridgeBuilding] seen in [Reached Active] shown by ["three-circles"];
    E6 Partly "Deliver steadily, and monitor."
        "Money runs from week to week, and a survey is drawn with its errors. Strategies do not change course by what it shows."
        in [observe programme] by [survey_design_effect survey_house_sd] seen in [ObservedTrust] shown by ["SF23"];
    E7 Built "Build legitimacy on purpose: work in the open and give citizens part in governing."
        "Legitimacy grows where decisions visibly follow what residents said, and makes procedure count for more."
        in [legitimacy representation] by [legitimacy_learning legitimacy_procedure seat_growth] with [CoProduction Transparency Representation] seen in [Legitimacy Seat] shown by ["three-circles"];
    E8 Built "Work in deprived communities is difficult and messy."
        "Where trust is low, harm is high and exposure is strong, less of the work gets through and forums fail more often."
        in [programme forums events] by [viscosity_floor harm_ceiling] seen in [WorstDecile EquityGap] shown by ["SF11" "SF13"];
    E9 Built "Go with the grain of what exists instead of imposing order."
        "Asset-based work builds on a group's own capacity; money from outside crowds some of its effort out."
        in [capacity] by [crowding_out] with [AssetBased] seen in [Capacity] shown by ["three-circles"];
    E10 Built "A record of being seen and of designing together earns the credit to succeed."
        "Coverage promises and forums that work are evidence, openness and legitimacy, on which later sessions draw."
        in [forums organism legitimacy power] by [weight_promise openness_learning] with [CoProduction] seen in [Openness Legitimacy PromisesKept] shown by ["SF17" "promise-too-far"];
    E11 Built "Show in practice that engagement is not superficial."
        "Vague questions teach little, failed sessions hurt, and words without change are soon stale."
        in [forums organism] by [negativity_procedure weight_acknowledgement] with [CoProduction Acknowledgement] seen in [TrustDepartment Harm] shown by ["SF12" "SF17" "reconciliation"];
    E12 Built "Be a partner who stays, through good and bad fortune."
        "Continuity of staff keeps what was earned; a store of good evidence carries a relation through shocks."
        in [staff events] by [turnover hand_over goodwill_moved cost_staff_continuity] with [StaffContinuity] seen in [TrustPerson Trust] shown by ["SF19" "SF21"];
    E13 Built "Staff need skills: process, systems, communication, empathy, negotiation."
        "Encounter training raises procedural quality; engagement training raises the share of staff who can engage."
        in [staff culture encounters] by [training_gain half_life_training cost_engagement_training] with [EncounterTraining EngagementTraining] seen in [Culture Quality] shown by ["SF9" "civil-servant-training"];
    E14 Partly "… and a shared ambition, and an open, honest relation."
        "Integration and transparency stand for these. What staff aim at is not modelled."
        in [culture programme] by [cost_integration cost_transparency] with [Integration Transparency] seen in [Integration Trust] shown by ["SF4"];
    E15 Built "From pilots to programmes, without making people depend on the money."
        "Outside money crowds out own effort; hired staff leave with what they earned; a planned hand-over avoids the breach."
        in [programme capacity staff] by [crowding_out hand_over weight_breach ramp_up] with [PersonCentred AssetBased] seen in [Trust Capacity] shown by ["SF3" "SF4" "pilot-cliff"];
    E16 Built "Some communities are under-served."
        "Groups can be treated worse than the average; reform and training even it out as far as the group has a seat."
        in [organism encounters] by [half_life_treatment] with [Reform EncounterTraining Representation] seen in [Treatment EquityGap] shown by ["reconciliation"];
    E17 Built "Existing providers can widen their reach."
        "A planned hand-over keeps part of what hired staff earned; outreach and named departments choose where work goes."
        in [programme staff] by [hand_over] with [Outreach PersonCentred] seen in [Reached Trust] shown by ["SF4" "pilot-cliff"];
    E18 Built "Or communities set up provision of their own."
        "What is handed over to a group with enough capacity is owned by it and goes on."
        in [capacity programme] by [capacity_growth] with [AssetBased] seen in [Capacity] shown by ["SF4"];
    E19 Built "A success here may fail elsewhere."
        "The same plan is run in a town with other groups, networks and history."
        in [start analysis] seen in [Trust] shown by ["next-town"];
    E20 Built "It is the local mix of assets and energy that makes things work or fail."
        "Capacity at the start, roles, propensity, networks and staff are drawn or stated for each town."
        in [capacity mobilisation talk] by [propensity_sigma] seen in [Capacity Active] shown by ["next-town" "connectors"];
    E21 Built "Some threads are common: leadership in the community, reach, trust."
        "Connectors and salespeople, access and ties, and trust itself are what spread and forums depend on."
        in [mobilisation talk forums] by [threshold_trust] seen in [Active Trust] shown by ["next-town"];
    E22 Built "What a programme achieves for its own people and what happens to everybody are two things."
        "Those reached are counted apart, and gains are means over all residents. Since people change by themselves, those who were reached because they trusted little trust more later in any case; what was done is told by the same people in the same town without it."
        in [observe programme life_course] by [permanent_share half_life_disposition] seen in [Reached Trust] shown by ["SF23"];
    E23 Built "Results take long and come late."
        "Horizons of ten years and gains by year; one-to-one work pays late."
        in [evidence analysis] by [half_life_direct ramp_up] with [PersonCentred] seen in [Trust] shown by ["SF2"];
    E24 Built "A programme answers for its own participants; too much else moves the population."
        "Every strategy is compared, pair by pair, with a town that meets the same world without it."
        in [analysis world_noise events] seen in [Trust Reached] shown by ["SF23"];
}
