//! "The Stakeholder Engagement Process": seeing, redesigning and rewiring how a system works together.

use super::declare;

declare! {
    L1 Built "Complex problems sit in how people and bodies work together, not in one part."
        "Relations at three scales act on one another every week; no single lever is the model."
        in [evidence talk silos forums] seen in [Trust] shown by ["millbrook" "three-circles"];
    L2 Partly "Every community has a way of working together, and must see it to improve it."
        "Mapping is what an institution learns of its community. That residents see their own process is not modelled."
        in [knowledge] by [knowledge_growth] with [Mapping] seen in [Knowledge] shown by ["wrong-molecules"];
    L3 Built "How people work together counts as much as what comes of it."
        "Procedure is a share of every experience by itself, and counts for more where the institution is legitimate."
        in [evidence legitimacy] by [procedure_share legitimacy_procedure] with [EncounterTraining CoProduction] seen in [Legitimacy Trust] shown by ["SF17" "three-circles"];
    L4 Built "Begin with one guiding question."
        "How specific the question of a forum is scales what it teaches."
        in [forums] by [weight_involve] with [CoProduction] seen in [TrustDepartment] shown by ["SF17"];
    L5 Partly "A guiding team takes on roles."
        "A champion inside, a mediator in forums and community organisers are bought. Roles within a project team are not modelled."
        in [culture power capacity] by [champion_boost cost_mediator cost_community_organiser] with [EngagementTraining Facilitation AssetBased] seen in [Culture Power Capacity] shown by ["mediator-leaves"];
    L6 Built "Three kinds of stakeholders: beneficiaries, providers, leaders."
        "Residents and groups; officials and departments; the institution's leadership, which sets openness, seats and reform."
        in [mobilisation silos representation organism] with [Representation SiloWork AssetBased] seen in [Active Silo Seat] shown by ["three-circles" "reconciliation"];
    L7 Built "Find whose relations shape the question."
        "Networks with connectors and mavens; knowledge of which groups matter."
        in [talk knowledge] by [community_knowledge] with [Mapping PersonCentred] seen in [Knowledge TrustInstitution] shown by ["connectors" "wrong-molecules"];
    L8 Built "Collect the voices and experiences of those served."
        "Outreach and the lower levels of forums; knowledge decides whether the voices are those of the loudest."
        in [programme forums knowledge] by [weight_outreach weight_consult community_knowledge] with [Outreach CoProduction Mapping] seen in [Reached Knowledge] shown by ["SF8" "wrong-molecules"];
    L9 Built "The structure itself may create problems and inequities."
        "Treatment of groups and historical harm belong to the institution, not to persons."
        in [organism start] by [harm_ceiling half_life_treatment] with [Reform] seen in [Treatment Harm EquityGap] shown by ["SF11" "reconciliation"];
    L10 Partly "Share data and agree what they mean."
        "Transparency lets more of the work get through and keeps promises from being overrated. Shared understanding as such is not modelled."
        in [programme organism] by [viscosity_floor expectation_management] with [Transparency] seen in [Trust] shown by ["SF13"];
    L11 Built "Unequal starting points must be evened out before treating all alike is fair."
        "Groups start from different trust, harm, access and treatment; gaps between them are measured beside means."
        in [organism observe] by [half_life_treatment] with [Reform Representation] seen in [EquityGap WorstDecile BetweenGroupVariance] shown by ["reconciliation" "SF24"];
    L12 Built "Problems must be made visible first."
        "Acknowledgement is half of reconciliation, and mapping finds who was not seen."
        in [organism knowledge] by [half_life_harm weight_acknowledgement] with [Acknowledgement Mapping] seen in [Harm Knowledge] shown by ["SF11" "SF12"];
    L13 Built "Create outcomes together."
        "Forums at the levels collaborate and empower, which raise what departments do."
        in [forums production] by [weight_collaborate weight_empower production_gain] with [CoProduction] seen in [Quality] shown by ["SF17" "three-circles"];
    L14 Built "Improve relations among providers."
        "Silo work spreads what departments learned."
        in [silos] by [silo_learning] with [SiloWork] seen in [Silo] shown by ["civil-servant-training"];
    L15 Built "Improve relations among beneficiaries, so that they organise themselves."
        "Asset-based work builds capacity, bridges join groups, and activity spreads along ties."
        in [capacity rewiring mobilisation] by [capacity_growth cost_bridge join_base] with [AssetBased BridgeBuilding] seen in [Capacity Active BetweenGroupVariance] shown by ["three-circles" "SF15"];
    L16 Partly "Improve relations among leaders, who can change the system."
        "Integration of engagement with strategy stands for it. An institution's leadership acts as one, and institutions do not deal with one another."
        in [culture] by [cost_integration] with [Integration] seen in [Integration] shown by ["SF4"];
    L17 Built "Improve how providers serve beneficiaries."
        "Person-centred work, training in encounters, quality that forums produce."
        in [programme encounters production] by [gap_closed training_gain production_gain] with [PersonCentred EncounterTraining] seen in [Quality TrustPerson] shown by ["SF2" "three-circles"];
    L18 Built "Leaders share power: more voice, more choice."
        "Seats where decisions are made, mediated forums, and a balance of power that counts in success, quality and legitimacy."
        in [representation power] by [seat_growth power_mediator openness_confidence] with [Representation Facilitation] seen in [Seat Power] shown by ["SF5" "SF6" "mediator-leaves"];
    L19 Built "Redesign the system: coordination, integrated teams, feedback."
        "Reform, silo work and co-production change what departments do, for everybody they serve."
        in [organism silos production] by [half_life_treatment silo_learning half_life_production] with [Reform SiloWork CoProduction] seen in [Treatment Silo Quality] shown by ["reconciliation" "three-circles"];
    L20 Built "Levers act on one another, so they are chosen together."
        "Circles replace one another only a little, reconciliation needs both halves, and interaction of scales is measured."
        in [production organism analysis] by [production_exponent half_life_harm] seen in [Quality Harm Trust] shown by ["SF11" "three-circles" "millbrook"];
    L21 LeftOut "Draw the new system as a picture."
        "A way to talk about a redesign. The model's own charts show outcomes, not plans.";
    L22 Built "Ties can be made anew, moved and deepened."
        "Bridges are new ties that carry talk and example; work strengthens ties to officials."
        in [rewiring] by [cost_bridge] with [BridgeBuilding] seen in [BetweenGroupVariance EquityGap] shown by ["next-town"];
    L23 Built "Nobody can steer a whole community; one can change the conditions under which it works."
        "Strategies set conditions; what follows is up to residents, officials and chance, and the world is out of reach."
        in [world_noise mobilisation forums] seen in [Trust Active] shown by ["millbrook" "next-town"];
    L24 Built "Try the redesign in a pilot first."
        "Investments have a begin, an end and a way to end; a pilot that is not carried on falls off a cliff."
        in [programme] by [ramp_up weight_breach] with [PersonCentred] seen in [Trust] shown by ["SF3" "pilot-cliff"];
    L25 Built "Work where people meet face to face, with those who have a stake."
        "One-to-one work, and forums that count those with a stake in."
        in [programme forums] by [weight_one_to_one participants_per_forum] with [PersonCentred CoProduction] seen in [TrustPerson Reached] shown by ["SF2"];
    L26 Built "Measure what is shared and systemic, as it moves, from people themselves."
        "Series by person, group, department, institution and place, week by week, beside a survey with its errors."
        in [observe] by [survey_design_effect] seen in [TrustPerson TrustDepartment TrustInstitution ObservedTrust] shown by ["millbrook" "SF23"];
    L27 Built "Look ahead instead of reacting."
        "Strategies are run before they are paid for, with the range that chance leaves."
        in [analysis] seen in [Trust Spend] shown by ["millbrook"];
    L28 Partly "Return what is learned to the system."
        "Departments learn from one another, and openness follows the success of forums. Strategies do not rewrite themselves as they run."
        in [silos power] by [silo_learning openness_learning] with [SiloWork] seen in [Silo Openness] shown by ["civil-servant-training"];
    L29 Built "Lasting change is upkeep, week by week, and not the last step of a project."
        "Integration and ownership decide what stays; turnover and decay wear away the rest."
        in [culture capacity programme] by [turnover capacity_decay] with [Integration AssetBased] seen in [Integration Capacity] shown by ["SF4" "pilot-cliff"];
    L30 LeftOut "How many communities used the process, and its tools to download."
        "Advertisement.";
}
