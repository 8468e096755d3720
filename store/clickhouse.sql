-- The one table of counts. A row's month is its batch's, so that a batch falls into one partition and is written whole
-- or not at all. Rows of equal key are added up when ClickHouse merges them, hence also by every reading. A name is what
-- a digest of typed text stands for, on the row that counts it, once the threshold is passed.
CREATE TABLE IF NOT EXISTS counts (
    month UInt32,
    site LowCardinality(String),
    dimension LowCardinality(String),
    dimension2 LowCardinality(String),
    basis LowCardinality(String),
    grain UInt8,
    period Int32,
    value String,
    value2 String,
    pageviews Int64,
    entries Int64,
    firsts Int64,
    daily Int64,
    weekly Int64,
    monthly Int64,
    name SimpleAggregateFunction(max, Nullable(String))
)
ENGINE = SummingMergeTree
PARTITION BY month
PRIMARY KEY (site, dimension, dimension2, basis, grain, period)
ORDER BY (site, dimension, dimension2, basis, grain, period, value, value2)
SETTINGS
    non_replicated_deduplication_window = 100000, -- inserts: more than ten collectors send in a day, one each 10 s
    fsync_after_insert = 1, -- whoever sent a batch forgets it when it is answered
    fsync_part_directory = 1
