//! The demo park as a program: `cargo run -p sandbox -- --port 0 --fault 'listPayments:latency=800ms'`.
//! The first line it prints is `listening http://127.0.0.1:PORT/taxi-public/v1`.

#![forbid(unsafe_code)]

use jiff::Timestamp;
use sandbox::{
    Effect, Fault, FleetKey, FleetLimit, Key, Options, ReplayAnswer, Sandbox, YumeAnswers,
    YumeIntegrationState, duration,
};
use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

const USAGE: &str = "\
sandbox [--port N] [--seed N] [--now ISO8601] [--drivers N] [--payments N] [--applications N]
        [--couriers N] [--transactions N] [--transactions-visible-after 90s]
        [--registration-takes 8s] [--registration-reads N|never] [--key TEXT] [--limited-key TEXT] [--readonly-key TEXT] [--forbid OPERATION]
        [--latency 200ms] [--rate-limit PER_SECOND] [--fault RULE]... [--control]
        [--hide-uploads] [--reencode-uploads] [--unmasked-requisites] [--unknown-requisites]
        [--transactions-by-post] [--wrapped-jobs] [--echo-webhook-tokens]
        [--fleet-drivers N] [--fleet-transactions N] [--fleet-visible-after 90s] [--fleet-v3-takes 5s]
        [--fleet-v3-reads N|never] [--fleet-key TEXT] [--fleet-readonly-key TEXT] [--fleet-limit]
        [--fleet-wrong-host] [--fleet-conflicts] [--fleet-forgets 60s] [--reconciliation-marks]
        [--yume-access-seconds N] [--yume-integration active|expired|off] [--yume-int-statuses] [--yume-put-resets]
        [--yume-unknown-values] [--yume-answers objects|nothing|texts]
RULE: operation:effect[=value][/after][@when], e.g. updateDriver:drop/after@nth=1";

struct Asked {
    port: u16,
    /// The park's moment was given and stands still; otherwise it follows the clock.
    stands_still: bool,
    options: Options,
}

fn main() -> ExitCode {
    match read_arguments(std::env::args().skip(1)) {
        Err(complaint) => {
            let _ = writeln!(io::stderr(), "{complaint}\n{USAGE}");
            ExitCode::from(2)
        }
        Ok(asked) => match run(asked) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let _ = writeln!(io::stderr(), "{error}");
                ExitCode::FAILURE
            }
        },
    }
}

#[tokio::main]
async fn run(asked: Asked) -> io::Result<()> {
    let sandbox = Sandbox::new(asked.options);
    let running = sandbox.serve(&format!("127.0.0.1:{}", asked.port)).await?;
    writeln!(io::stdout(), "listening {}", running.base_url())?;
    io::stdout().flush()?;
    if !asked.stands_still {
        tokio::spawn(follow_the_clock(sandbox));
    }
    running.forever().await;
    Ok(())
}

async fn follow_the_clock(sandbox: Sandbox) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    loop {
        seconds.tick().await;
        sandbox.set_now(Timestamp::now());
    }
}

fn read_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let options = Options {
        now: Timestamp::now(),
        couriers: Some(sandbox::COURIERS),
        ..Options::default()
    };
    let mut asked = Asked {
        port: 0,
        stands_still: false,
        options,
    };
    while let Some(name) = arguments.next() {
        if !read_flag(&name, &mut asked.options) {
            let value = arguments
                .next()
                .ok_or_else(|| format!("{name}: unknown, or a value is missing"))?;
            read_value(&name, &value, &mut asked)?;
        }
    }
    Ok(asked)
}

/// Arguments without a value; false = not one of them.
fn read_flag(name: &str, options: &mut Options) -> bool {
    let flag = match name {
        "--control" => &mut options.control,
        "--hide-uploads" => &mut options.quirks.hide_uploads,
        "--reencode-uploads" => &mut options.quirks.reencode_uploads,
        "--unmasked-requisites" => &mut options.quirks.unmasked_requisites,
        "--transactions-by-post" => &mut options.quirks.transactions_by_post,
        "--wrapped-jobs" => &mut options.quirks.wrapped_jobs,
        "--echo-webhook-tokens" => &mut options.quirks.webhooks_echo_token,
        "--unknown-requisites" => &mut options.quirks.requisites_unknown,
        "--reconciliation-marks" => &mut options.reconciliation_marks,
        "--fleet-wrong-host" => &mut options.fleet_quirks.wrong_host,
        "--yume-int-statuses" => &mut options.yume_quirks.int_statuses,
        "--yume-put-resets" => &mut options.yume_quirks.put_resets,
        "--yume-unknown-values" => &mut options.yume_quirks.unknown_values,
        "--fleet-limit" => {
            options.fleet_limit = Some(FleetLimit::USUAL);
            return true;
        }
        "--fleet-conflicts" => {
            options.fleet_quirks.replay.answer = ReplayAnswer::Conflict409;
            return true;
        }
        _ => return false,
    };
    *flag = true;
    true
}

fn read_value(name: &str, value: &str, asked: &mut Asked) -> Result<(), String> {
    let wrong = || format!("{name}: `{value}` cannot be read");
    let count = || value.parse::<usize>().map_err(|_| wrong());
    let seconds = || {
        let length = duration(value).ok_or_else(wrong)?;
        u32::try_from(length.as_secs()).map_err(|_| wrong())
    };
    let options = &mut asked.options;
    match name {
        "--port" => asked.port = value.parse().map_err(|_| wrong())?,
        "--seed" => options.seed = value.parse().map_err(|_| wrong())?,
        "--now" => {
            options.now = value.parse().map_err(|_| wrong())?;
            asked.stands_still = true;
        }
        "--drivers" => options.drivers = count()?,
        "--payments" => options.payments = count()?,
        "--applications" => options.applications = count()?,
        "--couriers" => options.couriers = Some(count()?),
        "--transactions" => options.transactions = count()?,
        "--transactions-visible-after" => options.transactions_visible_after = seconds()?,
        "--registration-takes" => options.registration_takes = seconds()?,
        "--registration-reads" => options.registration_reads = reads(value).ok_or_else(wrong)?,
        "--key" => options.keys.push(Key::full(value)),
        "--limited-key" => options.keys.push(Key::limited(value)),
        "--readonly-key" => options.keys.push(Key::readonly(value)),
        "--forbid" => {
            let keys = options.keys.iter_mut().map(|key| &mut key.forbidden);
            let fleet = options.fleet_keys.iter_mut();
            let yume = options.yume_users.iter_mut();
            keys.chain(fleet.map(|key| &mut key.forbidden))
                .chain(yume.map(|user| &mut user.forbidden))
                .for_each(|forbidden| forbidden.push(value.to_owned()));
        }
        "--latency" => {
            let latency = Effect::Latency(duration(value).ok_or_else(wrong)?);
            options.faults.push(Fault::on("*", latency));
        }
        "--rate-limit" => options.rate_limit = Some(value.parse().map_err(|_| wrong())?),
        "--fault" => options.faults.push(
            value
                .parse()
                .map_err(|error: sandbox::FaultError| error.to_string())?,
        ),
        _ => return read_fleet_value(name, value, options),
    }
    Ok(())
}

fn read_fleet_value(name: &str, value: &str, options: &mut Options) -> Result<(), String> {
    let wrong = || format!("{name}: `{value}` cannot be read");
    let count = || value.parse::<usize>().map_err(|_| wrong());
    let seconds = || {
        let length = duration(value).ok_or_else(wrong)?;
        u32::try_from(length.as_secs()).map_err(|_| wrong())
    };
    match name {
        "--fleet-drivers" => options.fleet_drivers = count()?,
        "--fleet-transactions" => options.fleet_transactions = count()?,
        "--fleet-visible-after" => options.fleet_visible_after = seconds()?,
        "--fleet-v3-takes" => options.fleet_v3_takes = seconds()?,
        "--fleet-v3-reads" => options.fleet_v3_reads = reads(value).ok_or_else(wrong)?,
        "--fleet-key" => options.fleet_keys.push(FleetKey::full(value)),
        "--fleet-readonly-key" => options.fleet_keys.push(FleetKey::readonly(value)),
        "--fleet-forgets" => options.fleet_quirks.replay.forgotten_after = Some(seconds()?),
        _ => return read_yume_value(name, value, options),
    }
    Ok(())
}

fn read_yume_value(name: &str, value: &str, options: &mut Options) -> Result<(), String> {
    let wrong = || format!("{name}: `{value}` cannot be read");
    let quirks = &mut options.yume_quirks;
    match name {
        "--yume-access-seconds" => quirks.access_seconds = value.parse().map_err(|_| wrong())?,
        "--yume-integration" => {
            quirks.integration = YumeIntegrationState::read(value).ok_or_else(wrong)?;
        }
        "--yume-answers" => {
            quirks.answers = match value {
                "objects" => YumeAnswers::Objects,
                "nothing" => YumeAnswers::Nothing,
                "texts" => YumeAnswers::Texts,
                _ => return Err(wrong()),
            }
        }
        _ => return Err(format!("{name}: unknown")),
    }
    Ok(())
}

/// A count of reads, or `never`; the outer `None` = neither.
fn reads(value: &str) -> Option<Option<u32>> {
    match value {
        "never" => Some(None),
        count => count.parse().ok().map(Some),
    }
}
