-- What owners have written on days of their sites, ISO dates, both included. A number is never given twice.
CREATE TABLE notes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    site TEXT NOT NULL,
    day TEXT NOT NULL,
    until TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE INDEX notes_of_site ON notes (site, day);
