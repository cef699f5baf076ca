//! "Digital innovation within government only happens because of its people": training civil servants.

use super::declare;

declare! {
    C1 Built "Innovation in government is carried by civil servants, who need tools and knowledge."
        "Culture is the share of staff who can engage residents; training raises it."
        in [culture] by [culture_start cost_engagement_training] with [EngagementTraining] seen in [Culture] shown by ["SF9" "civil-servant-training"];
    C2 Built "A platform alone brought little: questions were broad and outreach was a few posts."
        "Vague questions carry less evidence, broadcast is weak, and online work reaches those with access."
        in [forums organism mobilisation] by [weight_broadcast] with [CoProduction Broadcast] seen in [Active] shown by ["SF9" "SF24"];
    C3 Built "Success is to connect over specific, tangible ideas and to find solutions together."
        "The specificity of a forum's question scales what a session leaves behind."
        in [forums] by [weight_collaborate] with [CoProduction] seen in [TrustDepartment] shown by ["SF17" "three-circles"];
    C4 Built "The aims: better ideas, trust in democracy, transparency, projects that people need."
        "Quality produced by forums, trust in the institution, transparency, legitimacy."
        in [production legitimacy] by [production_gain legitimacy_learning] with [CoProduction Transparency] seen in [Quality TrustInstitution Legitimacy] shown by ["three-circles"];
    C5 Built "Officials fear the extra work and doubt their skills."
        "Fear stands at its start, culture is low, and work beyond staff hours costs quality."
        in [culture encounters] by [fear_start culture_start workload_cost] seen in [Fear Culture] shown by ["civil-servant-training"];
    C6 Built "Departments think in silos and roles are rigid."
        "What one department learns reaches the others only as far as silos are open."
        in [silos] by [silo_start silo_learning] with [SiloWork] seen in [Silo] shown by ["civil-servant-training"];
    C7 Built "Training shows that engagement adds to existing projects."
        "Training calms fear; integration makes engagement part of strategy."
        in [culture] by [responsiveness_culture responsiveness_integration] with [EngagementTraining Integration] seen in [Fear Responsiveness] shown by ["SF9" "civil-servant-training"];
    C8 Partly "Training builds digital skills."
        "It raises the share of staff who can engage, whatever the channel. Residents' access is not changed by it."
        in [culture mobilisation] by [responsiveness_culture] with [EngagementTraining] seen in [Culture Active] shown by ["SF24"];
    C9 LeftOut "Training in the features of a platform."
        "A product. The channel of a strategy says who can take part, not how well the software is made.";
    C10 Built "Fears that are addressed head on give way to eagerness."
        "Training calms fear, and less fear lets openness grow faster with every forum that works."
        in [culture power] by [fear_start openness_learning] with [EngagementTraining] seen in [Fear Openness] shown by ["civil-servant-training"];
    C11 Built "It creates a culture that all departments share."
        "Culture is one state of the whole institution, and training opens silos a little."
        in [culture silos] by [champion_boost silo_start] with [EngagementTraining SiloWork] seen in [Culture Silo] shown by ["civil-servant-training"];
    C12 Built "What officials fear is criticism, failure and lost time."
        "Failed sessions feed fear; hours beyond capacity cost quality."
        in [culture encounters] by [fear_failure workload_slack workload_cost] seen in [Fear Quality] shown by ["SF17" "civil-servant-training"];
    C13 Built "Manage expectations, one's own and those of citizens, so that neither side is let down."
        "Promises raise expectations, against which experience is felt; transparency takes part of that pull away."
        in [organism evidence] by [expectation_promise expectation_management disconfirmation] with [Transparency] seen in [PromisesKept Trust] shown by ["SF16" "promise-too-far"];
    C14 Built "Teamwork across departments: clear roles, own responsibility."
        "Work against silos lets what one department gains reach the others."
        in [silos] by [silo_learning cost_silo_work] with [SiloWork] seen in [Silo Quality] shown by ["civil-servant-training"];
    C15 Built "After training, active engagement rose by about 40 %."
        "Culture makes institutions responsive, and responsiveness keeps people active; the slope rests on this figure."
        in [mobilisation culture] by [responsiveness_slope responsiveness_culture] with [EngagementTraining] seen in [Active Responsiveness] shown by ["SF9" "civil-servant-training"];
    C16 Built "… and was sustained instead of peaking early."
        "Where the institution responds, fewer drop out, although fatigue grows in active weeks."
        in [mobilisation] by [leave_base fatigue_gain half_life_fatigue fatigue_slope] with [EngagementTraining] seen in [Active] shown by ["SF10" "civil-servant-training"];
    C17 Built "Engagement became part of everyday work."
        "Integration, which turnover wears away and which decides what outlives a programme."
        in [culture] by [responsiveness_integration] with [Integration] seen in [Integration] shown by ["SF4"];
    C18 Built "Citizens come back to community and democracy; the two sides work hand in hand."
        "More are active, and the institution's own trust in groups rises with forums that work."
        in [mobilisation power] by [openness_start openness_learning openness_confidence join_base] with [CoProduction] seen in [Active Openness] shown by ["SF9" "SF6"];
    C19 Built "Every project needs a purpose and expectations against which to measure it."
        "Specific questions, dated promises with what is kept of them, and a baseline that every gain is measured against."
        in [forums organism analysis] by [weight_promise] with [CoProduction] seen in [PromisesKept Trust] shown by ["SF16" "promise-too-far"];
    C20 Partly "Think of the chances before the risks."
        "Fear slows openness and training calms it. How officials weigh chances is not modelled."
        in [culture power] by [fear_start] with [EngagementTraining] seen in [Fear] shown by ["civil-servant-training"];
    C21 Built "Do not work alone: teams have better ideas."
        "Departments learn from one another, and forums succeed and fail together with residents."
        in [silos forums] by [silo_learning] with [SiloWork CoProduction] seen in [Silo] shown by ["civil-servant-training"];
    C22 Built "Lessons fade unless they are repeated."
        "Training fades with a half-life, culture with turnover."
        in [staff culture] by [half_life_training turnover] with [EncounterTraining EngagementTraining] seen in [Culture Quality] shown by ["SF9" "SF10"];
    C23 LeftOut "Nearly all trainees would recommend the training; how many came from which department."
        "Satisfaction of trainees is no outcome for residents.";
    C24 Built "Reactions are alike in cities of 25 thousand and regions of 12 million."
        "Money for officials is measured against officials, for residents against residents; doubling all leaves means."
        in [programme] by [cost_engagement_training cost_forum production_reach] with [EngagementTraining] seen in [Culture] shown by ["millbrook" "next-town"];
    C25 LeftOut "Library, webinars and contacts for more training."
        "Advertisement.";
}
