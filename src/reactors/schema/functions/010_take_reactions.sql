-- Takes the events at some positions for a reactor and moves its checkpoint, or does nothing: false when another leader
-- has taken over (its epoch is newer) or the checkpoint is not where the caller believes it.
CREATE OR REPLACE FUNCTION take_reactions(
  p_lease text, p_epoch bigint, p_reactor text, p_from bigint, p_to bigint, p_positions jsonb, p_now timestamptz
) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM leases WHERE name = p_lease AND epoch = p_epoch FOR SHARE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE reactors SET position = p_to WHERE name = p_reactor AND position = p_from;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO reactions (reactor, position, next_at)
    SELECT p_reactor, value::bigint, p_now FROM jsonb_array_elements_text(p_positions)
    ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
