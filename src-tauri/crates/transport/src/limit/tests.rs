use std::task::Poll;

use proptest::prelude::*;

use super::*;
use crate::clock::ManualClock;
use crate::observe::NoObserver;

fn start() -> Timestamp {
    "2026-01-05T09:00:00Z".parse().unwrap()
}

fn limiter(limits: Limits, clock: &ManualClock) -> Arc<Limiter> {
    Arc::new(Limiter::new(
        limits,
        Arc::new(clock.clone()),
        Arc::new(NoObserver),
    ))
}

/// When each of `calls` leaves, in nanoseconds from the start; all arrive at once and take no time.
fn departures(limits: Limits, lanes: &[Lane]) -> Vec<(i128, Lane)> {
    let clock = ManualClock::new(start());
    let limiter = limiter(limits, &clock);
    let left = Mutex::new(Vec::new());
    let calls = futures::future::join_all(lanes.iter().map(|lane| async {
        let _passage = limiter.admit(*lane, "call").await.unwrap();
        let at = clock.now().as_nanosecond() - start().as_nanosecond();
        left.lock().push((at, *lane));
    }));
    run(&clock, calls);
    left.into_inner()
}

/// Polls a future, moving the clock on whenever it cannot go on by itself.
fn run<T>(clock: &ManualClock, future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(futures::task::noop_waker_ref());
    loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
        clock.advance_to_next();
    }
}

const ALL: [Lane; LANES] = [Lane::Writes, Lane::PressingReads, Lane::Reads];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn limit_is_never_exceeded_in_any_window_and_fully_used(
        per_second in 1_u32..200, burst in 1_u32..20, calls in 1_usize..300, concurrency in 1_usize..8,
    ) {
        let left = departures(Limits { per_second, burst, concurrency }, &vec![Lane::Reads; calls]);
        let second = 1_000_000_000_i128;
        for (first, (from, _)) in left.iter().enumerate() {
            for (last, (to, _)) in left.iter().enumerate().skip(first) {
                let allowed = i128::from(burst) + ((to - from) * i128::from(per_second)) / second;
                prop_assert!((last - first + 1) as i128 <= allowed);
            }
        }
        let ideal = second * (calls as i128 - i128::from(burst)).max(0) / i128::from(per_second);
        let end = left.last().map_or(0, |(at, _)| *at);
        prop_assert!(end * 98 <= ideal * 100, "{end} instead of {ideal}");
    }

    #[test]
    fn every_call_gets_its_turn_whatever_the_order(
        lanes in prop::collection::vec(prop::sample::select(ALL.as_slice()), 1..100),
    ) {
        let left = departures(Limits { per_second: 10, burst: 1, concurrency: 2 }, &lanes);
        prop_assert_eq!(left.len(), lanes.len());
    }
}

#[test]
fn payment_does_not_wait_behind_a_long_list_nor_the_list_for_ever_behind_payments() {
    let mut lanes = vec![Lane::Reads; 50];
    lanes.extend([Lane::Writes; 10]);
    let order: Vec<_> = departures(
        Limits {
            per_second: 10,
            burst: 1,
            concurrency: 4,
        },
        &lanes,
    )
    .into_iter()
    .map(|(_, lane)| lane)
    .collect();
    // The read at the front, and the one whose passage let the queue form, are already on their way.
    let first_write = order.iter().position(|lane| *lane == Lane::Writes).unwrap();
    assert!(first_write <= 2, "{first_write}");
    let last_write = order
        .iter()
        .rposition(|lane| *lane == Lane::Writes)
        .unwrap();
    assert!(last_write <= first_write + 10 + 10 / 4, "{last_write}");
    let in_a_row = order
        .chunk_by(|a, b| a == b)
        .filter(|run| run[0] == Lane::Writes)
        .map(<[_]>::len)
        .max();
    assert_eq!(in_a_row, Some(4));
}

/// All arrive at once, the first of them in front; in the order in which they left.
fn order(lanes: &[Lane]) -> Vec<Lane> {
    let limits = Limits {
        per_second: 10,
        burst: 1,
        concurrency: 4,
    };
    let left = departures(limits, lanes).into_iter();
    left.map(|(_, lane)| lane).collect()
}

fn longest_run(order: &[Lane], lane: Lane) -> usize {
    let runs = order.chunk_by(|a, b| a == b);
    let own = runs.filter(|run| run[0] == lane);
    own.map(<[_]>::len).max().unwrap_or_default()
}

#[test]
fn preview_of_a_withdrawal_does_not_wait_behind_the_pages_of_a_long_list() {
    let mut lanes = vec![Lane::Reads; 200];
    lanes.push(Lane::PressingReads);
    let order = order(&lanes);
    // The read at the front, and the one whose passage let the queue form, are already on their way.
    let preview = order.iter().position(|lane| *lane == Lane::PressingReads);
    assert!(preview.unwrap() <= 2, "{preview:?}");
}

#[test]
fn payment_goes_before_the_questions_of_a_dry_run() {
    let mut lanes = vec![Lane::PressingReads; 200];
    lanes.push(Lane::Writes);
    let order = order(&lanes);
    let payment = order.iter().position(|lane| *lane == Lane::Writes);
    assert!(payment.unwrap() <= 2, "{payment:?}");
}

#[test]
fn dry_run_of_ten_thousand_rows_does_not_hold_an_open_list_up_for_ever() {
    let mut lanes = vec![Lane::PressingReads; 10_000];
    lanes.extend([Lane::Reads; 20]);
    let order = order(&lanes);
    let last_page = order.iter().rposition(|lane| *lane == Lane::Reads);
    assert!(last_page.unwrap() <= 2 + 20 * 5, "{last_page:?}");
}

#[test]
fn neither_questions_nor_lists_wait_for_ever_behind_payments() {
    let mut lanes = vec![Lane::Writes; 200];
    lanes.extend([Lane::PressingReads; 20]);
    lanes.extend([Lane::Reads; 20]);
    let order = order(&lanes);
    for lane in [Lane::PressingReads, Lane::Reads] {
        let last = order.iter().rposition(|left| *left == lane);
        assert!(last.unwrap() <= 2 + 20 * 6, "{lane:?}: {last:?}");
    }
    // The two in front met nobody to give way to.
    assert_eq!(longest_run(&order[2..100], Lane::Writes), 4);
}

#[test]
fn calls_that_gave_up_waiting_take_no_turn_of_those_behind_them() {
    let clock = ManualClock::new(start());
    let limits = Limits {
        per_second: 10,
        burst: 1,
        concurrency: 1,
    };
    let limiter = limiter(limits, &clock);
    let left = Mutex::new(Vec::new());
    let call = |lane: Lane| {
        let (limiter, left) = (&limiter, &left);
        Box::pin(async move {
            let _passage = limiter.admit(lane, "call").await.unwrap();
            left.lock().push(lane);
        })
    };
    let mut context = std::task::Context::from_waker(futures::task::noop_waker_ref());
    let mut waiting = Vec::new();
    // One leaves and one stands in front; the rest queue.
    waiting.extend((0..12).map(|_| call(Lane::Writes)));
    waiting.extend((0..5).map(|_| call(Lane::Reads)));
    waiting.retain_mut(|call| call.as_mut().poll(&mut context).is_pending());
    assert_eq!(waiting.len(), 16);
    // Whoever asked for the list has left it, but for its last page.
    waiting.drain(11..15);
    run(&clock, futures::future::join_all(waiting));
    let left = left.into_inner();
    let page = left.iter().position(|lane| *lane == Lane::Reads);
    assert!(page.unwrap() <= 2 + 4, "{left:?}");
}

#[test]
fn late_timers_do_not_cost_the_rate() {
    // As on a real computer: every wait ends 1.5 ms late.
    for burst in [1, 5] {
        let mut pace = Pace::new(Limits {
            per_second: 50,
            burst,
            concurrency: 1,
        });
        let mut now = start();
        for _ in 0..500 {
            let mut slept = false;
            while let Some(wait) = pace.take(now, slept) {
                now = later(now, wait + Duration::from_micros(1500));
                slept = true;
            }
        }
        let took = until(start(), now).as_secs_f64();
        assert!(
            500.0 / 50.0 / took >= 0.98,
            "{took} s with a burst of {burst}"
        );
    }
}

#[test]
fn no_more_calls_at_a_time_than_allowed() {
    let clock = ManualClock::new(start());
    let limiter = limiter(
        Limits {
            per_second: 0,
            burst: 1,
            concurrency: 3,
        },
        &clock,
    );
    let under_way = Mutex::new((0, 0));
    let calls = futures::future::join_all((0..20).map(|_| async {
        let _passage = limiter.admit(Lane::Reads, "call").await.unwrap();
        let now = under_way.lock().0 + 1;
        let most = under_way.lock().1.max(now);
        *under_way.lock() = (now, most);
        clock.sleep(Duration::from_secs(1)).await;
        under_way.lock().0 -= 1;
    }));
    run(&clock, calls);
    assert_eq!(under_way.lock().1, 3);
    assert_eq!(until(start(), clock.now()), Duration::from_secs(7));
}

#[test]
fn call_that_gave_up_waiting_does_not_block_the_others() {
    let clock = ManualClock::new(start());
    let limiter = limiter(
        Limits {
            per_second: 1,
            burst: 1,
            concurrency: 1,
        },
        &clock,
    );
    let mut context = std::task::Context::from_waker(futures::task::noop_waker_ref());
    let mut waiting: Vec<_> = (0..6)
        .map(|_| Box::pin(limiter.admit(Lane::Reads, "call")))
        .collect();
    for call in &mut waiting {
        let _ = call.as_mut().poll(&mut context);
    }
    // The first has its passage; the second sleeps at the front, the third and fifth in the queue: all give up.
    for gone in [4, 2, 1, 0] {
        drop(waiting.remove(gone));
    }
    run(&clock, async {
        for call in waiting {
            drop(call.await.unwrap());
        }
    });
    assert!(!limiter.turnstile.0.lock().busy);
}

#[test]
fn clock_that_is_set_back_does_not_stop_the_work() {
    let mut pace = Pace::new(Limits {
        per_second: 10,
        burst: 2,
        concurrency: 1,
    });
    assert_eq!(pace.take(start(), false), None);
    pace.pause(start(), Some(Duration::from_secs(20)), 0.0);
    let day_before = start() - Duration::from_secs(86_400);
    let wait = pace.take(day_before, false).unwrap_or_default();
    assert!(wait <= Duration::from_millis(200), "{wait:?}");
}

#[test]
fn refusals_without_a_length_wait_longer_each_time_but_count_once_together() {
    let mut pace = Pace::new(Limits {
        per_second: 0,
        burst: 1,
        concurrency: 1,
    });
    let mut now = start();
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let pause = pace.pause(now, None, 0.0);
        assert_eq!(
            pace.pause(now, None, 0.0),
            pause,
            "a call that was under way at the same time"
        );
        pauses.push(pause.as_secs());
        now = later(now, pause);
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
    pace.refusals = 0;
    assert!(pace.pause(now, None, 1.0) <= Duration::from_millis(1250));
}

const UNPACED: Limits = Limits {
    per_second: 0,
    burst: 1,
    concurrency: 1,
};

/// When each of `calls` of a lane leaves under a limit per hour, in seconds from the start; a call that is told to come back
/// does.
fn hourly_departures(lane: Lane, limits: Limits, most: u32, calls: usize) -> Vec<f64> {
    let clock = ManualClock::new(start());
    let limiter = limiter(limits, &clock);
    limiter.limit_hour(most);
    run(&clock, async {
        let mut left = Vec::new();
        while left.len() < calls {
            match limiter.admit(lane, "call").await {
                Ok(_passage) => left.push(until(start(), clock.now()).as_secs_f64()),
                Err(PausedFor(pause)) => clock.sleep(pause).await,
            }
        }
        left
    })
}

#[test]
fn hours_allowance_is_used_whole_and_never_passed_in_any_hour() {
    for (lane, most) in [
        (Lane::Writes, 5000),
        (Lane::PressingReads, 5000),
        (Lane::Reads, 4750),
    ] {
        let left = hourly_departures(lane, UNPACED, 5000, 2 * most + 1);
        assert_eq!(
            left[most - 1],
            0.0,
            "the hour's allowance waits for nothing"
        );
        assert_eq!(
            (left[most], left[2 * most - 1], left[2 * most]),
            (3610.0, 3610.0, 7220.0)
        );

        let paced = Limits {
            per_second: 2,
            ..UNPACED
        };
        let left = hourly_departures(lane, paced, 5000, 12_000);
        assert!(left[most - 1] < 2600.0, "{}", left[most - 1]);
        for (early, late) in left.iter().zip(left.iter().skip(most)) {
            assert!(late - early >= 3600.0, "{early} and {late}");
        }
        for (early, late) in left.iter().zip(left.iter().skip(1)) {
            assert!(
                late - early >= 0.49,
                "a burst when the hour ended: {early} and {late}"
            );
        }
    }
}

#[test]
fn long_list_leaves_the_hours_last_calls_to_payments_and_to_what_they_are_decided_by() {
    let clock = ManualClock::new(start());
    let limiter = limiter(UNPACED, &clock);
    limiter.limit_hour(100);
    run(&clock, async {
        let admit = async |lane| limiter.admit(lane, "call").await.map(drop);
        let come_back = Err(PausedFor(Duration::from_secs(3610)));
        for _ in 0..95 {
            assert_eq!(admit(Lane::Reads).await, Ok(()));
        }
        assert_eq!(admit(Lane::Reads).await, come_back);
        for lane in [Lane::PressingReads, Lane::Writes].repeat(2) {
            assert_eq!(admit(lane).await, Ok(()));
        }
        assert_eq!(admit(Lane::Reads).await, come_back);
        assert_eq!(admit(Lane::Writes).await, Ok(()));
        assert_eq!(admit(Lane::Writes).await, come_back);
        assert_eq!(clock.now(), start());
    });
}

#[test]
fn list_that_waits_for_the_hour_holds_no_payment_up() {
    let clock = ManualClock::new(start());
    let limiter = limiter(UNPACED, &clock);
    limiter.limit_hour(20);
    run(&clock, async {
        for _ in 0..19 {
            drop(limiter.admit(Lane::Reads, "list").await.unwrap());
        }
        clock.advance(Duration::from_secs(3550));
        let left = |lane| {
            let (limiter, clock) = (&limiter, &clock);
            async move {
                drop(limiter.admit(lane, "call").await.unwrap());
                until(start(), clock.now()).as_secs()
            }
        };
        let both = futures::future::join(left(Lane::Reads), left(Lane::Writes));
        assert_eq!(both.await, (3610, 3550));
    });
}

#[test]
fn call_beyond_the_hour_is_told_to_come_back_rather_than_kept_for_an_hour() {
    let clock = ManualClock::new(start());
    let limits = Limits {
        per_second: 0,
        burst: 1,
        concurrency: 1,
    };
    let limiter = limiter(limits, &clock);
    limiter.limit_hour(3);
    run(&clock, async {
        for _ in 0..3 {
            drop(limiter.admit(Lane::Writes, "call").await.unwrap());
        }
        limiter.limit_hour(3);
        let told = limiter.admit(Lane::Writes, "call").await.err();
        assert_eq!(told, Some(PausedFor(Duration::from_secs(3610))));
        clock.advance(Duration::from_secs(3550));
        drop(limiter.admit(Lane::Writes, "call").await.unwrap());
        assert_eq!(until(start(), clock.now()), Duration::from_secs(3610));
    });
}

#[test]
fn clock_that_is_set_back_costs_an_hour_at_most() {
    let mut hour = Hour::default();
    hour.allow(2);
    hour.note(start());
    hour.note(start());
    let day_before = start() - Duration::from_secs(86_400);
    assert_eq!(
        hour.wait(day_before, Lane::Writes),
        Some(Duration::from_secs(3610))
    );
    assert_eq!(
        hour.wait(later(day_before, Duration::from_secs(3610)), Lane::Writes),
        None
    );
}
