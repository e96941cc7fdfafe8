"""Collects every payment as a plain `requests` loop does; prints rows, pages and seconds as JSON."""
import json, sys, time

import requests

base, key, window = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
session = requests.Session()
session.headers.update({"Client-Key": key, "Accept": "application/json", "Content-Type": "application/json"})
started, rows, page, last = time.perf_counter(), 0, 1, 1
while page <= last:
    answer = session.get(f"{base}/payments", params={**window, "page": page, "per_page": "200"})
    answer.raise_for_status()
    body = answer.json()
    rows += len(body["items"])
    last = body["meta"]["last_page"]
    page += 1
print(json.dumps({"rows": rows, "pages": last, "seconds": time.perf_counter() - started}))
