-- Integer ids, handed out in blocks of 100: nextval is the first of a block.
CREATE SEQUENCE user_ids INCREMENT 100;
CREATE SEQUENCE match_ids INCREMENT 100;
CREATE SEQUENCE call_ids INCREMENT 100;
CREATE SEQUENCE rating_ids INCREMENT 100;
CREATE SEQUENCE gem_entry_ids INCREMENT 100;
