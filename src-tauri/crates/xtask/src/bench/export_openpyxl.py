"""openpyxl in write-only mode writes the table that `cargo run -p register --release --example export` writes.

Usage: python export_openpyxl.py FILE.xlsx [ROWS]. Prints one line of JSON: seconds, peak_rss_mb, bytes.
"""

import json
import os
import resource
import sys
import time
from datetime import datetime, timedelta

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

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


def cell(sheet, value, number_format, bold=None):
    made = WriteOnlyCell(sheet, value=value)
    made.number_format = number_format
    if bold:
        made.font = bold
    return made


def write(path, rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Платежи")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:L{rows + 1}"
    for column in range(1, len(TITLES) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18
    bold = Font(bold=True)
    sheet.append([cell(sheet, title, "@", bold) for title in TITLES])
    for i in range(rows):
        cells = []
        for column, value in enumerate(row(i)):
            if column in AMOUNTS:
                cells.append(cell(sheet, value, "#,##0.00"))
            elif value is None:
                cells.append(None)
            elif isinstance(value, datetime):
                cells.append(cell(sheet, value, "dd.mm.yyyy hh:mm:ss"))
            else:
                cells.append(cell(sheet, value, "@"))
        sheet.append(cells)
    totals = [cell(sheet, "Итого", "@", bold)] + [None] * (len(TITLES) - 1)
    for column in AMOUNTS:
        letter = get_column_letter(column + 1)
        totals[column] = cell(sheet, f"=SUBTOTAL(109,{letter}2:{letter}{rows + 1})", "#,##0.00", bold)
    sheet.append(totals)
    book.save(path)


path = sys.argv[1]
begun = time.perf_counter()
write(path, int(sys.argv[2]) if len(sys.argv) > 2 else 200_000)
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": round(seconds, 3), "peak_rss_mb": round(peak, 1), "bytes": os.path.getsize(path)}))
