-- When each attempt began of which it is not known yet how it ended. One that is never told of counts like the others.
ALTER TABLE login_attempts ADD COLUMN under_way timestamptz[] NOT NULL DEFAULT '{}';
