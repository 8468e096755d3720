-- A slice is a row for each kind of figures, and one of kind '' that says whether it is final and fetched: so that of
-- two who write other kinds neither undoes the other. An insert is of one slice and so of one partition: it is stored
-- whole or not at all. The newest version of each row counts; the older ones fall away when ClickHouse merges parts, and
-- with every forgetting.
CREATE TABLE IF NOT EXISTS search (
    site String,
    basis LowCardinality(String),
    start Int32,
    `end` Int32,
    kind LowCardinality(String), -- '', 'total', 'terms', 'pages' or 'pairs'
    version UInt64,
    `final` Bool,
    fetched Bool,
    is_filled Bool, -- whether there are figures, so that slices can be listed without reading them
    figures Nested(term String, page String, clicks Int64, impressions Int64, places Int64)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY intDiv(start, 366)
ORDER BY (site, basis, start, `end`, kind)
SETTINGS
    fsync_after_insert = 1, -- whoever fetched the figures does not fetch them again
    fsync_part_directory = 1
