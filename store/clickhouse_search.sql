-- A slice is one row, so that an insert replaces it whole or not at all. The newest version counts; the older ones fall
-- away when ClickHouse merges parts, and with every forgetting. All versions of a slice lie in one partition.
CREATE TABLE IF NOT EXISTS search (
    site String,
    basis LowCardinality(String),
    start Int32,
    `end` Int32,
    version UInt64,
    `final` Bool,
    total Bool,
    terms Bool,
    pages Bool,
    pairs Bool,
    figures Nested(term String, page String, clicks Int64, impressions Int64, places Int64)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY intDiv(start, 366)
ORDER BY (site, basis, start, `end`)
SETTINGS
    fsync_after_insert = 1, -- whoever fetched the figures does not fetch them again
    fsync_part_directory = 1
