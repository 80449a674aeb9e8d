-- Claims the building of a read model and names the table to build, or returns null: another process is building it, or
-- (unless p_again) it is live already. Tables that a build abandoned half-way are dropped.
CREATE OR REPLACE FUNCTION claim_read_model(p_name text, p_version integer, p_again boolean, p_abandoned_after_sec integer)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  abandoned text;
  base      text := p_name || '_v' || p_version;
  claimed   text := base;
  n         integer := 1;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('read models'));
  FOR abandoned IN
    SELECT table_name FROM read_models WHERE name = p_name AND version = p_version AND state = 'building'
      AND changed_at <= now() - make_interval(secs => p_abandoned_after_sec)
  LOOP
    PERFORM drop_read_model(abandoned);
  END LOOP;
  IF EXISTS (SELECT FROM read_models WHERE name = p_name AND version = p_version
      AND (state = 'building' OR state = 'live' AND NOT p_again)) THEN
    RETURN NULL;
  END IF;
  WHILE to_regclass(quote_ident(claimed)) IS NOT NULL OR EXISTS (SELECT FROM read_models WHERE table_name = claimed) LOOP
    n := n + 1;
    claimed := base || '_' || n;
  END LOOP;
  INSERT INTO read_models (table_name, name, version, state) VALUES (claimed, p_name, p_version, 'building');
  RETURN claimed;
END $$;
