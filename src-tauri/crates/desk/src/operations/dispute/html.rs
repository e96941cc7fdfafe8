//! The sheet to print: plain HTML, nothing in it runs, nothing is fetched, every text escaped.
//!
//! Labels by name: `written_at`, `head`, `checked_at`; members of an operation as the screen has them (`reference`,
//! `driver`, `amount`…), its connection as `park`; `yes`, `no`; `timeline`, `body`, `body_sha256`, `hash`, `prev`; params
//! of a line of the history; members of the evidence. One that the words lack stands under its name.

use std::fmt::Write;

use journal::{Evidence, FoundTransaction};
use money::Amount;

use super::{Paper, Papers};
use crate::operations::{
    plans::code_name,
    types::{DisputeWords, HistoryLine, OperationView},
    views::history_lines,
};

const STYLE: &str = "body{font:11pt/1.4 sans-serif;color:#000;background:#fff;margin:2em auto;max-width:48em;padding:0 1em}\
h1{font-size:16pt}h2{font-size:13pt;margin-top:2em}h3{font-size:11pt}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.25em .5em;text-align:left;vertical-align:top}\
th{width:14em;font-weight:600}code,pre{font:9pt/1.4 monospace;overflow-wrap:anywhere;white-space:pre-wrap}\
@page{margin:15mm}@media print{body{margin:0;max-width:none}section{break-before:page}section:first-of-type{break-before:auto}tr{break-inside:avoid}}";

/// The whole sheet.
pub fn sheet(papers: &Papers, words: &DisputeWords) -> String {
    let mut page = Page {
        out: String::new(),
        words,
    };
    let title = escaped(&words.title);
    page.raw("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
    page.raw(&format!(
        "<title>{title}</title><style>{STYLE}</style></head><body>\n"
    ));
    page.raw(&format!(
        "<h1>{title}</h1>\n<p>{}</p>\n",
        escaped(&words.intro)
    ));
    page.table(&[
        ("written_at", papers.made_at.clone()),
        ("head", papers.journal.head.clone()),
        ("checked_at", papers.journal.checked_at.clone()),
    ]);
    for paper in &papers.operations {
        page.operation(paper);
    }
    page.raw("</body></html>\n");
    page.out
}

struct Page<'a> {
    out: String,
    words: &'a DisputeWords,
}

impl Page<'_> {
    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn label(&self, name: &str) -> String {
        let known = self.words.labels.get(name);
        escaped(known.map_or(name, String::as_str))
    }

    fn yes(&self, yes: bool) -> String {
        let name = if yes { "yes" } else { "no" };
        let known = self.words.labels.get(name);
        known.map_or(name, String::as_str).to_owned()
    }

    /// Rows of a label and a text; those without a text are left out.
    fn table(&mut self, rows: &[(&str, String)]) {
        self.raw("<table>\n");
        for (name, text) in rows.iter().filter(|(_, text)| !text.is_empty()) {
            let (label, text) = (self.label(name), escaped(text));
            self.raw(&format!("<tr><th>{label}</th><td>{text}</td></tr>\n"));
        }
        self.raw("</table>\n");
    }

    fn operation(&mut self, paper: &Paper) {
        let view = &paper.view;
        let heading = format!("[#{}] {}", view.reference, view.driver);
        self.raw(&format!("<section><h2>{}</h2>\n", escaped(&heading)));
        self.facts(view);
        let label = self.label("body");
        let body = escaped(&paper.operation.new.body);
        self.raw(&format!("<h3>{label}</h3><pre>{body}</pre>\n"));
        self.table(&[("body_sha256", paper.body_sha256.clone())]);
        let label = self.label("timeline");
        self.raw(&format!("<h3>{label}</h3>\n"));
        let lines = history_lines(&paper.events);
        for (line, entry) in lines.iter().zip(&paper.events) {
            self.line(line, &entry.prev);
        }
        self.raw("</section>\n");
    }

    fn facts(&mut self, view: &OperationView) {
        let named = |known: &std::collections::BTreeMap<String, String>, name: String| {
            known.get(&name).cloned().unwrap_or(name)
        };
        let state = named(&self.words.states, code_name(view.state));
        let kind = named(&self.words.kinds, code_name(view.kind));
        let row = view.row.map(|row| row.to_string()).unwrap_or_default();
        let payout = view.payout.as_ref().map(|id| id.0.clone());
        let repeats = view.repeats.as_ref().map(|id| id.0.clone());
        self.table(&[
            ("reference", view.reference.clone()),
            ("state", state),
            ("kind", kind),
            ("amount", view.amount.format_russian()),
            ("driver", view.driver.clone()),
            ("driver_id", view.driver_id.to_string()),
            ("balance", view.balance.clone()),
            ("target", view.target.clone().unwrap_or_default()),
            ("message", view.message.clone()),
            ("requisite", view.requisite.clone().unwrap_or_default()),
            ("creates_payment", self.yes(view.creates_payment)),
            ("include_commission", self.yes(view.include_commission)),
            ("park", view.connection_name.clone()),
            ("service", code_name(view.service)),
            ("id", view.id.0.clone()),
            ("payout", payout.unwrap_or_default()),
            ("row", row),
            ("repeats", repeats.unwrap_or_default()),
            ("confirmed_at", view.confirmed_at.clone()),
            ("changed_at", view.changed_at.clone()),
            ("who", who(&view.who)),
            ("reason", view.reason.clone()),
        ]);
    }

    fn line(&mut self, line: &HistoryLine, prev: &str) {
        let name = code_name(line.what);
        let named = self.words.history.get(&name).cloned().unwrap_or(name);
        let heading = format!("{}. {} · {}", line.number, line.at, named);
        self.raw(&format!("<h3>{}</h3>\n", escaped(&heading)));
        let mut rows: Vec<(&str, String)> = vec![("who", who(&line.who))];
        let params = line.params.iter();
        rows.extend(params.map(|(name, text)| (name.as_str(), text.clone())));
        rows.push(("trace_id", line.trace_id.clone().unwrap_or_default()));
        if let Some(evidence) = &line.evidence {
            rows.extend(self.evidence(evidence));
        }
        rows.push(("hash", line.hash.clone()));
        rows.push(("prev", prev.to_owned()));
        self.table(&rows);
    }

    fn evidence(&self, evidence: &Evidence) -> Vec<(&'static str, String)> {
        let number = |number: Option<u32>| number.map(|one| one.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let searched = evidence.window_from.is_some();
        let complete = searched.then(|| self.yes(evidence.complete));
        let mut rows = vec![
            ("source", evidence.source.clone()),
            ("window_from", text(&evidence.window_from)),
            ("window_to", text(&evidence.window_to)),
            ("received", number(evidence.received)),
            ("told", number(evidence.told)),
            ("complete", complete.unwrap_or_default()),
            ("sought", evidence.sought.clone()),
            ("balance_then", text(&evidence.balance)),
        ];
        rows.extend(evidence.found.iter().map(|one| ("found", transaction(one))));
        rows.extend(evidence.alike.iter().map(|one| ("alike", transaction(one))));
        rows
    }
}

fn who(who: &journal::Who) -> String {
    match who.name.is_empty() {
        true => who.os_user.clone(),
        false => format!("{} ({})", who.name, who.os_user),
    }
}

/// `№ 5120, 2026-11-22T10:00:00+03:00, −100,00, Аренда [#7K3F9Q]`
fn transaction(one: &FoundTransaction) -> String {
    let mut text = format!("№ {}", one.id);
    let amount = one.amount.as_ref().map(|amount| {
        let exact: Result<Amount, _> = amount.parse();
        exact.map_or_else(|_| amount.clone(), Amount::format_russian)
    });
    let parts = [one.date.clone(), amount, Some(one.description.clone())];
    for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
        // Writing to a text does not fail.
        let _ = write!(text, ", {part}");
    }
    text
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign => out.push(sign),
        }
    }
    out
}
