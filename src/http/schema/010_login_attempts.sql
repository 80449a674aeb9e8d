-- When each account and each address was tried with a password and it was not (yet) found right. Keys are keyed hashes.
CREATE TABLE login_attempts (
  key text PRIMARY KEY,
  tried_at timestamptz[] NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX login_attempts_expiry ON login_attempts (expires_at);
