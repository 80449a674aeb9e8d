-- From where each account has logged in: keyed hashes, of account and address together, so that no two rows of different
-- people show that they share an address. Deleted with the account, and some time after the last login from there.
CREATE TABLE known_addresses (
  user_id      bigint NOT NULL,
  address_hash text NOT NULL,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (user_id, address_hash)
);
CREATE INDEX known_addresses_expiry ON known_addresses (expires_at);
