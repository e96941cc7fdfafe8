"""XlsxWriter in constant memory writes the table that `cargo run -p register --release --example export` writes.

Usage: python export_xlsxwriter.py FILE.xlsx [ROWS]. Prints one line of JSON: seconds, peak_rss_mb, bytes.
"""

import json
import os
import resource
import sys
import time
from datetime import datetime, timedelta

import xlsxwriter

TITLES = ["Создан", "№", "Водитель", "Телефон", "Статус", "Сумма", "Комиссия", "К выплате", "Способ", "Реквизиты",
          "Интеграция", "Выплачен"]
STATUSES = ["Выплачен", "В обработке", "Отклонён", "Новый"]
WAYS = ["СБП", "Карта", "Расчётный счёт"]
AMOUNTS = (5, 6, 7)
START = datetime(2026, 10, 1)


def row(i):
    amount = (i * 7919 % 5_000_000 + 1) / 100
    fee = (i * 31 % 9_900 + 100) / 100
    return (
        START + timedelta(seconds=i * 13),
        str(48_000_000 + i),
        f"Водителев{i % 5000} Пётр Сергеевич",
        f"+7911{i % 10_000_000:07}",
        STATUSES[i % 4],
        amount,
        fee,
        round(amount - fee, 2),
        WAYS[i % 3],
        f"40817810{i:012}",
        f"Парк «Север» {i % 7}",
        START + timedelta(seconds=i * 13 + 3600) if i % 5 else None,
    )


def write(path, rows):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    date = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
    amount = book.add_format({"num_format": "#,##0.00"})
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "num_format": "@"})
    bold_amount = book.add_format({"bold": True, "num_format": "#,##0.00"})
    sheet = book.add_worksheet("Платежи")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(TITLES) - 1, 18)
    sheet.autofilter(0, 0, rows, len(TITLES) - 1)
    for column, title in enumerate(TITLES):
        sheet.write_string(0, column, title, bold)
    sums = dict.fromkeys(AMOUNTS, 0)
    for i in range(rows):
        for column, value in enumerate(row(i)):
            if column in AMOUNTS:
                sheet.write_number(i + 1, column, value, amount)
                sums[column] += round(value * 100)
            elif value is None:
                continue
            elif isinstance(value, datetime):
                sheet.write_datetime(i + 1, column, value, date)
            else:
                sheet.write_string(i + 1, column, value, text)
    sheet.write_string(rows + 1, 0, "Итого", bold)
    for column in AMOUNTS:
        letter = "ABCDEFGHIJKL"[column]
        formula = f"=SUBTOTAL(109,{letter}2:{letter}{rows + 1})"
        sheet.write_formula(rows + 1, column, formula, bold_amount, sums[column] / 100)
    book.close()


path = sys.argv[1]
begun = time.perf_counter()
write(path, int(sys.argv[2]) if len(sys.argv) > 2 else 200_000)
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": round(seconds, 3), "peak_rss_mb": round(peak, 1), "bytes": os.path.getsize(path)}))
