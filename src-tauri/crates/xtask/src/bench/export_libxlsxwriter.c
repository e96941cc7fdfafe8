/* libxlsxwriter in constant memory writes the table that `cargo run -p register --release --example export` writes.
 *
 * cc -O2 export_libxlsxwriter.c -lxlsxwriter -o export_libxlsxwriter; export_libxlsxwriter FILE.xlsx [ROWS]
 * Prints one line of JSON: seconds, peak_rss_mb, bytes. */

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <xlsxwriter.h>

static const char *TITLES[] = {"Создан",    "№",         "Водитель", "Телефон",   "Статус",     "Сумма",
                               "Комиссия", "К выплате", "Способ",   "Реквизиты", "Интеграция", "Выплачен"};
static const char *STATUSES[] = {"Выплачен", "В обработке", "Отклонён", "Новый"};
static const char *WAYS[] = {"СБП", "Карта", "Расчётный счёт"};
enum { COLUMNS = 12, FIRST_AMOUNT = 5, AMOUNTS = 3 };
/* 1 October 2026 as a day of the spreadsheet. */
static const double START = 46296.0;

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **given) {
    if (count < 2)
        return 2;
    long rows = count > 2 ? atol(given[2]) : 200000;
    double begun = seconds_now();

    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *book = workbook_new_opt(given[1], &options);
    lxw_format *date = workbook_add_format(book), *amount = workbook_add_format(book);
    lxw_format *text = workbook_add_format(book), *bold = workbook_add_format(book);
    lxw_format *bold_amount = workbook_add_format(book);
    format_set_num_format(date, "dd.mm.yyyy hh:mm:ss");
    format_set_num_format(amount, "#,##0.00");
    format_set_num_format(text, "@");
    format_set_num_format(bold, "@");
    format_set_bold(bold);
    format_set_num_format(bold_amount, "#,##0.00");
    format_set_bold(bold_amount);

    lxw_worksheet *sheet = workbook_add_worksheet(book, "Платежи");
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_set_column(sheet, 0, COLUMNS - 1, 18, NULL);
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, COLUMNS - 1);
    for (int column = 0; column < COLUMNS; column++)
        worksheet_write_string(sheet, 0, (lxw_col_t)column, TITLES[column], bold);

    long long sums[AMOUNTS] = {0};
    char word[128];
    for (long i = 0; i < rows; i++) {
        lxw_row_t row = (lxw_row_t)(i + 1);
        long long kopecks[AMOUNTS];
        kopecks[0] = (long long)i * 7919 % 5000000 + 1;
        kopecks[1] = (long long)i * 31 % 9900 + 100;
        kopecks[2] = kopecks[0] - kopecks[1];
        worksheet_write_number(sheet, row, 0, START + (double)i * 13 / 86400, date);
        snprintf(word, sizeof word, "%ld", 48000000 + i);
        worksheet_write_string(sheet, row, 1, word, text);
        snprintf(word, sizeof word, "Водителев%ld Пётр Сергеевич", i % 5000);
        worksheet_write_string(sheet, row, 2, word, text);
        snprintf(word, sizeof word, "+7911%07ld", i % 10000000);
        worksheet_write_string(sheet, row, 3, word, text);
        worksheet_write_string(sheet, row, 4, STATUSES[i % 4], text);
        for (int n = 0; n < AMOUNTS; n++) {
            sums[n] += kopecks[n];
            worksheet_write_number(sheet, row, (lxw_col_t)(FIRST_AMOUNT + n), (double)kopecks[n] / 100, amount);
        }
        worksheet_write_string(sheet, row, 8, WAYS[i % 3], text);
        snprintf(word, sizeof word, "40817810%012ld", i);
        worksheet_write_string(sheet, row, 9, word, text);
        snprintf(word, sizeof word, "Парк «Север» %ld", i % 7);
        worksheet_write_string(sheet, row, 10, word, text);
        if (i % 5)
            worksheet_write_number(sheet, row, 11, START + ((double)i * 13 + 3600) / 86400, date);
    }

    lxw_row_t last = (lxw_row_t)(rows + 1);
    worksheet_write_string(sheet, last, 0, "Итого", bold);
    for (int n = 0; n < AMOUNTS; n++) {
        char letter = (char)('A' + FIRST_AMOUNT + n);
        snprintf(word, sizeof word, "=SUBTOTAL(109,%c2:%c%ld)", letter, letter, rows + 1);
        worksheet_write_formula_num(sheet, last, (lxw_col_t)(FIRST_AMOUNT + n), word, bold_amount,
                                    (double)sums[n] / 100);
    }
    if (workbook_close(book) != LXW_NO_ERROR)
        return 1;

    struct rusage used;
    struct stat file;
    getrusage(RUSAGE_SELF, &used);
    stat(given[1], &file);
    printf("{\"seconds\": %.3f, \"peak_rss_mb\": %.1f, \"bytes\": %lld}\n", seconds_now() - begun,
           (double)used.ru_maxrss / 1024, (long long)file.st_size);
    return 0;
}
