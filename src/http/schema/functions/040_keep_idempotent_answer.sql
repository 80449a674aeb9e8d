-- Stores the answer of a claimed key if none is stored yet, and returns the row: whoever answers first, answers for all.
-- But what was done stands over a refusal: two requests under one key may run at once, and one be refused before the
-- other does it.
CREATE OR REPLACE FUNCTION keep_idempotent_answer(
  p_key_hash text, p_body_hash text, p_status integer, p_answer bytea, p_position bigint
) RETURNS idempotent_answers LANGUAGE plpgsql AS $$
DECLARE
  v_row idempotent_answers;
BEGIN
  UPDATE idempotent_answers SET status = p_status, answer = p_answer, position = p_position
    WHERE key_hash = p_key_hash AND body_hash = p_body_hash AND (status IS NULL OR status >= 400 AND p_status < 400);
  SELECT * INTO v_row FROM idempotent_answers WHERE key_hash = p_key_hash AND body_hash = p_body_hash;
  RETURN v_row;
END $$;
