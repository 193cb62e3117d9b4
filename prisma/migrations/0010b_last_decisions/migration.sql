-- CreateTable
CREATE TABLE "PointActivity" (
    "orgId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "lastDecisionAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PointActivity_pkey" PRIMARY KEY ("orgId", "pepId")
);

-- Kept by the database itself, in the transaction of the calls, one row for a point and one statement for a batch. Whoever stores
-- has locked the points concerned (lib/activity/store-events.ts), so nobody waits here. A call that was begun to be stored earlier
-- may be stored later: the later arrival stays.

CREATE FUNCTION "noteDecisions"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "PointActivity" AS p ("orgId", "pepId", "lastDecisionAt")
  SELECT "orgId", "pepId", max("receivedAt") FROM new_rows GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT ("orgId", "pepId") DO UPDATE SET "lastDecisionAt" = EXCLUDED."lastDecisionAt"
    WHERE p."lastDecisionAt" < EXCLUDED."lastDecisionAt";
  RETURN NULL;
END $$;
CREATE TRIGGER "ActivityEvent_noteDecisions" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "noteDecisions"();

-- What is there already.
INSERT INTO "PointActivity" ("orgId", "pepId", "lastDecisionAt")
  SELECT "orgId", "pepId", max("receivedAt") FROM "ActivityEvent" GROUP BY 1, 2;
