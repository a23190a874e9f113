/** The schema, as the steps that lead to it. Add a step at the end; never change one that was released. */
export const migrations: readonly string[] = [
  `CREATE TABLE run (
     id TEXT PRIMARY KEY,
     folder TEXT NOT NULL UNIQUE,
     name TEXT, seed INTEGER, algorithm TEXT,
     config TEXT NOT NULL, config_hash TEXT NOT NULL,
     code_version TEXT NOT NULL, device TEXT NOT NULL, created TEXT NOT NULL,
     status TEXT NOT NULL,
     step INTEGER NOT NULL,             -- last one with metrics
     events_offset INTEGER NOT NULL,    -- bytes of the journal's files that are in the tables below
     metrics_offset INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE event (
     run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
     n INTEGER NOT NULL,
     time TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL,
     PRIMARY KEY (run_id, n)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE metric_chunk (          -- 1024 points, float64 columns
     run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
     name TEXT NOT NULL, chunk INTEGER NOT NULL,
     step BLOB NOT NULL, value BLOB NOT NULL,
     UNIQUE (run_id, name, chunk)
   ) STRICT;
   CREATE TABLE rollout_chunk (         -- one file
     run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
     step INTEGER NOT NULL, chunk_set TEXT NOT NULL,
     PRIMARY KEY (run_id, step, chunk_set)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE rollout (
     run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
     step INTEGER NOT NULL, chunk_set TEXT NOT NULL, n INTEGER NOT NULL,
     id TEXT NOT NULL, question_id TEXT NOT NULL, group_index INTEGER NOT NULL, member INTEGER NOT NULL,
     reward REAL NOT NULL, answer_f1 REAL, exact_match REAL,
     stop_reason TEXT NOT NULL, turns INTEGER NOT NULL, tokens INTEGER NOT NULL,
     PRIMARY KEY (run_id, step, chunk_set, n)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX rollout_question ON rollout (run_id, question_id, step);
   CREATE TABLE problem (               -- what of a run folder could not be read
     run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
     sentence TEXT NOT NULL,
     PRIMARY KEY (run_id, sentence)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE run_summary (            -- what a list of runs shows, worked out when its metrics are collected
     run_id TEXT PRIMARY KEY REFERENCES run ON DELETE CASCADE,
     answer_f1 REAL, exact_match REAL, seconds REAL,
     sparkline BLOB NOT NULL            -- float32
   ) STRICT, WITHOUT ROWID;`,
  // Rollouts as columns a chunk, and what they say. Chunks that are in are read again:
  // rows of the old form do not know what was said.
  `DROP TABLE rollout;
   DROP TABLE rollout_chunk;
   CREATE TABLE rollout_chunk (         -- one file
     key INTEGER PRIMARY KEY,
     run_id TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
     step INTEGER NOT NULL, chunk_set TEXT NOT NULL,
     rollouts INTEGER NOT NULL,         -- how many
     summaries BLOB NOT NULL,           -- columns
     UNIQUE (run_id, step, chunk_set)
   ) STRICT;
   CREATE TABLE rollout_word (
     chunk INTEGER NOT NULL REFERENCES rollout_chunk ON DELETE CASCADE,
     word TEXT NOT NULL,
     rollouts BLOB NOT NULL,            -- those that say it, one bit each
     PRIMARY KEY (chunk, word)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE question (              -- shared by all runs; stays when the run that brought it goes
     key INTEGER PRIMARY KEY,
     id TEXT NOT NULL, text TEXT NOT NULL,
     UNIQUE (id, text)
   ) STRICT;`,
  // Groups by their ids, and no reward where there is no credit: chunks that are in are read again.
  `DELETE FROM rollout_chunk;`,
  // An index that was copied along with its data folder would show the runs of the original.
  `CREATE TABLE owner (folder TEXT NOT NULL) STRICT; -- one row: the data folder, by its real path`,
];
