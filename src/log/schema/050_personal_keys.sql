-- The key under which each person's fields in the log are sealed, itself wrapped. Deleted, the person is forgotten.
CREATE TABLE personal_keys (
  subject    bigint PRIMARY KEY,
  wrapped_by text NOT NULL,
  wrapped    bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
