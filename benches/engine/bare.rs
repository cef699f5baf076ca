//! The loop that the engine is measured beside.

use groundswell::world::Town;

/// Talk and encounters as plainly as they can be written: flat arrays, one pass each, a linear congruential generator.
pub struct Bare<const L: usize> {
    felt: Vec<[f32; L]>,
    next: Vec<[f32; L]>,
    positive: Vec<[f32; L]>,
    mass: Vec<[f32; L]>,
    talk: Vec<[f32; L]>,
    other: Vec<[f32; L]>,
    relations: Vec<[[f32; L]; 3]>,
    random: u64,
}

impl<const L: usize> Bare<L> {
    /// As many residents as the town has.
    pub fn new(town: &Town) -> Self {
        let residents = town.layout.residents();
        let column = |value: f32| vec![[value; L]; residents];
        Self {
            felt: column(0.55),
            next: column(0.55),
            positive: column(3.0),
            mass: column(5.5),
            talk: column(0.6),
            other: column(0.0),
            relations: vec![[[3.0; L], [5.5; L], [0.8; L]]; residents * 3],
            random: 1,
        }
    }

    /// Bytes that it holds, with the ties that it reads.
    pub fn bytes(&self, town: &Town) -> usize {
        let columns = self.felt.len() * 6 * size_of::<[f32; L]>();
        columns + size_of_val(self.relations.as_slice()) + size_of_val(town.network.neighbours.as_slice())
    }

    fn uniform(&mut self) -> f32 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 40) as f32 / 16_777_216.0
    }

    /// One week over the ties of the town.
    pub fn week(&mut self, town: &Town) {
        let residents = town.layout.residents();
        for department in 0..3 {
            let mut at = 0;
            loop {
                at += (self.uniform().max(1e-7).ln() / 0.94_f32.ln()) as usize;
                if at >= residents {
                    break;
                }
                // Twelve uniform numbers less six are nearly normal; three are as good here.
                let noise = [self.uniform(), self.uniform()].map(|u| (u - 0.5) * 0.69);
                let relation = &mut self.relations[at * 3 + department];
                for lane in 0..L {
                    let clip = |v: f32| v.clamp(0.0, 1.0);
                    let (p, o) = (clip(0.82 + noise[0]), clip(0.82 + noise[1]));
                    let y = 0.5 * p + 0.5 * o;
                    let shift = 0.4 * (y - relation[2][lane]);
                    let (p, o) = (clip(p + shift), clip(o + shift));
                    let good = 0.5 * (0.5 * p + 0.5 * o);
                    let bad = 0.5 * (0.75 * (1.0 - p) + 1.5 * (1.0 - o));
                    relation[0][lane] += 0.6 * good;
                    relation[1][lane] += 0.6 * (good + 1.2 * bad);
                    relation[2][lane] += 0.15 * (y - relation[2][lane]);
                    self.positive[at][lane] += 0.3 * good;
                    self.mass[at][lane] += 0.3 * (good + 1.2 * bad);
                }
                at += 1;
            }
        }
        for slot in 0..residents {
            let mut sum = [0.0_f32; L];
            for &neighbour in town.network.neighbours(slot) {
                for lane in 0..L {
                    sum[lane] += self.felt[neighbour as usize][lane];
                }
            }
            let share = 0.05 * town.network.inverse_degree[slot];
            let own = 1.75 + town.residents.disposition[slot];
            for lane in 0..L {
                self.positive[slot][lane] *= 0.993_4;
                self.mass[slot][lane] *= 0.993_4;
                self.talk[slot][lane] = 0.957_6 * self.talk[slot][lane] + share * sum[lane];
                let positive = own + self.positive[slot][lane] + self.talk[slot][lane];
                let mass = 6.2 + self.mass[slot][lane] + self.other[slot][lane];
                self.next[slot][lane] = positive / mass;
            }
        }
        std::mem::swap(&mut self.felt, &mut self.next);
    }
}
