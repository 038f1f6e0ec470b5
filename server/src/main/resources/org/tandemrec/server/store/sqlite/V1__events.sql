-- Numbers stand for users, items and types. Events of a user lie side by side, in the order of time.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, value) VALUES ('sequence', 0), ('events', 0), ('users', 0), ('items', 0), ('types', 0);

CREATE TABLE users (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    labels TEXT NOT NULL,
    comment TEXT NOT NULL
) STRICT;

CREATE TABLE items (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    hidden INTEGER NOT NULL,
    categories TEXT NOT NULL,
    time INTEGER NOT NULL,
    labels TEXT NOT NULL,
    comment TEXT NOT NULL
) STRICT;

-- How many events an item has: apart from the items, so that counting touches few pages.
CREATE TABLE item_events (
    item INTEGER NOT NULL PRIMARY KEY,
    events INTEGER NOT NULL
) STRICT;

CREATE TABLE types (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE events (
    user_number INTEGER NOT NULL,
    time INTEGER NOT NULL,
    item_number INTEGER NOT NULL,
    type_number INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    value REAL NOT NULL,
    labels TEXT NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (user_number, time, item_number, type_number)
) STRICT, WITHOUT ROWID;

-- The rest of the primary key follows by itself.
CREATE INDEX events_by_item ON events (item_number, time);
CREATE INDEX events_by_type ON events (type_number, time);
