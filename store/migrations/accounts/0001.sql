-- Who may look at the statistics. An e-mail address is kept in lower case.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'viewer')),
    password TEXT NOT NULL
);

CREATE TABLE grants (
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    site TEXT NOT NULL,
    PRIMARY KEY (user, site)
) WITHOUT ROWID;

-- A session is known by the SHA-256 of its token; times are in seconds since 1970.
CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    began INTEGER NOT NULL,
    used INTEGER NOT NULL
) WITHOUT ROWID;
