-- Programs that may ask for a user, known by the SHA-256 of their token. Days are ISO dates (UTC); `used` is the last on
-- which it was, null before the first; `expires` the last on which it works.
CREATE TABLE tokens (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    digest BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made TEXT NOT NULL,
    used TEXT,
    expires TEXT NOT NULL,
    UNIQUE (number, user)
);

-- A site goes from a token together with its user's grant.
CREATE TABLE token_sites (
    token INTEGER NOT NULL,
    user INTEGER NOT NULL,
    site TEXT NOT NULL,
    PRIMARY KEY (token, site),
    FOREIGN KEY (token, user) REFERENCES tokens (number, user) ON DELETE CASCADE,
    FOREIGN KEY (user, site) REFERENCES grants (user, site) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX token_sites_by_grant ON token_sites (user, site);
