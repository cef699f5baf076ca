//! Officials: posts by department and which post each resident knows by name.

use crate::chance::{CommonRandom, Stream};
use crate::scenario::Scenario;

use super::Layout;

/// Posts of all departments in one row, and the residents' named contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officials {
    /// First post of each department, and the total at the end.
    pub first_post: Vec<u32>,
    /// Institution of each department.
    pub institution: Vec<usize>,
    /// Named contact (post within the department): `slot * departments + department`.
    pub named: Vec<u32>,
    /// Slots of the residents who know each post by name, post by post.
    clients: Vec<u32>,
    /// Where each post's clients begin, and the total at the end.
    first_client: Vec<u32>,
}

impl Officials {
    /// Assigns each resident a named contact in every department, by key.
    #[must_use]
    pub fn new(scenario: &Scenario, random: &CommonRandom, layout: &Layout) -> Self {
        let mut first_post = vec![0];
        let mut institution = Vec::new();
        for (at, department) in scenario.departments() {
            first_post.push(first_post[first_post.len() - 1] + department.posts);
            institution.push(at);
        }
        let departments = institution.len();
        let posts = first_post[departments] as usize;
        let mut named = vec![0_u32; layout.residents() * departments];
        let mut first_client = vec![0_u32; posts + 1];
        for (slot, &id) in layout.id.iter().enumerate() {
            for department in 0..departments {
                let count = first_post[department + 1] - first_post[department];
                let word = random.words(Stream::NamedContact, 0, id, department as u32)[0];
                let post = ((u64::from(word) * u64::from(count)) >> 32) as u32;
                named[slot * departments + department] = post;
                first_client[(first_post[department] + post) as usize + 1] += 1;
            }
        }
        for post in 0..posts {
            first_client[post + 1] += first_client[post];
        }
        let mut next = first_client.clone();
        let mut clients = vec![0; named.len()];
        for (at, &post) in named.iter().enumerate() {
            let post = (first_post[at % departments] + post) as usize;
            clients[next[post] as usize] = (at / departments) as u32;
            next[post] += 1;
        }
        Self { first_post, institution, named, clients, first_client }
    }

    /// Number of departments.
    #[must_use]
    pub fn departments(&self) -> usize {
        self.institution.len()
    }

    /// Departments of an institution.
    #[must_use]
    pub fn departments_of(&self, institution: usize) -> std::ops::Range<usize> {
        self.institution.partition_point(|&at| at < institution)
            ..self.institution.partition_point(|&at| at <= institution)
    }

    /// Number of posts of a department.
    #[must_use]
    pub fn posts_of(&self, department: usize) -> u32 {
        self.first_post[department + 1] - self.first_post[department]
    }

    /// Number of posts of an institution.
    #[must_use]
    pub fn staff_of(&self, institution: usize) -> u32 {
        let departments = self.departments_of(institution);
        self.first_post[departments.end] - self.first_post[departments.start]
    }

    /// Number of posts.
    #[must_use]
    pub fn posts(&self) -> usize {
        self.first_post[self.departments()] as usize
    }

    /// Slots of the residents who know a post (counted over all departments) by name.
    #[must_use]
    pub fn clients(&self, post: usize) -> &[u32] {
        &self.clients[self.first_client[post] as usize..self.first_client[post + 1] as usize]
    }
}
