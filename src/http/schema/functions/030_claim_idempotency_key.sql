-- Claims a key for a person's request, or returns what stands there already. An expired row is as good as none.
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
  RETURN v_row;
END $$;
