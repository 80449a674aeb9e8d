-- Which tables hold read models, each with how far along the log it is.
CREATE TABLE read_models (
  table_name text PRIMARY KEY,
  name       text NOT NULL,
  version    integer NOT NULL,
  -- building: from nothing, by one process · live: read by queries · retired: still kept up, for who has not switched yet
  state      text NOT NULL CHECK (state IN ('building', 'live', 'retired')),
  position   bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX read_models_live ON read_models (name, version) WHERE state = 'live';
