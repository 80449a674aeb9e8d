-- Claims a key for a person's request, or returns what stands there already. An expired row is as good as none,
-- and so is a refusal where the log has facts under the key: whoever appended them died before keeping their answer.
DROP FUNCTION IF EXISTS claim_idempotency_key(text, text, integer);
CREATE OR REPLACE FUNCTION claim_idempotency_key(
  p_key_hash text, p_body_hash text, p_keep_sec integer, p_user_id bigint DEFAULT NULL
) RETURNS idempotent_answers LANGUAGE plpgsql AS $$
DECLARE
  v_row idempotent_answers;
BEGIN
  INSERT INTO idempotent_answers AS a (key_hash, body_hash, expires_at, user_id)
    VALUES (p_key_hash, p_body_hash, now() + make_interval(secs => p_keep_sec), p_user_id)
    ON CONFLICT (key_hash) DO UPDATE SET
      body_hash = excluded.body_hash, status = NULL, answer = NULL, position = NULL, expires_at = excluded.expires_at
    WHERE a.expires_at <= now();
  SELECT * INTO v_row FROM idempotent_answers WHERE key_hash = p_key_hash;
  IF v_row.status >= 400 AND EXISTS (
    SELECT FROM event_tags t JOIN events e USING (position)
      WHERE t.tag = 'idempotency:' || p_key_hash
        AND e.recorded_at > v_row.expires_at - make_interval(secs => p_keep_sec)
  ) THEN v_row.answer = NULL; END IF;
  RETURN v_row;
END $$;
