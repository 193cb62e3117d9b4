-- What telemetry reports goes out once it is known whether a point decided it; again when that turns out otherwise later. A part of
-- another reported call is that call, and does not go out by itself. The state is in the reference: a later one is another event.
CREATE FUNCTION "feedReported"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "DeliveryFeed" ("orgId", "source", "refs")
    SELECT n."orgId", 'reported', array_agg(n."mediation" || ' ' || n."id" ORDER BY n."receivedAt", n."id")
    FROM fresh n JOIN stale o ON o."orgId" = n."orgId" AND o."id" = n."id"
    WHERE n."mediation" IN ('decided', 'unmediated') AND n."mediation" <> o."mediation"
    GROUP BY n."orgId";
  RETURN NULL;
END $$;
CREATE TRIGGER "ReportedCall_feed" AFTER UPDATE ON "ReportedCall"
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION "feedReported"();
