-- Ids of blocks and reports; see 010_sequences.sql.
CREATE SEQUENCE block_ids INCREMENT BY 100;
CREATE SEQUENCE report_ids INCREMENT BY 100;
