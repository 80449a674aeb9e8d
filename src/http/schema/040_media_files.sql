-- Whose each file in the media store is: written before the file, so that none is there that nobody can find.
CREATE TABLE media_files (
  name      text PRIMARY KEY,
  user_id   bigint NOT NULL,
  stored_at timestamptz NOT NULL
);
CREATE INDEX media_files_owner ON media_files (user_id);
