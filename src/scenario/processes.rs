//! Which processes of the week run.

/// Switches of the week's processes; all on by default.
///
/// Switching one off removes its effect and every draw it would have made, and no parameter that only it reads can
/// change a byte any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one switch per process is what this type is")]
pub struct Processes {
    /// 0: AR(1) noise of the PESTLE factors.
    pub world_noise: bool,
    /// 0: dated events.
    pub events: bool,
    /// 1: officials leave and are replaced; training fades.
    pub staff: bool,
    /// 2: what strategies buy.
    pub programme: bool,
    /// 3: routine encounters.
    pub encounters: bool,
    /// 5: reconciliation, treatment, broadcast, promises.
    pub organism: bool,
    /// 6: talk among residents.
    pub talk: bool,
}

impl Default for Processes {
    fn default() -> Self {
        Self {
            world_noise: true,
            events: true,
            staff: true,
            programme: true,
            encounters: true,
            organism: true,
            talk: true,
        }
    }
}

impl Processes {
    /// Names with one line on each, in the order of the week.
    pub const NAMES: [(&'static str, &'static str); 7] = [
        ("world_noise", "AR(1) noise of the PESTLE factors"),
        ("events", "dated events: shocks, moods, scandals"),
        ("staff", "turnover, hand-over, newness, training"),
        ("programme", "everything that strategies buy"),
        ("encounters", "routine contacts between residents and departments"),
        ("organism", "reconciliation, fair treatment, broadcasts, promises"),
        ("talk", "what residents say to one another"),
    ];

    /// Mutable access by name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut bool> {
        match name {
            "world_noise" => Some(&mut self.world_noise),
            "events" => Some(&mut self.events),
            "staff" => Some(&mut self.staff),
            "programme" => Some(&mut self.programme),
            "encounters" => Some(&mut self.encounters),
            "organism" => Some(&mut self.organism),
            "talk" => Some(&mut self.talk),
            _ => None,
        }
    }
}
