-- Of the values of every dimension, the sums of spans of days that are over, so that a long range is read of few rows.
-- Each is what its days in the table of counts add up to, in every transaction. Pairs, typed text and totals have none.
CREATE TABLE sums (
    site INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    basis INTEGER NOT NULL,
    length INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    value INTEGER NOT NULL,
    pageviews INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    firsts INTEGER NOT NULL,
    daily INTEGER NOT NULL,
    weekly INTEGER NOT NULL,
    monthly INTEGER NOT NULL,
    PRIMARY KEY (site, dimension, basis, length, "end", value)
) WITHOUT ROWID;

-- Up to which of its days a site's spans are summed: its newest. What lies before that day is as it was while the state
-- is the same: a random number, drawn anew whenever anything of it changes. A site of an older file has no row until
-- something is added to it, which sums all that is over.
CREATE TABLE summed (
    site INTEGER PRIMARY KEY,
    newest INTEGER NOT NULL,
    state INTEGER NOT NULL
);
