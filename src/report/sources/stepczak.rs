//! "Building Stronger Communities": forces outside, a medium of trust, and three circles that depend on one another.

use super::declare;

declare! {
    S1 Built "Work with communities instead of delivering to them."
        "Co-production differs from service by who decides: levels of participation, and a balance of power."
        in [forums power] by [depth_involve] with [CoProduction] seen in [Power] shown by ["SF17" "three-circles"];
    S2 LeftOut "A diagram is static and only a foundation; others may add to it."
        "A remark on the diagram. This model is one answer to it: the parts are set in motion.";
    S3 Built "Since 2020 pandemic, prices, costs and cuts of grants have changed the world."
        "Events move factors in every shape, and factors move service, demand, mood and the money of strategies."
        in [events world_noise] seen in [Trust Quality] shown by ["SF19" "millbrook"];
    S4 LeftOut "Agile, entrepreneurial and innovative ways may help services survive."
        "Ways of organising whose effect on trust is not stated; the author says that he is still studying them.";
    S5 Built "Six forces surround a community: political, economic, social, technological, legal, environmental."
        "Six factors of noise and events, with loads on quality, mood, budgets and demand."
        in [world_noise events] by [half_life_mood] seen in [ObservedTrust Trust] shown by ["SF18" "SF19" "scandal-and-rally"];
    S6 Built "They are beyond control and are felt more by some than by others."
        "No strategy moves a factor; groups differ in exposure."
        in [world_noise events] seen in [EquityGap] shown by ["SF19"];
    S7 Built "Trust in government itself has moved with them."
        "Scandals and rallies: evidence against an institution, and mood that colours surveys."
        in [events] by [negativity_indirect half_life_mood] seen in [TrustInstitution ObservedTrust] shown by ["SF18" "scandal-and-rally"];
    S8 Partly "Technology has changed how people meet, and dependence on it."
        "Access online and the channel of a strategy decide who takes part. Ties do not move online by themselves."
        in [mobilisation events] seen in [Active ParticipationGini] shown by ["SF24"];
    S9 Built "Trust, transparency and equality of cooperation are the medium of all work; moving in it is like wading through water."
        "Evidence of programmes is multiplied by a viscosity of transparency, equality and trust."
        in [programme] by [viscosity_floor] with [Transparency] seen in [Trust] shown by ["SF13"];
    S10 Built "Nobody can skip into co-production without taking the time to build trust."
        "Deeper levels fail where the relationship is not deep enough, and failure is bad evidence."
        in [forums] by [depth_involve depth_collaborate depth_slope negativity_procedure] with [CoProduction] seen in [TrustDepartment] shown by ["SF13" "SF17"];
    S11 Built "Co-production: design, deliver and own together, as equals."
        "Forums whose balance of power is part of their success, of what they produce and of what their decisions mean."
        in [forums power production legitimacy] by [production_gain legitimacy_learning] with [CoProduction Facilitation] seen in [Power Quality Legitimacy] shown by ["three-circles"];
    S12 Built "Asset-based development: build on what a community has."
        "Community organisers raise a group's capacity, which makes its members join in and lets it own what it is handed."
        in [capacity mobilisation] by [capacity_growth capacity_decay cost_community_organiser] with [AssetBased] seen in [Capacity Active] shown by ["three-circles"];
    S13 Built "Person-centred approaches: work with individuals and their strengths."
        "Contacts with the named official close part of what service falls short of, and build confidence."
        in [programme confidence] by [gap_closed weight_one_to_one confidence_gain] with [PersonCentred] seen in [TrustPerson Confidence] shown by ["SF2" "three-circles"];
    S14 Built "The three are seldom used together, although each depends on the others."
        "What they produce is a mean with constant elasticity of substitution below one: the weakest circle limits the others."
        in [production] by [production_exponent production_mobilised] with [PersonCentred AssetBased CoProduction] seen in [Quality] shown by ["three-circles"];
    S15 Built "Engagement cannot be had in bulk: begin with key persons (connectors, mavens, salespeople, after Gladwell)."
        "The three roles are drawn by share; person-centred work can begin with the well connected. Whether that helps is an open question that is run."
        in [programme talk mobilisation] with [PersonCentred] seen in [Reached Active] shown by ["connectors"];
    S16 Built "The person reached speaks for it and draws others in."
        "Residents hear what their contacts feel, and join in where enough of them are active."
        in [talk mobilisation] by [weight_peer threshold_mean join_threshold] seen in [Active TrustInstitution] shown by ["SF15" "connectors"];
    S17 Built "Contagion at large grows out of contagion in small circles."
        "Thresholds on a network of groups: activity tips locally before it tips at large."
        in [mobilisation] by [threshold_mean threshold_sd propensity_sigma] seen in [Active] shown by ["SF15"];
    S18 Built "As a movement grows, a community becomes ready for asset-based work."
        "The active share of groups is the second of the three circles."
        in [production mobilisation] by [production_mobilised] with [AssetBased] seen in [Active Quality] shown by ["three-circles"];
    S19 Built "Person-centred work builds the confidence to take part as an equal."
        "Confidence grows with every supported contact, lowers thresholds and holds power in forums."
        in [confidence power] by [confidence_gain power_confidence power_slope threshold_confidence] with [PersonCentred] seen in [Confidence Power] shown by ["SF6" "three-circles"];
    S20 Built "When the mediator withdraws, professionals tilt the balance their way."
        "A mediator levels power only while she is there; then it slips back to where confidence holds it."
        in [power] by [power_drift power_mediator] with [Facilitation] seen in [Power] shown by ["SF5" "mediator-leaves"];
    S21 Built "A more confident community would keep the balance."
        "The balance held by confidence alone rises steeply around one half of an equal share."
        in [power confidence] by [power_confidence power_slope] with [PersonCentred Facilitation] seen in [Power Confidence] shown by ["SF6" "mediator-leaves"];
    S22 Built "Asset-based work and co-production go hand in hand."
        "Capacity makes members active, which raises what forums produce."
        in [capacity production] by [production_exponent] with [AssetBased CoProduction] seen in [Capacity Quality] shown by ["three-circles"];
    S23 Built "Person-centred work is slow, intense, costly, unpredictable and daunting."
        "It is bound by staff hours, wears on other service where it takes too many, and adds noise; more hours bring less each."
        in [programme encounters] by [hours_person_centred_contact programme_cap workload_slack workload_cost encounter_noise] with [PersonCentred] seen in [Spend Unspent Quality] shown by ["SF26"];
    S24 Built "Done well it is worth more than anything."
        "Gains per money spent are reported for each scale and for all of them, with what remains after spending stops."
        in [analysis] with [PersonCentred] seen in [Trust Spend] shown by ["SF2" "millbrook"];
    S25 Built "The three belong together and act as a whole."
        "Gains of single scales, their interaction and the same money at one scale are run side by side."
        in [production analysis] by [production_exponent] seen in [Quality Trust] shown by ["three-circles" "millbrook"];
    S26 Built "Keep developing: strengthen relations, widen engagement, keep the balance, let all own it."
        "Everything that was built fades at its own speed, unless it is integrated, or owned by the group."
        in [capacity culture evidence] by [capacity_decay power_drift confidence_decay] with [Integration AssetBased] seen in [Capacity Integration Power] shown by ["SF4" "pilot-cliff"];
    S27 Built "In the end services and communities are more resourceful and resilient."
        "Co-production raises quality for all; capacity softens cuts; a store of good evidence softens shocks."
        in [production capacity evidence] by [production_gain] with [CoProduction AssetBased] seen in [Quality Capacity] shown by ["SF19" "three-circles"];
    S28 LeftOut "A technique to map a person's assets."
        "How a worker does it; what it achieves is in `gap_closed` and `confidence_gain`.";
}
