"""Others write the table that `cargo run -p register --release --example export` writes.

Usage: python export.py openpyxl|xlsxwriter FILE.xlsx [ROWS]. Prints one line of JSON: seconds, peak_rss_mb, bytes.
"""

import json
import os
import resource
import sys
import time
from datetime import datetime, timedelta

TITLES = ["Создан", "№", "Водитель", "Телефон", "Статус", "Сумма", "Комиссия", "К выплате", "Способ", "Реквизиты",
          "Интеграция", "Выплачен"]
STATUSES = ["Выплачен", "В обработке", "Отклонён", "Новый"]
WAYS = ["СБП", "Карта", "Расчётный счёт"]
AMOUNTS = (5, 6, 7)
START = datetime(2026, 10, 1)
TEXT, AMOUNT, TIME = "@", "#,##0.00", "dd.mm.yyyy hh:mm:ss"


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


def total(column, rows):
    letter = "ABCDEFGHIJKL"[column]
    return f"=SUBTOTAL(109,{letter}2:{letter}{rows + 1})"


def by_openpyxl():
    """In write-only mode."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

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
        sheet.append([cell(sheet, title, TEXT, bold) for title in TITLES])
        for i in range(rows):
            cells = []
            for column, value in enumerate(row(i)):
                if column in AMOUNTS:
                    cells.append(cell(sheet, value, AMOUNT))
                elif value is None:
                    cells.append(None)
                elif isinstance(value, datetime):
                    cells.append(cell(sheet, value, TIME))
                else:
                    cells.append(cell(sheet, value, TEXT))
            sheet.append(cells)
        totals = [cell(sheet, "Итого", TEXT, bold)] + [None] * (len(TITLES) - 1)
        for column in AMOUNTS:
            totals[column] = cell(sheet, total(column, rows), AMOUNT, bold)
        sheet.append(totals)
        book.save(path)

    return write


def by_xlsxwriter():
    """In constant memory."""
    import xlsxwriter

    def write(path, rows):
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        date = book.add_format({"num_format": TIME})
        amount = book.add_format({"num_format": AMOUNT})
        text = book.add_format({"num_format": TEXT})
        bold = book.add_format({"bold": True, "num_format": TEXT})
        bold_amount = book.add_format({"bold": True, "num_format": AMOUNT})
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
            sheet.write_formula(rows + 1, column, total(column, rows), bold_amount, sums[column] / 100)
        book.close()

    return write


# The library is loaded before the clock starts, as ours is.
write = {"openpyxl": by_openpyxl, "xlsxwriter": by_xlsxwriter}[sys.argv[1]]()
path = sys.argv[2]
begun = time.perf_counter()
write(path, int(sys.argv[3]) if len(sys.argv) > 3 else 200_000)
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": round(seconds, 3), "peak_rss_mb": round(peak, 1), "bytes": os.path.getsize(path)}))
