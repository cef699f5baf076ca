//! Every instrument, a block for each. What a field means: the accessors of [`Instrument`].
//!
//! * `needs`: processes without which it does nothing; where `idle` gives a reason, or one of these is off, trust under
//!   the strategy is to the last bit what it would be without the instrument.
//! * `lever`: the yearly spend at which 63 % of what it can do is done; processes read the intensity.
//! * `work`: the module of `week/programme/` that does what a lever alone does not.
//!
//! Draws are keyed by the place in this list, which is part of every result: append, never reorder.

use super::Lever::{Group, GroupBySize, Institution};
use super::declare::instruments;

instruments! { ($)
    /// Contacts with the named official that close part of what service falls short of.
    PersonCentred "person-centred" Atoms {
        meaning: "Contacts of a resident with his or her named official, who closes part of what service falls short of. Limited by staff hours unless staff are hired.",
        words: "person-centred contacts",
        costs: [hours_person_centred_contact, cost_staff_hour, hours_week],
        parts: [programme, confidence],
        targets: People,
        keys: [Department, Caseload, Hires, Handover],
        leaves_evidence: true,
        work: contact,
    }
    /// Training of officials in encounters.
    EncounterTraining "encounter-training" Atoms {
        meaning: "Training of officials in how to meet people; raises fairness of treatment and fades with a half-life of a year.",
        words: "training for encounters",
        costs: [hours_encounter_training, cost_encounter_training, cost_staff_hour],
        parts: [programme, encounters, organism, staff],
        targets: Nobody,
        keys: [Department],
        idle: |look, _| (!look.is_served() && !look.evens_out()).then_some(
            "nobody meets the officials: there are no routine contacts, and the strategy pays for no one-to-one work or outreach",
        ),
        work: encounter_training,
    }
    /// Keeping staff in post.
    StaffContinuity "staff-continuity" Atoms {
        meaning: "Keeping officials in post, so that what they built with residents is not lost.",
        words: "keeping staff in post",
        costs: [cost_staff_continuity],
        parts: [staff],
        targets: Nobody,
        keys: [],
        needs: [staff],
        idle: |look, _| (look.scenario.parameters.turnover <= 0.0).then_some("no official ever leaves (turnover is 0)"),
        lever: Institution(|costs, size| costs.cost_staff_continuity * size.officials),
    }
    /// Sessions with chosen groups.
    Outreach "outreach" Molecules {
        meaning: "Sessions of one department with chosen groups, about 25 residents each.",
        words: "outreach to groups",
        costs: [hours_outreach_session, cost_outreach_session, cost_staff_hour, residents_per_session],
        parts: [programme, exclusion],
        targets: People,
        keys: [Department, Concerns],
        leaves_evidence: true,
        work: outreach,
    }
    /// Open books, plain reasons.
    Transparency "transparency" Organism {
        meaning: "Open books and plain reasons; lets more of the evidence of other work get through.",
        words: "transparency",
        costs: [cost_transparency, cost_transparency_per_resident],
        parts: [programme, organism],
        targets: Nobody,
        keys: [],
        idle: |look, _| (!look.works_with_residents() && !look.sits() && !look.speaks()).then_some(
            "the strategy does and says nothing that could be seen through: no one-to-one work, outreach, forum, campaign, promise or acknowledgement",
        ),
        lever: Institution(|costs, size| {
            costs.cost_transparency + costs.cost_transparency_per_resident * size.residents
        }),
    }
    /// Acknowledging historical harm.
    Acknowledgement "acknowledgement" Organism {
        meaning: "Saying openly what harm was done. Repairs together with reform; alone it is soon stale.",
        words: "acknowledging past harm",
        costs: [cost_acknowledgement],
        parts: [organism],
        targets: Nobody,
        keys: [],
        needs: [organism],
        idle: |look, _| (!look.is_harmed()).then_some("no group has been harmed by this institution"),
        lever: Institution(|costs, size| costs.cost_acknowledgement * size.officials),
    }
    /// Changing rules and practice.
    Reform "reform" Organism {
        meaning: "Changing rules and practice; with acknowledgement it lowers historical harm, with a seat at the table it evens out treatment.",
        words: "reform of rules and practice",
        costs: [cost_reform],
        parts: [organism],
        targets: Nobody,
        keys: [],
        needs: [organism],
        idle: |look, _| {
            let heals = look.is_harmed() && look.has(Instrument::Acknowledgement);
            (!heals && !look.is_uneven()).then_some(if look.is_harmed() {
                "harm heals only where acknowledgement and reform go together, and no group is treated worse than others"
            } else {
                "no group has been harmed by this institution or is treated worse than others"
            })
        },
        lever: Institution(|costs, size| costs.cost_reform * size.officials),
    }
    /// Campaigns.
    Broadcast "broadcast" Organism {
        meaning: "Campaigns: a little good indirect evidence to many, quickly gone.",
        words: "campaigns",
        costs: [cost_broadcast],
        parts: [organism],
        targets: Groups,
        keys: [],
        needs: [organism],
        idle: |look, investment| (!look.meant(&investment.target).any(|group| group.access_online > 0.0))
            .then_some("nobody whom it is meant for can be reached online"),
        work: broadcast,
    }
    /// Community organisers who build on what a group can do for itself.
    AssetBased "asset-based-development" Molecules {
        meaning: "Community organisers who build on what a group can do for itself: its capacity grows, more of its members become active, and what it owns outlives the programme.",
        words: "asset-based development",
        costs: [cost_community_organiser, residents_per_organiser],
        parts: [capacity, mobilisation],
        targets: Groups,
        keys: [Handover],
        needs: [capacity],
        idle: |look, _| (!look.mobilises() && !look.seats_count() && !look.carries_on()).then_some(
            "nothing asks what groups can do for themselves: nobody joins in (mobilisation is switched off), there is no seat to fill, and no cut that groups could make up for",
        ),
        // An organiser's time goes by residents.
        lever: GroupBySize(|costs, members| {
            costs.cost_community_organiser * members.max(1) as f64 / costs.residents_per_organiser
        }),
        work: asset_based,
    }
    /// Standing forums in which residents and a department decide together.
    CoProduction "co-production" Molecules {
        meaning: "Standing forums of residents and a department at a level of participation; where the relationship is deep enough they succeed and improve the service, where it is not they fail and leave it worse.",
        words: "co-production forums",
        costs: [cost_forum, participants_per_forum, sessions_per_forum],
        parts: [exclusion, forums, power, production, legitimacy, confidence],
        targets: Groups,
        keys: [Department, Handover, Level, Specificity, Concerns],
        needs: [forums],
        work: co_production,
    }
    /// Mediators who keep the balance of power in forums.
    Facilitation "facilitation" Molecules {
        meaning: "Mediators who level power in forums for as long as they are there; without forums they change nothing.",
        words: "mediators in forums",
        costs: [cost_mediator],
        parts: [power],
        targets: Nobody,
        keys: [],
        needs: [forums, power],
        idle: |look, investment| (!look.meets_forums(investment))
            .then_some("the strategy has no co-production forum at that time"),
        work: facilitation,
    }
    /// Finding out which groups matter, and how to reach them.
    Mapping "mapping" Molecules {
        meaning: "Finding out which groups matter and how to reach them, so that outreach lands where it is meant to.",
        words: "mapping of the community",
        costs: [cost_mapping],
        parts: [knowledge],
        targets: Groups,
        keys: [],
        needs: [knowledge],
        idle: |look, _| (!look.sits() && !look.aims_outreach()).then_some(
            "nothing asks what is known of the community: there is no forum, and no outreach to chosen groups or to the least trusting",
        ),
        lever: Group(|costs, _| costs.cost_mapping),
        work: mapping,
    }
    /// New ties between residents of different groups.
    BridgeBuilding "bridge-building" Molecules {
        meaning: "New ties between residents of different groups, so that what one hears reaches the other.",
        words: "ties between groups",
        costs: [cost_bridge],
        parts: [rewiring],
        targets: Groups,
        keys: [],
        needs: [rewiring],
        idle: |look, _| (!look.on().talk && !look.mobilises())
            .then_some("nothing passes along new ties: the processes talk and mobilisation are switched off"),
        work: bridges,
    }
    /// Training of civil servants in engaging residents: culture, fear and silos.
    EngagementTraining "engagement-training" Organism {
        meaning: "Training of civil servants in engaging residents: more of them can, fewer fear it, silos open a little, and people who become active stay so for longer.",
        words: "civil-servant training",
        costs: [cost_engagement_training],
        parts: [culture, mobilisation, silos],
        targets: Nobody,
        keys: [Champion],
        idle: |look, _| {
            let on = look.on();
            let asked = on.culture && (look.mobilises() || (look.sits() && on.power));
            (!asked && !look.silos_matter()).then_some(
                "nothing depends on the culture of officials: nobody joins in or drops out (culture or mobilisation is switched off), there is no forum, and nothing that departments could learn from one another",
            )
        },
        lever: Institution(|costs, size| costs.cost_engagement_training * size.officials),
        work: engagement_training,
    }
    /// Learning across departments.
    SiloWork "silo-work" Organism {
        meaning: "Learning across departments, so that what one of them gains reaches the others.",
        words: "work against silos",
        costs: [cost_silo_work],
        parts: [silos],
        targets: Nobody,
        keys: [],
        needs: [silos],
        idle: |look, _| {
            if look.departments() < 2 {
                return Some("the institution has one department only");
            }
            (!look.silos_matter()).then_some(
                "departments have nothing to learn from one another: the strategy trains nobody for encounters and has no forum",
            )
        },
        lever: Institution(|costs, size| costs.cost_silo_work * size.officials),
    }
    /// Tying engagement into strategy instead of adding it on.
    Integration "integration" Organism {
        meaning: "Tying engagement into strategy and budgets, so that culture, knowledge and ties stay when a programme ends.",
        words: "integration with strategy",
        costs: [cost_integration],
        parts: [culture],
        targets: Nobody,
        keys: [],
        needs: [culture],
        idle: |look, _| {
            let lasts = [Instrument::EngagementTraining, Instrument::Mapping, Instrument::BridgeBuilding];
            (!look.mobilises() && !lasts.into_iter().any(|other| look.has(other))).then_some(
                "nobody joins in or drops out (mobilisation is switched off), and there is no training of civil servants, mapping or work on ties to make last",
            )
        },
        lever: Institution(|costs, size| costs.cost_integration * size.officials),
    }
    /// Seats for groups where decisions are made.
    Representation "representation" Organism {
        meaning: "Leaders share power: seats for groups where decisions are made, which reform needs to even out treatment.",
        words: "seats for groups in decisions",
        costs: [cost_representation],
        parts: [representation, organism],
        targets: Groups,
        keys: [],
        needs: [representation],
        idle: |look, _| (!look.evens_out()).then_some(
            "seats speed up how treatment evens out, and no group is treated worse than others, or nothing evens treatment out",
        ),
        lever: Group(|costs, _| costs.cost_representation),
    }
}
