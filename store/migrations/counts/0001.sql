-- Every text is kept once and numbered; the empty text of a missing side is number 0.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);
INSERT INTO texts VALUES (0, '');

-- The one table of counts. A new dimension is a new value in a row.
CREATE TABLE counts (
    site INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    dimension2 INTEGER NOT NULL,
    basis INTEGER NOT NULL,
    grain INTEGER NOT NULL,
    period INTEGER NOT NULL,
    value INTEGER NOT NULL,
    value2 INTEGER NOT NULL,
    pageviews INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    firsts INTEGER NOT NULL,
    daily INTEGER NOT NULL,
    weekly INTEGER NOT NULL,
    monthly INTEGER NOT NULL,
    PRIMARY KEY (site, dimension, dimension2, basis, grain, period, value, value2)
) WITHOUT ROWID;

-- What a digest of typed text stands for, once the threshold is passed.
CREATE TABLE names (
    site INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    period INTEGER NOT NULL,
    value INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (site, dimension, period, value)
) WITHOUT ROWID;

-- Batches whose segment may still lie in the journal, and for an hour the numbers of the hits in them. Both are kept
-- in the order of their random names, so neither tells in which order anything came; a slot is ten minutes.
CREATE TABLE batches (
    id TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE numbers (
    number BLOB PRIMARY KEY,
    slot INTEGER NOT NULL
) WITHOUT ROWID;
