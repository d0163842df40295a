/** Version of the tables below; a store of a later one is refused. */
export const SCHEMA_VERSION = 1;

/**
 * One row for each trial under the hash of its specification, profile and model version; columns for its metrics are added
 * as metrics come (`latency_us_p99`), so that a new metric needs no new version. Times are UTC. No column is generated from
 * others: DuckDB 1.5 cannot replay the log of a table that has such a column and was given another.
 */
export const TABLES = `
CREATE TABLE store (schema_version INTEGER NOT NULL, made_by VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL);
CREATE TABLE profiles (profile_hash VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, profile JSON NOT NULL);
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  suite VARCHAR NOT NULL, command VARCHAR NOT NULL,
  state VARCHAR NOT NULL, -- running, done, interrupted
  started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP,
  trials INTEGER NOT NULL, cached INTEGER NOT NULL, computed INTEGER, failed INTEGER,
  workers INTEGER NOT NULL, host VARCHAR NOT NULL, node VARCHAR NOT NULL, pid INTEGER NOT NULL,
  lab_version VARCHAR NOT NULL, model_version VARCHAR NOT NULL,
  sweep VARCHAR NOT NULL, summary JSON NOT NULL, accuracy JSON, written VARCHAR
);
CREATE TABLE sweeps (sweep VARCHAR NOT NULL, ordinal INTEGER NOT NULL, trial VARCHAR NOT NULL);
CREATE TABLE trials (
  trial VARCHAR PRIMARY KEY,
  system VARCHAR NOT NULL, device VARCHAR NOT NULL, workload VARCHAR NOT NULL,
  requests INTEGER NOT NULL, replications INTEGER NOT NULL, seed BIGINT NOT NULL,
  profile VARCHAR NOT NULL, profile_hash VARCHAR NOT NULL, model_version VARCHAR NOT NULL,
  run INTEGER NOT NULL, computed_at TIMESTAMP NOT NULL, elapsed_ms DOUBLE NOT NULL,
  failed VARCHAR, error VARCHAR,
  spec JSON NOT NULL, params JSON NOT NULL, histogram JSON, result JSON
);
`;
