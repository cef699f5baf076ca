//! "Lessons for Civic Engagement Part 1": relations at three scales, and how deep participation can go.

use super::declare;

declare! {
    Z1 Built "Relations between institutions and those they serve are what makes governing and serving work, and communities resilient."
        "Trust is held in relations, and it is what every gain is measured in; what relations built softens later shocks."
        in [evidence encounters] by [half_life_direct prior_mass_institution] seen in [Trust] shown by ["SF19" "millbrook"];
    Z2 Built "To learn what matters, go to the people concerned and listen."
        "Mapping raises knowledge of the community; outreach reaches the groups meant only as far as it goes."
        in [knowledge programme] by [community_knowledge knowledge_growth] with [Mapping Outreach] seen in [Knowledge] shown by ["wrong-molecules"];
    Z3 Built "Relations are never finished; they need steady work."
        "All evidence fades, first-hand more slowly than indirect evidence, and turnover takes part of it."
        in [evidence staff] by [half_life_direct half_life_indirect] seen in [Trust] shown by ["SF2" "SF3"];
    Z4 Built "Participation has levels, from informing to empowering (the IAP2 spectrum)."
        "Forums work at one of five levels, each with a weight, a promise and an influence of its own."
        in [forums] by [weight_inform weight_consult weight_involve weight_collaborate weight_empower] with [CoProduction] seen in [TrustDepartment Openness] shown by ["SF17"];
    Z5 Built "The deeper the participation, the deeper the relation it needs."
        "A session succeeds the more likely, the more trust, confidence and shared power in the room exceed the depth of its level."
        in [forums] by [depth_inform depth_consult depth_involve depth_collaborate depth_empower depth_slope] with [CoProduction] seen in [TrustDepartment] shown by ["SF13" "SF17"];
    Z6 Partly "Informing must fit what people need: language, medium, accessibility."
        "Broadcasts and online forums reach those with access; how well a person is served at all is personal treatment. Languages and media are not told apart."
        in [organism start] by [weight_broadcast] with [Broadcast] seen in [TrustInstitution EquityGap] shown by ["SF24"];
    Z7 Built "Consulting by the usual means leaves out groups without access or skills."
        "Access online and in person differs by group; a strategy's channel shuts out those without it."
        in [mobilisation forums] by [propensity_sigma] with [CoProduction] seen in [Active ParticipationGini EquityGap] shown by ["SF24"];
    Z8 Built "Collaborating needs to know who can speak for those with a stake."
        "Seats of a forum go to whoever is loudest unless the institution knows its community; `concerns` says who has a stake."
        in [forums knowledge exclusion] by [community_knowledge] with [Mapping CoProduction] seen in [Knowledge ParticipationGini] shown by ["SF8" "wrong-molecules"];
    Z9 Built "… and that trust has been built with them first."
        "Trust in the department is a third of the depth of relationship that decides whether forums work."
        in [forums] by [depth_collaborate depth_empower] with [PersonCentred CoProduction] seen in [TrustDepartment] shown by ["SF13"];
    Z10 Built "Without relations the right people are not reached at any level, and trust breaks down."
        "Outreach that does not know whom to ask lands on large, trusting groups with access; those it leaves out resent decisions."
        in [programme exclusion] by [community_knowledge weight_exclusion] with [Outreach] seen in [EquityGap WorstDecile] shown by ["SF8" "wrong-molecules"];
    Z11 Built "Organisations are atoms, molecules and organisms: persons, departments, the whole."
        "Trust is kept about officials, departments and institutions apart, and money is spent at three scales."
        in [evidence] by [prior_mass_person prior_mass_department prior_mass_institution] seen in [TrustPerson TrustDepartment TrustInstitution] shown by ["millbrook"];
    Z12 Built "Communities have the same levels; which groups count depends on the place."
        "Groups are the scenario's own: quarters, generations, minorities, with tags for tables."
        in [evidence talk] by [group_climate] seen in [TrustInstitution BetweenGroupVariance] shown by ["millbrook" "next-town"];
    Z13 Built "What happens at one level trickles up and down to the others."
        "First-hand evidence counts in part for department and institution; trust in them is the base rate below; the group's climate is part of everybody's."
        in [evidence encounters talk] by [trickle_up_department trickle_up_institution group_climate negative_generalisation] seen in [TrustPerson TrustDepartment TrustInstitution] shown by ["millbrook"];
    Z14 Built "At the atomic level anybody can put energy into relations, and the effect lasts."
        "A person-centred contact is worth three routine ones and goes into the pool that fades slowly."
        in [programme] by [weight_one_to_one gap_closed half_life_direct] with [PersonCentred] seen in [TrustPerson Reached] shown by ["SF2"];
    Z15 Built "After the London riots of 2011 the advice to the police was to improve minor encounters."
        "Routine encounters are where most evidence comes from, and each is felt for weeks; training raises their procedural quality."
        in [encounters impressions] by [weight_routine quality_procedural training_gain impression_gain] with [EncounterTraining] seen in [TrustDepartment Quality] shown by ["SF1" "SF19"];
    Z16 Built "Trust often starts from the ground."
        "Only persons and departments are known first-hand; institutions are judged by what trickles up and by indirect evidence."
        in [encounters evidence] by [trickle_up_department trickle_up_institution] with [PersonCentred] seen in [TrustPerson Trust] shown by ["SF2"];
    Z17 Built "Atomic relations take time; what is put in now strengthens over years."
        "One-to-one evidence piles up contact by contact, so that it trails campaigns at first and stays when they are gone."
        in [programme evidence] by [weight_one_to_one half_life_direct ramp_up] with [PersonCentred] seen in [Trust] shown by ["SF2" "millbrook"];
    Z18 Partly "One-to-one work matters most in some services, such as law enforcement."
        "Departments differ in contacts and quality, and work can be aimed at one of them. Enforcement is not a kind of contact of its own."
        in [programme encounters] by [contacts negativity_procedure] with [PersonCentred EncounterTraining] seen in [TrustDepartment] shown by ["SF2"];
    Z19 Built "Atomic relations break by single or repeated bad experiences with individuals."
        "Bad experiences weigh several times what good ones do, leave the stronger impression, and spread more readily from the person to the institution."
        in [evidence encounters impressions] by [negativity_outcome negativity_procedure negative_generalisation] seen in [TrustPerson] shown by ["SF1"];
    Z20 Built "They are repaired where they broke: one to one, by better service and by turning up."
        "Person-centred contacts close most of what a person's service falls short of; broadcast cannot stand in for them."
        in [programme] by [gap_closed] with [PersonCentred EncounterTraining] seen in [TrustPerson WorstDecile] shown by ["SF2" "SF11"];
    Z21 Built "Molecular relations build systems that serve, with those concerned and never without them."
        "Co-production raises what departments do; decisions taken without a group that they concern cost its trust."
        in [forums production exclusion] by [production_gain weight_exclusion] with [CoProduction] seen in [Quality EquityGap] shown by ["three-circles" "wrong-molecules"];
    Z22 Built "Work with groups that do not matter for the question misses its aim."
        "Outreach or forums that miss the groups concerned do worse for them than nothing."
        in [exclusion programme] by [weight_exclusion exclusion_interval] with [Outreach CoProduction] seen in [EquityGap] shown by ["SF8" "wrong-molecules"];
    Z23 Built "They break by bad treatment of a group, or by leaving it out."
        "Groups are treated better or worse than others, and are left out of decisions or not."
        in [exclusion encounters] by [weight_exclusion] seen in [Treatment TrustInstitution] shown by ["SF8" "wrong-molecules"];
    Z24 Built "They are built by steady presence, work with existing groups, and advisory bodies that represent."
        "Outreach is presence, co-production works with groups, representation gives seats; seats are fair as far as the institution knows whom to ask."
        in [programme forums representation] by [weight_outreach seat_growth] with [Outreach CoProduction Representation AssetBased] seen in [Seat TrustInstitution] shown by ["wrong-molecules"];
    Z25 Built "The organism's task is to reconcile and repair."
        "Harm of an institution to a group shrinks only by what the institution does as a whole."
        in [organism] by [harm_ceiling half_life_harm] with [Acknowledgement Reform] seen in [Harm] shown by ["SF11" "reconciliation"];
    Z26 Built "Context matters: systemic issues differ from place to place."
        "Harm, treatment, exposure, access and networks are stated or solved place by place; the same plan is tried in another town."
        in [start events] seen in [Treatment Harm] shown by ["next-town"];
    Z27 Built "The damage may have been done before anybody now in office came."
        "Harm is there at the start, belongs to no official, and neither turnover nor newcomers take it away."
        in [organism churn staff] by [harm_ceiling] seen in [Harm] shown by ["SF11"];
    Z28 Built "Not mitigation but reconciliation: include and empower the wronged, and change policy and culture."
        "Acknowledgement and reform heal only together; reform evens out treatment only as far as the group has a seat."
        in [organism representation] by [half_life_harm half_life_treatment seat_growth] with [Acknowledgement Reform Representation] seen in [Harm Treatment Seat] shown by ["SF11" "SF12" "reconciliation"];
    Z29 Built "Wherever somebody stands in the organisation, there is something to contribute."
        "Instruments exist at all three scales, and gains are attributed to each of them."
        in [programme analysis] with [PersonCentred Outreach Transparency] seen in [Trust Spend] shown by ["millbrook"];
    Z30 Built "Small acts add up and gather force."
        "Evidence spreads by talk and action by thresholds; whether gains compound is measured, never assumed."
        in [talk mobilisation analysis] by [weight_peer join_threshold] with [PersonCentred] seen in [Active Trust] shown by ["SF15" "millbrook"];
    Z31 Partly "Mark small successes on the way to the large aim."
        "Every contact or session that goes well builds confidence. Celebrating is no act of its own."
        in [confidence] by [confidence_gain] seen in [Confidence] shown by ["three-circles"];
    Z32 Built "Look for those inside who carry the cause to others."
        "A champion speeds up the growth of culture until he or she leaves the post."
        in [culture] by [champion_boost] with [EngagementTraining] seen in [Culture] shown by ["civil-servant-training"];
    Z33 Built "Referral services know, for a small fee, which groups are strong."
        "Mapping is cheap for each group and raises knowledge of the community."
        in [knowledge] by [cost_mapping knowledge_growth] with [Mapping] seen in [Knowledge] shown by ["wrong-molecules"];
    Z34 LeftOut "In the pandemic many leaned on their relations to bear isolation."
        "Ties do not change with crises: nothing here says how fast, and events can move mood and service without it.";
    Z35 LeftOut "Each level can be described by purpose, conditions, wear, repair and practice."
        "A way to write down the lines above, and no mechanism by itself.";
    Z36 LeftOut "Invitations to a product and to its sales team."
        "Advertisement.";
}
