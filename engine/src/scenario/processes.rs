//! Which processes of the week run.

/// Declares the switches, their names and what they stand for, in the order of the week.
macro_rules! processes {
    ($($field:ident: $doc:literal, $meaning:literal;)*) => {
        /// Switches of the week's processes; all on by default.
        ///
        /// Switching one off removes its effect and every draw it would have made, and no parameter that only it reads
        /// can change a byte any more.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(clippy::struct_excessive_bools, reason = "one switch per process is what this type is")]
        pub struct Processes {
            $(#[doc = $doc] pub $field: bool,)*
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

            /// Mutable access by name.
            pub fn get_mut(&mut self, name: &str) -> Option<&mut bool> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

processes! {
    world_noise: "0: AR(1) noise of the PESTLE factors.", "AR(1) noise of the PESTLE factors";
    events: "0: dated events.", "dated events: shocks, moods, scandals";
    churn: "0: residents move away and newcomers take their place.", "residents who move away, and newcomers in their place";
    staff: "1: officials leave and are replaced; training fades.", "turnover, hand-over, newness, training";
    silos: "1: departments learn from one another.", "what departments learn from one another";
    culture: "1: culture, fear, champions, integration and responsiveness.", "civil servants' culture of engagement, fear, champions, integration";
    programme: "2: what strategies buy.", "everything that strategies buy";
    capacity: "2: capacity of groups to act for themselves.", "what groups can do for themselves, and crowding-out";
    knowledge: "2: what the institution knows of its community.", "what the institution knows of its community";
    representation: "2: seats of groups in decisions.", "seats of groups where decisions are made";
    rewiring: "2: new ties among residents.", "new ties among residents";
    encounters: "3: routine encounters.", "routine contacts between residents and departments";
    forums: "4: sessions of forums.", "sessions of co-production forums";
    power: "4: balance of power in forums.", "balance of power, mediators and openness";
    production: "4: what the three circles do for quality.", "the three circles, which raise the quality of departments";
    legitimacy: "4: legitimacy.", "legitimacy, which makes procedure count more";
    exclusion: "4: groups left out of decisions that concern them.", "resentment of groups left out of decisions";
    organism: "5: reconciliation, treatment, broadcast, promises.", "reconciliation, fair treatment, broadcasts, promises";
    talk: "6: talk among residents.", "what residents say to one another";
    mobilisation: "7: who becomes active and who drops out.", "who becomes active, who tires, who drops out";
    confidence: "7: confidence.", "confidence that grows with supported contacts";
}
