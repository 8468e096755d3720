-- What an owner gave for a search engine to be asked for a site. `secret` is sealed under a key that is not in this file.
-- Of the last asking: times in seconds since 1970, null before the first.
CREATE TABLE search_access (
    site TEXT NOT NULL,
    engine TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('oauth', 'service-account', 'key')),
    property TEXT NOT NULL,
    secret BLOB NOT NULL,
    tried INTEGER,
    complete INTEGER,
    due INTEGER,
    trouble TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, engine)
) WITHOUT ROWID;

-- The property of which an engine's figures of a site were fetched last. It stays as long as they may, after the access.
CREATE TABLE search_fetched (
    site TEXT NOT NULL,
    engine TEXT NOT NULL,
    property TEXT NOT NULL,
    PRIMARY KEY (site, engine)
) WITHOUT ROWID;
