-- The hash of a batch: over the one before, the batch's id and what it answered, and its events' texts in order.
CREATE OR REPLACE FUNCTION chain_hash(p_previous bytea, p_batch uuid, p_results jsonb, p_texts text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(p_previous || uuid_send(p_batch) || convert_to(p_results::text || p_texts, 'UTF8'))
$$;
