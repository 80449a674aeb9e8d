-- Ids of introductions, chats and messages; see 010_sequences.sql.
CREATE SEQUENCE introduction_ids INCREMENT BY 100;
CREATE SEQUENCE chat_ids INCREMENT BY 100;
CREATE SEQUENCE message_ids INCREMENT BY 100;
