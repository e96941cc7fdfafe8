//! What replaces the spreadsheet: views that are kept, files that hold exactly what the service holds, the chart.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use calamine::{Data, Reader, Xlsx, open_workbook};
use fantoccini::Locator;
use jiff::ToSpan;
use serde_json::Value;

use crate::{
    connecting::written_by_the_program,
    park::{KEY, Park},
    payments::{days, kopecks, period, plain},
    window::{Window, save_as, save_as_proposed},
};

/// `PAID` of the stand-in.
const PAID: (&str, &str) = ("1", "Выплачен");

const COMPLETE: &str = "[data-testid=completeness][data-phase=complete]";

/// The payments of last month; answers the period as the control door is asked for it.
async fn last_month(window: &Window) -> String {
    window.click("nav-payments").await;
    window.screen("payments").await;
    window.click("payments-period").await;
    window.click("period-preset-last_month").await;
    window.css(COMPLETE).await;
    period(window, "payments-period").await
}

/// Waits until the footer says what the stand-in says of this filter.
async fn footer_tells(window: &Window, truth: &Value) {
    let count = truth["count"].to_string();
    let amount = kopecks(truth["amount"].as_str().expect("an amount"));
    window
        .until(&format!("the sums of {truth}"), async || {
            window.has("total-amount").await
                && plain(&window.text("total-count").await) == count
                && kopecks(&plain(&window.text("total-amount").await)) == amount
        })
        .await;
}

// Views.

/// Checks or unchecks the one of a list's filter with this title, and applies it.
async fn choose(window: &Window, chip: &str, title: &str) {
    window.click(chip).await;
    let option = format!("//label[normalize-space()='{title}']//input");
    window
        .until(&format!("{title} is chosen"), async || {
            match window.client.find(Locator::XPath(&option)).await {
                Ok(option) => option.click().await.is_ok(),
                Err(_) => false,
            }
        })
        .await;
    window.click("choice-apply").await;
}

async fn headers(window: &Window) -> Vec<String> {
    window.texts("[role=columnheader]").await
}

async fn shown_ids(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid^=payment-row-]')]
        .map((row) => [Number(row.getAttribute('aria-rowindex')), row.dataset.testid]).sort((a, b) => a[0] - b[0])
        .map(([, id]) => id)";
    let ids = window.look(script).await;
    let ids = ids.as_array().expect("a list").iter();
    ids.map(|id| id.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// What a view is asked to bring back.
#[derive(Debug, PartialEq)]
struct Look {
    period: String,
    headers: Vec<String>,
    rows: Vec<String>,
}

async fn look(window: &Window) -> Look {
    // How many are drawn depends on what else is on the screen for the moment.
    let mut rows = shown_ids(window).await;
    rows.truncate(10);
    Look {
        period: period(window, "payments-period").await,
        headers: headers(window).await,
        rows,
    }
}

/// Waits until the table stands as it stood.
async fn stands_as(window: &Window, expected: &Look, truth: &Value) {
    footer_tells(window, truth).await;
    window.says("payments-status_ids", PAID.1).await;
    window
        .until(&format!("{expected:?}"), async || {
            look(window).await == *expected
        })
        .await;
}

#[tokio::test]
async fn a_saved_view_is_there_after_a_restart() {
    const NAME: &str = "Выплачено за месяц";
    const HIDDEN: &str = "Юрлицо";
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    let month = last_month(&window).await;
    choose(&window, "payments-status_ids", PAID.1).await;
    let paid = format!("truth/payments?{month}&status={}", PAID.0);
    let truth = park.truth(&paid).await;
    footer_tells(&window, &truth).await;
    assert!(headers(&window).await.iter().any(|title| title == HIDDEN));
    window.click("columns").await;
    window.click("columns-show-agent").await;
    window
        .until("the column is hidden", async || {
            !headers(&window).await.iter().any(|title| title == HIDDEN)
        })
        .await;
    window.press("\u{e00c}").await;
    window.click("view-save").await;
    window.fill("view-name", NAME).await;
    window.click("view-save-confirm").await;
    let tab = tab_of(&window, NAME).await;
    let expected = look(&window).await;
    assert!(!expected.rows.is_empty());
    window.close().await;

    let again = Window::open(&[]).await;
    again.click("nav-payments").await;
    again.screen("payments").await;
    assert_eq!(tab_of(&again, NAME).await, tab);
    assert!(
        !again.text("payments-status_ids").await.contains(PAID.1),
        "no view opens by itself unasked"
    );
    again.click(&tab).await;
    stands_as(&again, &expected, &truth).await;
    again.click("view-menu").await;
    again.click("view-usual").await;
    let id = tab.trim_start_matches("view-tab-");
    again
        .until("the usual view is on disk", async || {
            let written = written_by_the_program();
            let mut usual = written.split("\"usual\":").skip(1);
            usual.any(|rest| rest.trim_start().starts_with(&format!("\"{id}\"")))
        })
        .await;
    again.close().await;

    let third = Window::open(&[]).await;
    third.click("nav-payments").await;
    third.screen("payments").await;
    stands_as(&third, &expected, &truth).await;
    third.close().await;
}

/// The test id of the tab with this name.
async fn tab_of(window: &Window, name: &str) -> String {
    let tab =
        format!("//*[starts-with(@data-testid,'view-tab-')][contains(normalize-space(),'{name}')]");
    let mut id = None;
    window
        .until(&format!("the tab {name}"), async || {
            if let Ok(found) = window.client.find(Locator::XPath(&tab)).await {
                id = found.attr("data-testid").await.ok().flatten();
            }
            id.is_some()
        })
        .await;
    id.expect("a tab")
}

// Files.

/// An exported file, read by a library that has not written it.
struct Exported {
    /// Cells of every row below the titles, by title.
    rows: Vec<BTreeMap<String, String>>,
    /// The sheet about the export: what it says, by its labels.
    about: BTreeMap<String, String>,
}

impl Exported {
    fn read(path: &Path) -> Self {
        let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
        assert_eq!(book.sheet_names(), ["Платежи", "О выгрузке"]);
        let mut sheet = |name: &str| -> Vec<Vec<String>> {
            let cells = book.worksheet_range(name).expect("a sheet");
            let texts = |row: &[Data]| row.iter().map(Data::to_string).collect();
            cells.rows().map(texts).collect()
        };
        let about = sheet("О выгрузке").into_iter().filter_map(|row| {
            let [label, value, ..] = row.as_slice() else {
                return None;
            };
            Some((label.clone(), value.clone()))
        });
        let about = about.collect();
        let rows = sheet("Платежи");
        let titles = rows.iter().position(|row| row.contains(&ID.to_owned()));
        let (titles, cells) = rows[titles.expect("titles")..].split_first().expect("rows");
        let by_title = |row: &Vec<String>| titles.iter().cloned().zip(row.clone()).collect();
        Self {
            rows: cells.iter().map(by_title).collect(),
            about,
        }
    }

    fn payments(&self) -> impl Iterator<Item = &BTreeMap<String, String>> {
        self.rows
            .iter()
            .filter(|row| row[ID].parse::<i64>().is_ok())
    }

    /// Ascending.
    fn ids(&self) -> Vec<i64> {
        let ids = self.payments().map(|row| row[ID].parse().expect("an id"));
        let mut ids: Vec<i64> = ids.collect();
        ids.sort_unstable();
        ids
    }

    fn total(&self) -> i64 {
        let is_total = |row: &&BTreeMap<String, String>| row.values().any(|cell| cell == "Итого");
        let total = self.rows.iter().find(is_total).expect("a row of totals");
        kopecks(&total[AMOUNT])
    }
}

const ID: &str = "ID платежа";
const AMOUNT: &str = "Сумма, ₽";

fn home() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).expect("a home")
}

/// The workbooks in a folder, but those that are still being written.
fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let name = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    paths
        .filter(|path| name(path).ends_with(".xlsx") && !name(path).starts_with('.'))
        .collect()
}

/// Presses the button and takes what the dialog proposes; answers the file that came.
async fn exported(window: &Window) -> (String, Exported) {
    let before = workbooks(&home());
    window.click("export").await;
    save_as_proposed().await;
    let mut new = None;
    window
        .until("the file is there", async || {
            new = workbooks(&home())
                .into_iter()
                .find(|path| !before.contains(path));
            new.is_some()
        })
        .await;
    let path = new.expect("a file");
    window.find("export-reveal").await;
    let name = path
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    (name, Exported::read(&path))
}

#[tokio::test]
async fn an_exported_register_holds_every_id_and_the_sum_of_the_services_truth() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    let month = last_month(&window).await;
    let truth = park.truth(&format!("truth/payments?{month}")).await;
    footer_tells(&window, &truth).await;
    let held = ids(&park, &month).await;
    assert!(held.len() > 100, "more than a screen: {}", held.len());

    let (name, file) = exported(&window).await;
    assert!(name.starts_with("Платежи"), "{name}");
    assert!(!name.contains("НЕПОЛНО"), "{name}");
    assert_eq!(file.ids(), held);
    let amount = kopecks(truth["amount"].as_str().expect("an amount"));
    let sum: i64 = file.payments().map(|row| kopecks(&row[AMOUNT])).sum();
    assert_eq!((sum, file.total()), (amount, amount));
    assert_eq!(file.about["Парк"], "Север-Запад");
    assert!(file.about["Полнота"].starts_with("полно"));
    let count = held.len().to_string();
    for told in ["Получено строк", "Всего по данным сервиса", "Строк в файле"]
    {
        assert_eq!(plain(&file.about[told]), count, "{told}");
    }
    let told = file.about[&format!("Итого: {AMOUNT}")].replace('.', ",");
    assert_eq!(kopecks(&plain(&told)), amount);
    let hash = &file.about["SHA-256 строк"];
    assert!(
        hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()),
        "{hash}"
    );

    // A look at the newest row and the first page answer; everything after them fails.
    park.fail((3..60).map(|n| format!("listPayments:500@nth={n}")))
        .await;
    window.click("payments-period").await;
    window.click("period-preset-quarter").await;
    window
        .css("[data-testid=completeness][data-phase=failed]")
        .await;
    let quarter = period(&window, "payments-period").await;
    let (name, file) = exported(&window).await;
    assert!(name.contains("НЕПОЛНО"), "{name}");
    assert!(
        file.about["Полнота"].starts_with("НЕПОЛНО"),
        "{:?}",
        file.about
    );
    let (came, held) = (file.ids(), ids(&park, &quarter).await);
    assert!(!came.is_empty() && came.len() < held.len());
    assert!(came.iter().all(|id| held.contains(id)));
    window.close().await;
}

/// Ids of the payments that the stand-in holds, ascending.
async fn ids(park: &Park, filter: &str) -> Vec<i64> {
    let ids = park.truth(&format!("truth/payments/ids?{filter}")).await;
    let ids = ids.as_array().expect("ids").iter();
    ids.map(|id| id.as_i64().expect("an id")).collect()
}

/// Presses the button that cancels an export in the very moment it appears, and notes what was being done: a click
/// from here would come too late on a quick machine.
const CANCEL_AT_ONCE: &str = r#"
    const at = (id) => document.querySelector(`[data-testid=${id}]`);
    const press = () => {
        if (!at('export-cancel')) return;
        watch.disconnect();
        window.seenPhase = at('export-progress')?.dataset.phase;
        at('export-cancel').click();
    };
    const watch = new MutationObserver(press);
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
"#;

#[tokio::test]
async fn an_export_cancelled_half_way_leaves_nothing_behind() {
    let folder = home().join("exports");
    std::fs::create_dir(&folder).expect("a folder");
    let window = Window::demo().await;
    window.click("nav-payments").await;
    window.screen("payments").await;
    all_payments(&window).await;
    let cancelling = window.client.execute(CANCEL_AT_ONCE, vec![]).await;
    cancelling.expect("the script runs");
    window.click("export").await;
    save_as(&folder.join("payments.xlsx")).await;
    window
        .until("the export is cancelled", async || {
            assert!(
                !window.has("export-reveal").await,
                "it was written to its end"
            );
            window.page_text().await.contains("Запись остановлена")
        })
        .await;
    assert_eq!(window.look("return window.seenPhase").await, "writing");
    let left: Vec<_> = std::fs::read_dir(&folder).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
    window.close().await;
}

/// Every payment of the demo park: tens of thousands, so that the writing takes its time.
async fn all_payments(window: &Window) {
    let today = jiff::Zoned::now().date();
    let first = today.checked_sub(540.days()).expect("a day");
    window.click("payments-period").await;
    for (field, day) in [("payments-from", first), ("payments-to", today)] {
        window
            .fill(field, &day.strftime("%d.%m.%Y").to_string())
            .await;
    }
    window.click("payments-period-apply").await;
    // Longer than a screen usually takes: three hundred pages.
    let everything = async || {
        let count = window.texts("[data-testid=total-count]").await.concat();
        let many = plain(&count).parse::<u32>().is_ok_and(|n| n > 50_000);
        many && !window.texts(COMPLETE).await.is_empty()
    };
    let patience = Duration::from_secs(90);
    window.within(patience, "all payments", everything).await;
}

// The chart.

#[tokio::test]
async fn a_day_of_the_chart_narrows_the_table_to_exactly_its_payments() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    let month = last_month(&window).await;
    let whole = park.truth(&format!("truth/payments?{month}")).await;
    footer_tells(&window, &whole).await;
    let chart = window.find("chart").await;
    if chart.attr("data-folded").await.ok().flatten().as_deref() == Some("true") {
        window.click("chart-toggle").await;
    }
    let first = window
        .find("payments-period")
        .await
        .attr("data-from")
        .await
        .expect("answered");
    let first: jiff::civil::Date = first.expect("a day").parse().expect("a date");
    let day = |back: i64| (first + back.days()).to_string();

    let one = day(9);
    let truth = park
        .truth(&format!("truth/payments?{}", days(&one, &one)))
        .await;
    window.click(&format!("chart-day-{one}")).await;
    footer_tells(&window, &truth).await;
    let count = truth["count"].as_u64().expect("a count");
    assert!((1..20).contains(&count), "they fit a screen: {count}");
    window
        .until("no other rows are shown", async || {
            shown_ids(&window).await.len() as u64 == count
        })
        .await;

    let (from, to) = (day(14), day(17));
    let truth = park
        .truth(&format!("truth/payments?{}", days(&from, &to)))
        .await;
    window
        .drag(&format!("chart-day-{from}"), &format!("chart-day-{to}"))
        .await;
    footer_tells(&window, &truth).await;
    window.close().await;
}
