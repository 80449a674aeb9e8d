-- Who was forgotten, and when: a key as old as that must not come back from a backup.
CREATE TABLE forgotten_subjects (
  subject      bigint PRIMARY KEY,
  forgotten_at timestamptz NOT NULL
);
CREATE INDEX forgotten_subjects_time ON forgotten_subjects (forgotten_at);
