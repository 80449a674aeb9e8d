-- Stores known addresses of accounts, `[{user_id, address_hash, expires_at}]`, in the order of their keys. Leaves a row
-- that lasts almost as long: most logins come from the same address as the last.
CREATE OR REPLACE FUNCTION know_addresses(p_addresses jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO known_addresses AS k (user_id, address_hash, expires_at)
    SELECT user_id, address_hash, max(expires_at)
    FROM jsonb_to_recordset(p_addresses) AS a(user_id bigint, address_hash text, expires_at timestamptz)
    GROUP BY user_id, address_hash ORDER BY user_id, address_hash
    ON CONFLICT (user_id, address_hash) DO UPDATE SET expires_at = excluded.expires_at
    WHERE k.expires_at < excluded.expires_at - interval '1 day';
$$;
