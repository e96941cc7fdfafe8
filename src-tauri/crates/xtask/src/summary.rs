//! What the test runners said at their end, read from what they print.

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// nextest's own closing line, as it was printed.
pub fn nextest_line(output: &str) -> Option<&str> {
    output
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with("Summary ["))
}

/// From a line like `Summary [ 1.2s] 9/10 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 3 skipped`.
pub fn nextest_count(output: &str) -> Option<Count> {
    let line = nextest_line(output)?;
    let (_, results) = line.split_once("run: ")?;
    let mut count = Count::default();
    for part in results.split(", ") {
        let mut words = part.split_whitespace();
        let number: u32 = words.next()?.parse().ok()?;
        match words.next()? {
            "passed" => count.passed += number,
            "skipped" => {}
            // failed, timed out, exec failed
            _ => count.failed += number,
        }
    }
    Some(count)
}

/// From vitest's line like `      Tests  1 failed | 11 passed (12)`.
pub fn vitest_count(output: &str) -> Option<Count> {
    let plain = without_colours(output);
    let line = plain
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with("Tests "))?;
    let mut count = Count::default();
    let results = line.trim_start().strip_prefix("Tests")?;
    for part in results.split('|') {
        let mut words = part.split_whitespace();
        let number: u32 = words.next()?.parse().ok()?;
        match words.next()? {
            "passed" => count.passed += number,
            "failed" => count.failed += number,
            _ => {}
        }
    }
    Some(count)
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..start]);
        let code = &rest[start + 2..];
        let end = code.find(|c: char| c.is_ascii_alphabetic());
        rest = end.map_or("", |end| &code[end + 1..]);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timed_out_tests_count_as_failed() {
        let output = "noise\n     Summary [   1.204s] 9/10 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 3 skipped\n";
        assert_eq!(
            nextest_count(output),
            Some(Count {
                passed: 7,
                failed: 2
            })
        );
    }

    #[test]
    fn all_green_is_read() {
        let output = "     Summary [   0.012s] 3 tests run: 3 passed, 0 skipped\n";
        assert_eq!(
            nextest_count(output),
            Some(Count {
                passed: 3,
                failed: 0
            })
        );
        assert_eq!(nextest_count("error: could not compile"), None);
    }

    #[test]
    fn vitest_is_read_with_colours() {
        let output = "\u{1b}[2m Test Files \u{1b}[22m 2 passed (2)\n\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m\u{1b}[22m | \u{1b}[32m11 passed\u{1b}[39m | 2 skipped (14)\n";
        assert_eq!(
            vitest_count(output),
            Some(Count {
                passed: 11,
                failed: 1
            })
        );
    }
}
