-- What each event is about. Every guard and every fold by tag is answered from this index alone; never partitioned and
-- never detached, so names and receipts stay unique when old events are archived.
CREATE TABLE event_tags (
  tag      text NOT NULL,
  position bigint NOT NULL,
  type     text NOT NULL,
  PRIMARY KEY (tag, position) INCLUDE (type)
);
