-- Whose answer it is, so that it can be deleted with the person; null where nobody had logged in.
ALTER TABLE idempotent_answers ADD COLUMN user_id bigint;
CREATE INDEX idempotent_answers_owner ON idempotent_answers (user_id);
