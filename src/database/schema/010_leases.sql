-- Who leads what, until when by this database's clock. The epoch rises with every holding and never goes back.
CREATE TABLE leases (
  name       text PRIMARY KEY,
  holder     text NOT NULL,
  epoch      bigint NOT NULL,
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
