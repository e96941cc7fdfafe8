-- Rows are only ever added. Digests of operations and registers stand in the details of the event that confirms them.
CREATE TABLE registers (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    connection TEXT NOT NULL,
    connection_name TEXT NOT NULL,
    rows INTEGER NOT NULL,
    control TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;

CREATE TABLE operations (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    reference TEXT NOT NULL,
    connection TEXT NOT NULL,
    connection_name TEXT NOT NULL,
    service TEXT NOT NULL,
    kind TEXT NOT NULL,
    creates_payment INTEGER NOT NULL,
    include_commission INTEGER NOT NULL,
    driver_id TEXT NOT NULL,
    driver TEXT NOT NULL,
    balance_id TEXT NOT NULL,
    balance TEXT NOT NULL,
    target TEXT,
    target_balance_id TEXT,
    amount TEXT NOT NULL,
    message TEXT NOT NULL,
    requisite TEXT,
    body TEXT NOT NULL,
    token TEXT,
    register INTEGER REFERENCES registers (number),
    register_row INTEGER,
    repeats TEXT
) STRICT;

-- AUTOINCREMENT remembers the highest number ever given, so that events cut off the end are missed.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    utc_offset TEXT NOT NULL,
    os_user TEXT NOT NULL,
    person TEXT NOT NULL,
    operation INTEGER REFERENCES operations (number),
    register INTEGER REFERENCES registers (number),
    kind TEXT NOT NULL,
    details TEXT NOT NULL,
    prev BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER registers_stay BEFORE UPDATE ON registers BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER registers_last BEFORE DELETE ON registers BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER registers_grow BEFORE INSERT ON registers
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM registers)
BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER operations_stay BEFORE UPDATE ON operations BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER operations_last BEFORE DELETE ON operations BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER operations_grow BEFORE INSERT ON operations
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM operations)
BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER events_grow BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
