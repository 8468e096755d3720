-- Search engines' own figures, told of a span of days at once and replaced whole. The days are numbered as the periods
-- of counts are. Of what a slice has figures is noted on it, so that the slices can be listed without reading them.
CREATE TABLE search_slices (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: who has looked it up finds this slice or none
    site TEXT NOT NULL,
    basis TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    final INTEGER NOT NULL,
    total INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    pairs INTEGER NOT NULL,
    fetched INTEGER NOT NULL, -- 0: at least a part was read from a file
    UNIQUE (site, basis, start, "end")
);

-- Every term, page and pair of them is kept once and numbered. The texts of page views are numbered apart from these:
-- of those one finds what is no longer used only by reading all counts.
CREATE TABLE search_keys (
    id INTEGER PRIMARY KEY,
    term TEXT NOT NULL,
    page TEXT NOT NULL,
    UNIQUE (term, page)
);

CREATE TABLE search_figures (
    slice INTEGER NOT NULL REFERENCES search_slices,
    key INTEGER NOT NULL REFERENCES search_keys,
    clicks INTEGER NOT NULL,
    impressions INTEGER NOT NULL,
    places INTEGER NOT NULL,
    PRIMARY KEY (slice, key)
) WITHOUT ROWID;

CREATE INDEX search_figures_by_key ON search_figures (key);
