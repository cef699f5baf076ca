//! Institutions, departments and their posts.

use super::Context;
use crate::scenario::file::place::{DepartmentFile, InstitutionFile};
use crate::scenario::file::value;
use crate::scenario::names::{counted, either};
use crate::scenario::parameters::Parameters;
use crate::scenario::plan::{Department, Follows, Institution};
use crate::scenario::problem::{Code, Problem};
use toml::Spanned;

/// The institution of a scenario that names none.
pub const IMPLIED_INSTITUTION: &str = "Council";

/// Departments of an institution that names none.
pub const IMPLIED_DEPARTMENTS: [&str; 3] = ["Housing", "Streets", "Care"];

/// Residents for each post where no staff is stated.
const RESIDENTS_PER_POST: u32 = 200;

/// Fewest posts of an institution where no staff is stated.
const FEWEST_POSTS: u32 = 12;

/// Checks the institutions; one Council is implied where none is written.
pub fn institutions(
    files: &[InstitutionFile],
    residents: u32,
    defaults: &Parameters,
    context: &Context<'_>,
) -> Vec<Institution> {
    let implied_staff = (residents / RESIDENTS_PER_POST).max(FEWEST_POSTS);
    if files.is_empty() {
        return vec![Institution::default().with(IMPLIED_INSTITUTION, implied(implied_staff, defaults))];
    }
    context.unique(&files.iter().map(|file| &file.name).collect::<Vec<_>>(), "institutions");
    files.iter().map(|file| institution(file, implied_staff, defaults, context)).collect()
}

/// A department as the parameters of the scenario have it; it still lacks its posts.
fn department(name: &str, defaults: &Parameters) -> Department {
    Department {
        name: name.to_owned(),
        contacts: defaults.contacts,
        quality_procedural: defaults.quality_procedural,
        quality_outcome: defaults.quality_outcome,
        follows: Follows { contacts: true, quality_procedural: true, quality_outcome: true },
        ..Department::default()
    }
}

fn implied(staff: u32, defaults: &Parameters) -> Vec<Department> {
    let mut departments: Vec<Department> = IMPLIED_DEPARTMENTS.iter().map(|name| department(name, defaults)).collect();
    share_out(departments.iter_mut().collect(), staff);
    departments
}

/// Shares posts out evenly; the first departments get one more where they do not divide.
fn share_out(departments: Vec<&mut Department>, posts: u32) {
    let number = departments.len().max(1) as u32;
    for (at, department) in departments.into_iter().enumerate() {
        department.posts = posts / number + u32::from((at as u32) < posts % number);
    }
}

fn institution(
    file: &InstitutionFile,
    implied_staff: u32,
    defaults: &Parameters,
    context: &Context<'_>,
) -> Institution {
    let staff = value(&file.staff).map(|staff| staff as u32);
    let name = value(&file.name).unwrap_or_default();
    if file.departments.is_empty() {
        let staff = staff.unwrap_or(implied_staff);
        check_staff(file, &name, staff, 0, IMPLIED_DEPARTMENTS.len() as u32, context);
        return file.keys.plan().with(name, implied(staff, defaults));
    }
    context.unique(&file.departments.iter().map(|department| &department.name).collect::<Vec<_>>(), "departments");
    let mut departments: Vec<Department> = file.departments.iter().map(|file| department_of(file, defaults)).collect();
    let stated: u64 = file.departments.iter().filter_map(|department| value(&department.posts)).sum();
    let open = file.departments.iter().filter(|department| department.posts.is_none()).count() as u32;
    let total =
        staff.unwrap_or_else(|| implied_staff.max(open).saturating_add(u32::try_from(stated).unwrap_or(u32::MAX)));
    let stated = u32::try_from(stated).unwrap_or(u32::MAX);
    if staff.is_some() || open > 0 {
        check_staff(file, &name, total, stated, open, context);
    }
    if open > 0 {
        let without = departments.iter_mut().zip(&file.departments).filter(|(_, file)| file.posts.is_none());
        share_out(without.map(|(department, _)| department).collect(), total.saturating_sub(stated));
    }
    file.keys.plan().with(name, departments)
}

fn check_staff(file: &InstitutionFile, name: &str, staff: u32, stated: u32, open: u32, context: &Context<'_>) {
    let message = if open == 0 && stated != staff {
        format!("{name} has {staff} staff, but its departments have {}", counted(stated, "post"))
    } else if open > 0 && u64::from(stated) + u64::from(open) > u64::from(staff) {
        format!(
            "{name} has {staff} staff, of whom {stated} {} a department, which leaves too few for the other {open}",
            either(stated, "has", "have")
        )
    } else {
        return;
    };
    let span = file.staff.as_ref().map_or_else(|| file.span.clone(), Spanned::span);
    let problem = Problem::new(Code::Staff, message).key(format!("{}.staff", file.path));
    context.report(
        span,
        problem.help(
            "every department needs at least one post; leave `staff` out to have the posts of the departments added up",
        ),
    );
}

fn department_of(file: &DepartmentFile, defaults: &Parameters) -> Department {
    let mut department = Department {
        name: value(&file.name).unwrap_or_default(),
        posts: value(&file.posts).unwrap_or(0) as u32,
        quality_procedural: value(&file.quality_procedural).unwrap_or(defaults.quality_procedural),
        quality_outcome: value(&file.quality_outcome).unwrap_or(defaults.quality_outcome),
        follows: Follows {
            contacts: file.keys.contacts.is_none(),
            quality_procedural: file.quality_procedural.is_none(),
            quality_outcome: file.quality_outcome.is_none(),
        },
        ..file.keys.plan()
    };
    if file.keys.contacts.is_none() {
        department.contacts = defaults.contacts;
    }
    department
}
