//! The hub's own figures: what the reports of a year add up to, as indicators like those that a hub has from elsewhere. The last year stands on the front page; each direction has its figures too,
//! without a value where nothing was reported of it. An indicator whose value did not change stays as it is, with the day of its last change.

use crate::{db::Write, failure::Result};
use meyirim::model::{
    ActionState, Direction, Indicator, IndicatorId, Instant, Lang, PartialDate, Texts, Zone,
    report::{Counted, Sum, Year, years},
};
use serde::Deserialize;

/// Of a report: when its action began, the direction, who came, minutes, whether it is made up; and the action itself.
type Row = (i64, String, i64, Option<i64>, i64, String);

/// All that has to be known of the action.
#[derive(Deserialize)]
struct Standing {
    state: ActionState,
}

/// Counts anew, and writes what has changed.
pub async fn count(w: &mut Write, zone: &Zone, now: Instant) -> Result<()> {
    // Of actions that there are and that took place: what was deleted does not count, nor what was called off after it was reported on.
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT r.starts, r.direction, r.came, r.minutes, r.demo, a.record FROM reports r JOIN actions a ON a.id = r.action WHERE a.gone = 0",
    )
    .fetch_all(w.conn())
    .await?;
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        if serde_json::from_str::<Standing>(&row.5)?.state == ActionState::Published {
            held.push(row);
        }
    }
    // A figure in which something made up is counted is made up.
    let demo = held.iter().any(|(.., demo, _)| *demo > 0);
    let counted = |(starts, direction, came, minutes, ..): Row| {
        let number = |number: i64| u32::try_from(number).unwrap_or_default();
        let direction = Direction::from_key(&direction)?;
        Some(Counted { year: zone.day(Instant(starts)).year(), direction, came: number(came), minutes: minutes.map(number) })
    };
    let counted: Vec<Counted> = held.into_iter().filter_map(counted).collect();
    let all = years(&counted);
    let today = zone.day(now);
    let as_of = PartialDate { year: today.year(), month: Some(today.month()), day: Some(today.day()) };
    let mut counted = Vec::new();
    for year in &all {
        let last = Some(year.year) == all.last().map(|year| year.year);
        for mut indicator in of_year(year, last, as_of) {
            indicator.demo = demo;
            put(w, &mut indicator).await?;
            counted.push(indicator.id.to_string());
        }
    }
    // Of a year of which no report is left there is no figure any more.
    let there: Vec<String> = sqlx::query_scalar("SELECT id FROM indicators WHERE gone = 0 AND id LIKE 'hub-%'").fetch_all(w.conn()).await?;
    for id in there.into_iter().filter(|id| is_ours(id) && !counted.contains(id)) {
        let rev = w.rev().await?;
        sqlx::query("UPDATE indicators SET gone = $3, rev = $2 WHERE id = $1").bind(id).bind(rev).bind(now.0).execute(w.conn()).await?;
    }
    Ok(())
}

fn is_ours(id: &str) -> bool {
    KINDS.iter().any(|kind| id.starts_with(&format!("hub-{}-", kind.key)))
}

async fn put(w: &mut Write, indicator: &mut Indicator) -> Result<()> {
    let before: Option<String> = sqlx::query_scalar("SELECT record FROM indicators WHERE id = $1 AND gone = 0")
        .bind(indicator.id.as_str())
        .fetch_optional(w.conn())
        .await?;
    if let Some(before) = before {
        let before: Indicator = serde_json::from_str(&before)?;
        if before == (Indicator { rev: before.rev, as_of: before.as_of, ..indicator.clone() }) {
            return Ok(());
        }
    }
    let rev = w.rev().await?;
    indicator.rev = u64::try_from(rev).unwrap_or_default();
    sqlx::query(
        "INSERT INTO indicators (id, rev, record) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, gone = 0, record = excluded.record",
    )
    .bind(indicator.id.as_str())
    .bind(rev)
    .bind(serde_json::to_string(indicator)?)
    .execute(w.conn())
    .await?;
    Ok(())
}

/// What is counted, and how it is said: name and definition, each in the order of [`Lang::ALL`], with the year put in.
struct Kind {
    key: &'static str,
    name: [fn(i16) -> String; 3],
    definition: [&'static str; 3],
    /// `None`: nobody knows, which is not zero.
    value: fn(&Sum) -> Option<u64>,
}

const KINDS: [Kind; 3] = [
    Kind {
        key: "held",
        name: [
            |year| format!("{year} жылы өткен шаралар"),
            |year| format!("Проведено дел в {year} году"),
            |year| format!("Actions held in {year}"),
        ],
        definition: [
            "Осы хабта өткен және есебі жазылған шаралар. Есебі әлі жазылмағандары мен болмай қалғандары саналмайды.",
            "Дела этого хаба, о которых написан отчёт. Дела без отчёта и отменённые не считаются.",
            "Actions of this hub on which a report was written. Those without one, and those called off, are not counted.",
        ],
        value: |sum| Some(sum.held),
    },
    Kind {
        key: "came",
        name: [
            |year| format!("{year} жылғы шараларға келгендер"),
            |year| format!("Пришли на дела в {year} году"),
            |year| format!("People who came in {year}"),
        ],
        definition: [
            "Есептердегі келгендер санының қосындысы. Бір адам екі шараға келсе, екі рет саналады.",
            "Сумма пришедших по отчётам. Кто пришёл на два дела, посчитан дважды.",
            "How many came, added up over the reports. Who came to two actions is counted twice.",
        ],
        value: |sum| Some(sum.came),
    },
    Kind {
        key: "hours",
        name: [
            |year| format!("Еріктілердің {year} жылғы сағаттары"),
            |year| format!("Часы волонтёров за {year} год"),
            |year| format!("Volunteer hours in {year}"),
        ],
        definition: [
            "Есеп жазылған кезде ауысым жетекшілері растаған сағаттар. Расталмағандары саналмайды.",
            "Часы, подтверждённые руководителями смен к моменту отчёта. Неподтверждённые не считаются.",
            "Hours that shift leaders had confirmed when the report was written. Others are not counted.",
        ],
        value: Sum::hours,
    },
];

/// After those that a hub has from elsewhere, so that neither stand between the others.
const FRONT: [u8; 3] = [100, 101, 102];

fn of_year(year: &Year, last: bool, as_of: PartialDate) -> Vec<Indicator> {
    let mut all = Vec::new();
    for (kind, place) in KINDS.iter().zip(FRONT) {
        all.extend(indicator(kind, year.year, None, Some(&year.all), last.then_some(place), as_of));
        for (direction, sum) in &year.directions {
            all.extend(indicator(kind, year.year, Some(*direction), sum.as_ref(), None, as_of));
        }
    }
    all
}

fn indicator(
    kind: &Kind,
    year: i16,
    direction: Option<Direction>,
    sum: Option<&Sum>,
    front: Option<u8>,
    as_of: PartialDate,
) -> Option<Indicator> {
    let named = |lang: Lang, at: usize| {
        let name = kind.name[at](year);
        match direction {
            Some(direction) => format!("{name}: {}", meyirim::i18n::catalogue(lang).common.direction(direction)),
            None => name,
        }
    };
    let names = [named(Lang::ALL[0], 0), named(Lang::ALL[1], 1), named(Lang::ALL[2], 2)];
    let texts = |words: [&str; 3]| Texts::new(Some(words[0]), Some(words[1]), Some(words[2]));
    let of = direction.map(|direction| format!("-{}", direction.key())).unwrap_or_default();
    Some(Indicator {
        id: IndicatorId::new(&format!("hub-{}-{year}{of}", kind.key)).ok()?,
        rev: 0,
        name: texts([&names[0], &names[1], &names[2]])?,
        value: sum.and_then(|sum| (kind.value)(sum)).map(|value| value as f64),
        about: false,
        // The name says what is counted; a unit would have to be bent by the number.
        unit: None,
        definition: texts(kind.definition),
        as_of,
        source: None,
        front,
        demo: false,
    })
}
