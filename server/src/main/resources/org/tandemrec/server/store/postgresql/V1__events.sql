-- Numbers stand for users, items and types. The primary key holds all that a history needs, in the order of users and time.
CREATE TABLE counters (
    name text PRIMARY KEY,
    value bigint NOT NULL
);

INSERT INTO counters (name, value) VALUES ('sequence', 0), ('events', 0), ('users', 0), ('items', 0), ('types', 0);

CREATE TABLE users (
    number integer PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    labels text NOT NULL,
    comment text NOT NULL
);

CREATE TABLE items (
    number integer PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    hidden integer NOT NULL,
    categories text NOT NULL,
    time bigint NOT NULL,
    labels text NOT NULL,
    comment text NOT NULL
);

-- How many events an item has: apart from the items, with room on each page for the next versions of its rows.
CREATE TABLE item_events (
    item integer PRIMARY KEY,
    events bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE types (
    number integer PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE events (
    user_number integer NOT NULL,
    time bigint NOT NULL,
    item_number integer NOT NULL,
    type_number integer NOT NULL,
    sequence bigint NOT NULL,
    value double precision NOT NULL,
    labels text NOT NULL,
    comment text NOT NULL,
    PRIMARY KEY (user_number, time, item_number, type_number) INCLUDE (sequence, value)
);

CREATE INDEX events_by_item ON events (item_number, time, user_number, type_number);
CREATE INDEX events_by_type ON events (type_number, time, user_number, item_number);
