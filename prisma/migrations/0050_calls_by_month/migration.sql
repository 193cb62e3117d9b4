-- Calls are kept in partitions: by the month of their arrival (UTC), and within it by how long they are kept, so that what is over is
-- removed as whole tables, and a question about a time reads only its months. The partitions stand in a schema of their own.
-- A partitioned table can hold no key without the time, so the ids stand in a table of their own, each once, however late it
-- comes again. What is there already is copied: so long the migration takes, and so much room it needs beside.

CREATE SCHEMA "record";

-- How long a call is kept: routine is what was read and simply allowed; evidence all else, and whatever is not known.
CREATE FUNCTION "callKept"("effect" text, "operationClass" text, "checkpointId" text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN "effect" = 'allow' AND "operationClass" = 'read' AND "checkpointId" IS NULL THEN 'routine' ELSE 'evidence' END $$;

CREATE FUNCTION "monthBegins"("at" timestamptz) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT date_trunc('month', "at", 'UTC') $$;
CREATE FUNCTION "monthEnds"("at" timestamptz) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (date_trunc('month', "at" AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC' $$;
CREATE FUNCTION "callMonthName"("at" timestamptz) RETURNS text
  LANGUAGE sql STABLE AS $$ SELECT 'calls_' || to_char("at" AT TIME ZONE 'UTC', 'YYYY_MM') $$;

DROP TRIGGER "ActivityEvent_feed" ON "ActivityEvent";
DROP TRIGGER "ActivityEvent_rollUpInsert" ON "ActivityEvent";
DROP TRIGGER "ActivityEvent_rollUpUpdate" ON "ActivityEvent";
DROP TRIGGER "ActivityEvent_rollUpDelete" ON "ActivityEvent";
DROP TRIGGER "ActivityEvent_noteDecisions" ON "ActivityEvent";
DROP TRIGGER "ActivityEvent_keepTexts" ON "ActivityEvent";
ALTER TABLE "ActivityEvent" RENAME TO "ActivityEventBefore";
CREATE TABLE "ActivityEvent" (LIKE "ActivityEventBefore" INCLUDING DEFAULTS, "kept" TEXT NOT NULL DEFAULT 'evidence')
  PARTITION BY RANGE ("receivedAt");
-- Whatever month is missing, nothing is refused for it: the worker puts what came here where it belongs.
CREATE TABLE "record"."calls_default" PARTITION OF "ActivityEvent" DEFAULT;

-- Makes the partitions of a month; says how many calls waited for them in the default one, or null where they are there already. The
-- owner's right to make tables goes no further than this. Built apart and attached, so that it waits for no reader of other months.
CREATE FUNCTION "makeCallMonth"("month" timestamptz) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  "begins" timestamptz := "monthBegins"("month");
  "ends" timestamptz := "monthEnds"("month");
  "name" text := "callMonthName"("begins");
  "class" text;
  "waiting" bigint := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('call months', 0));
  -- Read as any table is, since what others made while we waited is not yet in this session's memory of names.
  IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'record' AND c.relname = "name") THEN RETURN NULL; END IF;
  EXECUTE format('CREATE TABLE "record".%I (LIKE "ActivityEvent" INCLUDING DEFAULTS) PARTITION BY LIST ("kept")', "name");
  FOREACH "class" IN ARRAY ARRAY['routine', 'evidence'] LOOP
    EXECUTE format('CREATE TABLE "record".%I PARTITION OF "record".%I FOR VALUES IN (%L)', "name" || '_' || "class", "name", "class");
  END LOOP;
  IF EXISTS (SELECT FROM "record"."calls_default" WHERE "receivedAt" >= "begins" AND "receivedAt" < "ends") THEN
    LOCK TABLE "record"."calls_default" IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('WITH moved AS (DELETE FROM "record"."calls_default" WHERE "receivedAt" >= $1 AND "receivedAt" < $2 RETURNING *)
      INSERT INTO "record".%I SELECT * FROM moved', "name") USING "begins", "ends";
    GET DIAGNOSTICS "waiting" = ROW_COUNT;
  END IF;
  EXECUTE format('ALTER TABLE "ActivityEvent" ATTACH PARTITION "record".%I FOR VALUES FROM (%L) TO (%L)', "name", "begins", "ends");
  RETURN "waiting";
END $$;

-- The months that there are calls of, and this one and three to come.
SELECT "makeCallMonth"(m."month") FROM (
  SELECT DISTINCT "monthBegins"("receivedAt") AS "month" FROM "ActivityEventBefore"
  UNION SELECT "monthBegins"(now() + make_interval(days => 31 * ahead)) FROM generate_series(0, 3) AS ahead
) m ORDER BY 1;
INSERT INTO "ActivityEvent" SELECT e.*, "callKept"(e."effect", e."operationClass", e."checkpointId") FROM "ActivityEventBefore" e;
DROP TABLE "ActivityEventBefore";

ALTER TABLE "ActivityEvent" ADD CONSTRAINT "ActivityEvent_pkey" PRIMARY KEY ("orgId", "receivedAt", "id", "kept");
CREATE INDEX "ActivityEvent_orgId_agentId_receivedAt_idx" ON "ActivityEvent"("orgId", "agentId", "receivedAt");
CREATE INDEX "ActivityEvent_text" ON "ActivityEvent"
  ("orgId", "callTextKey"("agentName", "tool", "reason"), "receivedAt", "id");
CREATE INDEX "ActivityEvent_trace" ON "ActivityEvent" ("orgId", "traceId") WHERE "traceId" IS NOT NULL;
CREATE INDEX "ActivityEvent_released" ON "ActivityEvent" ("orgId", "checkpointId")
  WHERE "checkpointId" IS NOT NULL AND "effect" = 'allow';

-- CreateTable
CREATE TABLE "ActivityId" (
    "orgId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "kept" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "bodyDigest" TEXT NOT NULL,

    CONSTRAINT "ActivityId_pkey" PRIMARY KEY ("orgId", "id")
);
INSERT INTO "ActivityId" SELECT "orgId", "id", "receivedAt", "kept", "pepId", "bodyDigest" FROM "ActivityEvent" ORDER BY "receivedAt";
-- Ids are forgotten by the time of arrival, and they lie in its order: so small an index finds them.
CREATE INDEX "ActivityId_receivedAt_idx" ON "ActivityId" USING BRIN ("receivedAt");
ANALYZE "ActivityEvent", "ActivityId";

-- A call by its id: the id says in which partition it is.
CREATE VIEW "CallById" AS
  SELECT i."orgId", i."id", e."at", e."receivedAt", e."pepId", e."agentId", e."agentName", e."tool", e."operationClass", e."effect",
    e."code", e."enforced", e."reason", e."policies", e."observed", e."revision", e."decisionNs", e."argumentsDigest",
    e."argumentsText", e."onBehalfOf", e."chain", e."checkpointId", e."traceId", e."bodyDigest", e."kept"
  FROM "ActivityId" i
  -- The limit keeps each look-up in its one partition, whatever the planner believes of the others.
  CROSS JOIN LATERAL (SELECT * FROM "ActivityEvent" c WHERE c."orgId" = i."orgId" AND c."receivedAt" = i."receivedAt"
    AND c."id" = i."id" AND c."kept" = i."kept" LIMIT 1) e;

-- Whoever stores calls in another way than by lib/activity/insert-events.ts, which has taken the ids first, gets them here or is refused.
CREATE FUNCTION "keepIds"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "ActivityId" ("orgId", "id", "receivedAt", "kept", "pepId", "bodyDigest")
    SELECT "orgId", "id", "receivedAt", "kept", "pepId", "bodyDigest" FROM new_rows ORDER BY 1, 2;
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE "ActivityId" i SET "receivedAt" = n."receivedAt", "kept" = n."kept" FROM new_rows n
    WHERE i."orgId" = n."orgId" AND i."id" = n."id" AND (i."receivedAt" <> n."receivedAt" OR i."kept" <> n."kept");
  ELSE
    DELETE FROM "ActivityId" i USING old_rows o WHERE i."orgId" = o."orgId" AND i."id" = o."id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ActivityEvent_keepIdsInsert" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
  WHEN (current_setting('gatehouse.ids_taken', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION "keepIds"();
CREATE TRIGGER "ActivityEvent_keepIdsUpdate" AFTER UPDATE ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "keepIds"();
CREATE TRIGGER "ActivityEvent_keepIdsDelete" AFTER DELETE ON "ActivityEvent"
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "keepIds"();

CREATE TRIGGER "ActivityEvent_feed" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION "feedDelivery"('call');
CREATE TRIGGER "ActivityEvent_rollUpInsert" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpCalls"();
CREATE TRIGGER "ActivityEvent_rollUpUpdate" AFTER UPDATE ON "ActivityEvent"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpCalls"();
CREATE TRIGGER "ActivityEvent_rollUpDelete" AFTER DELETE ON "ActivityEvent"
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpCalls"();
CREATE TRIGGER "ActivityEvent_noteDecisions" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "noteDecisions"();
CREATE TRIGGER "ActivityEvent_keepTexts" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "keepTexts"();

-- As before, but each call is found by its id.
CREATE OR REPLACE FUNCTION "rollUpOutcomes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE "ActivityHour" h SET "ended" = h."ended" + g."ended"
    FROM (
      SELECT e."orgId", date_trunc('hour', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM new_rows o JOIN "CallById" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
    UPDATE "ActivityDay" h SET "ended" = h."ended" + g."ended"
    FROM (
      SELECT e."orgId", date_trunc('day', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM new_rows o JOIN "CallById" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
  ELSE
    UPDATE "ActivityHour" h SET "ended" = h."ended" - g."ended"
    FROM (
      SELECT e."orgId", date_trunc('hour', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM old_rows o JOIN "CallById" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
    UPDATE "ActivityDay" h SET "ended" = h."ended" - g."ended"
    FROM (
      SELECT e."orgId", date_trunc('day', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM old_rows o JOIN "CallById" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
  END IF;
  RETURN NULL;
END $$;
