-- Reserves an attempt at an account's password. `p_strangers` counts too if the account never logged in from that address.
-- Returns what reserve_attempt does, and whether the address is known.
CREATE OR REPLACE FUNCTION reserve_login(
  p_counts jsonb, p_strangers jsonb, p_user_id bigint, p_address_hash text,
  OUT wait integer, OUT may_make_room boolean, OUT known boolean
) LANGUAGE plpgsql AS $$
BEGIN
  known := EXISTS (
    SELECT FROM known_addresses
    WHERE user_id = p_user_id AND address_hash = p_address_hash AND expires_at > clock_timestamp());
  SELECT r.wait, r.may_make_room INTO wait, may_make_room
    FROM reserve_attempt(CASE WHEN known THEN p_counts ELSE p_counts || p_strangers END) AS r;
END $$;
