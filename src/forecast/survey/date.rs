//! Dates of a survey: days, months, quarters and years, always year first.

use jiff::civil::Date;

/// Last year that is read; later ones leave no room to count on.
const LAST_YEAR: i16 = 9000;

/// What to write, where nothing better can be said.
const SPELLINGS: &str = "write year-month-day, e.g. 2026-01-05; 2026-01, 2026-Q1 and 2026 are understood as well";

/// Why a text is not a date, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Complaint {
    /// A complaint with its next step.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// Reads a day, or the middle of a month (the 15th), of a quarter (the 15th of its second month) or of a year (1 July).
pub fn date(text: &str) -> Result<Date, Complaint> {
    let parts: Vec<&str> = text.split('-').collect();
    match *parts.as_slice() {
        [year, month, day] if sized(year, 4) && sized(month, 2) && sized(day, 2) => day_of(year, month, day, text),
        [year, month] if sized(year, 4) && sized(month, 2) => day_of(year, month, "15", text),
        [year] if sized(year, 4) => day_of(year, "07", "01", text),
        _ => quarter(text).unwrap_or_else(|| Err(other_spelling(text))),
    }
}

fn sized(part: &str, digits: usize) -> bool {
    part.len() == digits && is_number(part)
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The day of three numbers, or which of them cannot be.
fn day_of(year: &str, month: &str, day: &str, text: &str) -> Result<Date, Complaint> {
    let year: i16 = year.parse().ok().filter(|year| (1..=LAST_YEAR).contains(year)).ok_or_else(|| {
        Complaint::new(format!("\"{text}\" lies outside the calendar"), format!("years go from 0001 to {LAST_YEAR}"))
    })?;
    let month: i8 = month.parse().ok().filter(|month| (1..=12).contains(month)).ok_or_else(|| {
        let message = format!("\"{text}\" is not a date: there is no month {month}");
        Complaint::new(message, "write year-month-day; months go from 01 to 12")
    })?;
    let last = Date::new(year, month, 1).map_or(31, Date::days_in_month);
    day.parse().ok().and_then(|day| Date::new(year, month, day).ok()).ok_or_else(|| {
        let message = format!("\"{text}\" is not a date: the month has no day {day}");
        Complaint::new(message, format!("days of {year:04}-{month:02} go from 01 to {last}"))
    })
}

/// Reads 2026-Q1, 2026 Q1 or 2026Q1; `None` where no quarter is meant.
fn quarter(text: &str) -> Option<Result<Date, Complaint>> {
    let (year, number) = text.split_once(['Q', 'q'])?;
    let year = year.trim_end_matches(['-', ' ', '/']);
    if !sized(year, 4) || !is_number(number) {
        return None;
    }
    let middle = ["02", "05", "08", "11"];
    let month = number.parse::<usize>().ok().and_then(|number| middle.get(number.wrapping_sub(1)));
    Some(month.map_or_else(
        || {
            let message = format!("\"{text}\" is not a date: there is no quarter {number}");
            Err(Complaint::new(message, "quarters go from Q1 to Q4"))
        },
        |month| day_of(year, month, "15", text),
    ))
}

/// What to say about a spelling that is not read, with the right one where it can be known.
fn other_spelling(text: &str) -> Complaint {
    let plain = || Complaint::new(format!("\"{text}\" is not a date"), SPELLINGS);
    if let Some(day) = text.get(..10)
        && text[10..].starts_with(['T', 't', ' '])
        && date(day).is_ok()
    {
        return Complaint::new(format!("\"{text}\" has a time of day"), format!("leave it out: {day}"));
    }
    if is_number(text) {
        return match text.len() {
            8 => {
                let parts = [&text[..4], &text[4..6], &text[6..]].join("-");
                date(&parts).map_or_else(|_| plain(), |day| year_first(text, &day.to_string()))
            }
            5 => Complaint::new(
                format!("\"{text}\" looks like the day number of a spreadsheet"),
                "give the column the format year-month-day in the spreadsheet and save again",
            ),
            _ => plain(),
        };
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    if !parts.iter().all(|part| is_number(part) && part.len() <= 4) {
        return plain();
    }
    let of = |year: &str, month: &str, day: &str| day_of(year, month, day, text).ok().map(|day| day.to_string());
    match *parts.as_slice() {
        [year, month, day] if year.len() == 4 => of(year, month, day).map_or_else(plain, |day| year_first(text, &day)),
        [a, b, year] if year.len() == 4 => match (of(year, b, a), of(year, a, b)) {
            (Some(one), Some(other)) if one != other => Complaint::new(
                format!("\"{text}\" could be two days"),
                format!("write {one} if the day stands first, {other} if the month does"),
            ),
            (Some(day), _) | (_, Some(day)) => year_first(text, &day),
            _ => plain(),
        },
        [month, year] if year.len() == 4 => of(year, month, "15").map_or_else(plain, |day| year_first(text, &day[..7])),
        [year, month] if year.len() == 4 => of(year, month, "15").map_or_else(plain, |day| year_first(text, &day[..7])),
        [_, _, year] if year.len() == 2 => Complaint::new(format!("\"{text}\" does not tell the century"), SPELLINGS),
        _ => plain(),
    }
}

fn year_first(text: &str, day: &str) -> Complaint {
    Complaint::new(format!("\"{text}\" is not written year-month-day"), format!("write {day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_quarters_and_years_are_read_as_their_middle() {
        for (text, day) in [
            ("2026-01-05", "2026-01-05"),
            ("2024-02-29", "2024-02-29"),
            ("2026-01", "2026-01-15"),
            ("2026", "2026-07-01"),
            ("2026-Q1", "2026-02-15"),
            ("2026 q4", "2026-11-15"),
            ("2026Q2", "2026-05-15"),
            ("0001-01-01", "0001-01-01"),
        ] {
            assert_eq!(date(text).map(|day| day.to_string()), Ok(day.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_refused_date_comes_with_what_to_write() {
        for (text, help) in [
            ("31/12/2020", "write 2020-12-31"),
            ("12/31/2020", "write 2020-12-31"),
            ("31.12.2020", "write 2020-12-31"),
            ("2020/1/5", "write 2020-01-05"),
            ("20200105", "write 2020-01-05"),
            ("3/2020", "write 2020-03"),
            ("05/05/2020", "write 2020-05-05"),
            ("03/04/2020", "write 2020-04-03 if the day stands first, 2020-03-04 if the month does"),
            ("2020-01-05 12:00", "leave it out: 2020-01-05"),
            ("2020-13-01", "write year-month-day; months go from 01 to 12"),
            ("2021-02-29", "days of 2021-02 go from 01 to 28"),
            ("2020-Q5", "quarters go from Q1 to Q4"),
            ("9999", "years go from 0001 to 9000"),
        ] {
            assert_eq!(date(text).map_err(|complaint| complaint.help), Err(help.to_owned()), "{text}");
        }
        for text in [
            "",
            "spring",
            "43831",
            "1/2/20",
            "é-é-é",
            "ééééé ",
            "2020-Q",
            "-",
            "2020-01-",
            "2020-3000-15",
            "1/2/3/4",
            "٢٠٢٠",
        ] {
            assert!(date(text).is_err(), "{text}");
        }
    }
}
