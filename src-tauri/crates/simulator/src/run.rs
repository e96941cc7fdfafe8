//! One seed: lives of the program between kills, then the auditor.

use std::{sync::Arc, time::Duration};

use desk::operations::trial::Defect;
use transport::Clock;

use crate::{
    Broken,
    audit::{Case, Report, audit},
    kills::{Kill, Killer},
    panics::Panics,
    person::{Office, Person},
    world::World,
};

/// No run lasts longer than this of its own time.
const LONGEST: Duration = Duration::from_secs(60 * 24 * 3_600);

/// What came of a seed.
pub struct Outcome {
    pub seed: u64,
    pub report: Report,
    pub kills: u32,
    pub faults: u32,
    pub requests: usize,
    pub story: Vec<String>,
    /// The run could not be carried through.
    pub broken: Option<String>,
}

impl Outcome {
    pub fn is_clean(&self) -> bool {
        self.report.violations.is_empty() && self.broken.is_none()
    }
}

/// Runs a seed and judges it. The same seed gives the same story.
pub fn run(seed: u64, defect: Option<Defect>) -> Outcome {
    let mut outcome = Outcome {
        seed,
        report: Report::default(),
        kills: 0,
        faults: 0,
        requests: 0,
        story: Vec::new(),
        broken: None,
    };
    let panics = Panics::watch();
    let played = World::new(seed).and_then(|world| {
        let lived = play(&world, defect, &mut outcome.kills);
        judge(&world, &mut outcome);
        lived
    });
    outcome.broken = played.err().map(|broken| broken.0).or(panics.first());
    outcome
}

fn judge(world: &World, outcome: &mut Outcome) {
    let requests = world.road.seen();
    world.road.set_park(world.clock.now());
    outcome.report = audit(&Case {
        journal: &world.journal(),
        park: &world.park,
        skew: world.road.skew(),
        requests: &requests,
        shown: &world.screen.totals(),
    });
    outcome.faults = world.road.faults();
    outcome.requests = requests.len();
    for violation in &outcome.report.violations {
        world.story.tell(format!("AUDIT {violation}"));
    }
    outcome.story = world.story.lines();
}

/// Lets the person work to the end of her day, however often the program is killed.
pub(crate) fn play(world: &World, defect: Option<Defect>, kills: &mut u32) -> Result<(), Broken> {
    let mut person = Person::new(world);
    let mut planned = world.scenario.kills.iter().copied();
    loop {
        let (kill, off) = planned.next().unzip();
        match life(world, &mut person, kill, defect)? {
            End::Done => break,
            End::Killed => *kills += 1,
        }
        world.clock.pass(off.unwrap_or_default());
    }
    match person.restless.take() {
        Some(unrest) => Err(Broken(format!("it does not come to rest: {unrest}"))),
        None => Ok(()),
    }
}

enum End {
    Done,
    Killed,
}

/// From a start of the program to its end. A kill drops everything that runs; the time goes on from there.
fn life(
    world: &World,
    person: &mut Person,
    kill: Option<Kill>,
    defect: Option<Defect>,
) -> Result<End, Broken> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .map_err(Broken::of)?;
    let end = runtime.block_on(async {
        world.clock.begin();
        world.story.tell("   start");
        let killer = Arc::new(Killer::new(kill, world.story.clone()));
        let desk = world.start(killer.clone(), defect)?;
        world.road.go_on();
        let office = Office {
            world,
            desk: &desk,
            killer: &killer,
        };
        let end = tokio::select! {
            biased;
            () = killer.struck() => Ok(End::Killed),
            () = person.work(&office) => Ok(End::Done),
            () = tokio::time::sleep(LONGEST) => Err(Broken("it does not come to rest".to_owned())),
        };
        if matches!(end, Ok(End::Killed)) {
            world.story.tell("   killed");
        }
        world.clock.stop();
        end
    });
    drop(runtime);
    end
}
