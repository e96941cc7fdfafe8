//! What a seed decides about Yandex Fleet: whether the park works with it, how the service replays a token, how long a v3
//! transaction takes, and what the documentation leaves open besides.

use std::time::Duration;

use sandbox::{FLEET_PARK, FleetQuirks, Options, Replay, ReplayAnswer};
use serde_json::{Value, json};

use crate::dice::Dice;

pub const FLEET_KEY: &str = "demo-fleet-key";

/// How long after the first sending the program may repeat it, and the grain of the park's clock.
const BOUND: u32 = 61;
/// No fate of the road is slower than this.
const SLOWEST: Duration = Duration::from_secs(120);

pub struct Yandex {
    pub works: bool,
    /// Of the park, its side of Yandex filled in.
    pub options: Options,
    /// How long what moves money may be under way.
    pub latest: Duration,
    per_second: u32,
    per_hour: u32,
}

impl Yandex {
    pub fn draw(dice: &mut Dice) -> Self {
        // How long the service remembers a token is not documented. Whatever the program does, a token that is forgotten
        // before the program's first repeat, or between it and a first parcel that is still on its way, makes a second
        // effect: once per operation is promised only where the token lives longer than the program's bound and the
        // longest way together. So a shorter life comes with shorter ways here, and no life is as short as the bound.
        let lives: [Option<u32>; 8] = [
            None,
            None,
            None,
            Some(62),
            Some(75),
            Some(95),
            Some(181),
            Some(3_600),
        ];
        let life = dice.pick(&lives).flatten();
        let beyond = life.map(|life| Duration::from_secs(u64::from(life.saturating_sub(BOUND))));
        let latest = beyond.map_or(SLOWEST, |beyond| beyond.min(SLOWEST));
        let count = |number: u64| u32::try_from(number).unwrap_or(1);
        Self {
            works: dice.percent(85),
            options: Options {
                fleet_drivers: usize::try_from(dice.between(2, 6)).unwrap_or(2),
                fleet_transactions: 20,
                fleet_visible_after: dice.pick(&[0, 0, 0, 20, 120, 300]).unwrap_or(0),
                fleet_v3_takes: count(dice.between(1, 120)),
                fleet_v3_reads: match dice.percent(50) {
                    true => Some(count(dice.between(1, 4))),
                    false => None,
                },
                fleet_quirks: quirks(dice, life),
                ..Options::default()
            },
            latest,
            per_second: dice.pick(&[2, 2, 5, 20]).unwrap_or(2),
            per_hour: dice.pick(&[5_000, 5_000, 5_000, 100]).unwrap_or(5_000),
        }
    }

    /// As kept in the settings.
    pub fn access(&self) -> Value {
        if !self.works {
            return Value::Null;
        }
        json!({
            "client_id": format!("taxi/park/{FLEET_PARK}"),
            "park_id": FLEET_PARK,
            "base_address": "http://127.0.0.1:9",
            "requests_per_second": self.per_second,
            "requests_per_hour": self.per_hour,
            "manner": {"manner": "event"},
        })
    }
}

/// What the documentation leaves open; a token lives for `life` seconds, or for ever.
fn quirks(dice: &mut Dice, life: Option<u32>) -> FleetQuirks {
    let replay = Replay {
        answer: match dice.percent(60) {
            true => ReplayAnswer::First,
            false => ReplayAnswer::Conflict409,
        },
        refuses_other_body: dice.percent(70),
        forgotten_after: life,
    };
    let words = ["processing", "queued", "succeeded", "SUCCESS", ""];
    FleetQuirks {
        replay,
        empty_pages: dice.percent(20).then_some(2),
        lingering_cursor: dice.percent(20),
        absent_last_cursor: dice.percent(30),
        v3_fail_every: dice
            .pick(&[None, None, Some(2), Some(3), Some(5)])
            .flatten(),
        v3_open_status: match dice.percent(25) {
            true => dice.pick(&words).map(str::to_owned),
            false => None,
        },
        ..FleetQuirks::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_token_is_forgotten_while_its_bytes_may_still_arrive() {
        let mut lives = std::collections::BTreeSet::new();
        for seed in 0..500 {
            let yandex = Yandex::draw(&mut Dice::new(seed, 5));
            let life = yandex.options.fleet_quirks.replay.forgotten_after;
            if let Some(life) = life {
                let last = Duration::from_secs(u64::from(BOUND)) + yandex.latest;
                assert!(Duration::from_secs(life.into()) >= last, "{life}");
            }
            lives.insert(life);
        }
        assert!(lives.len() > 4, "{lives:?}");
    }
}
