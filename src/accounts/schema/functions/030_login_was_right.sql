-- Gives back an attempt with a right password, and stores its address as known.
CREATE OR REPLACE FUNCTION login_was_right(
  p_keys jsonb, p_user_id bigint, p_address_hash text, p_known_sec integer
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM settle_attempt(p_keys, false);
  PERFORM know_addresses(jsonb_build_array(jsonb_build_object(
    'user_id', p_user_id,
    'address_hash', p_address_hash,
    'expires_at', clock_timestamp() + make_interval(secs => p_known_sec))));
END $$;
