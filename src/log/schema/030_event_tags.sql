-- What each event is about. Every guard and every fold by tag is answered from this index alone; never detached, so names
-- and receipts stay unique when old events are archived. Ranges of positions are tables of their own: see
-- ensure_partitions.
CREATE TABLE event_tags (
  tag      text NOT NULL,
  position bigint NOT NULL,
  type     text NOT NULL,
  PRIMARY KEY (tag, position) INCLUDE (type)
) PARTITION BY RANGE (position);
