-- CreateTable
CREATE TABLE "ActivityHour" (
    "orgId" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "agentId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "operationClass" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "enforced" BOOLEAN NOT NULL,
    "asked" BOOLEAN NOT NULL,
    "calls" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,

    CONSTRAINT "ActivityHour_pkey" PRIMARY KEY ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked")
);

-- CreateIndex
CREATE INDEX "ActivityHour_orgId_agentId_from_idx" ON "ActivityHour"("orgId", "agentId", "from");

-- CreateTable
CREATE TABLE "ActivityDay" (
    "orgId" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "agentId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "operationClass" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "enforced" BOOLEAN NOT NULL,
    "asked" BOOLEAN NOT NULL,
    "calls" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,

    CONSTRAINT "ActivityDay_pkey" PRIMARY KEY ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked")
);

-- CreateIndex
CREATE INDEX "ActivityDay_orgId_agentId_from_idx" ON "ActivityDay"("orgId", "agentId", "from");

-- CreateTable
CREATE TABLE "ActivityMinute" (
    "orgId" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "shard" INTEGER NOT NULL,
    "allow" INTEGER NOT NULL,
    "deny" INTEGER NOT NULL,
    "hold" INTEGER NOT NULL,

    CONSTRAINT "ActivityMinute_pkey" PRIMARY KEY ("orgId", "from", "shard")
);

-- Roll-ups are kept by the database itself, in the transaction of the events: whatever stores, repeats, moves or removes events,
-- however late, they say what is there. Whoever stores locks the points concerned first (lib/activity/store-events.ts), so that a
-- call and its outcome in two transactions see each other.

CREATE FUNCTION "rollUpCalls"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE "ActivityHour" h SET "calls" = h."calls" - g."calls", "ended" = h."ended" - g."ended"
    FROM (SELECT e."orgId", date_trunc('hour', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
      coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
      e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "calls", count(o."callId")::int AS "ended"
    FROM old_rows e
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
    UPDATE "ActivityDay" h SET "calls" = h."calls" - g."calls", "ended" = h."ended" - g."ended"
    FROM (SELECT e."orgId", date_trunc('day', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
      coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
      e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "calls", count(o."callId")::int AS "ended"
    FROM old_rows e
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
    INSERT INTO "ActivityMinute" ("orgId", "from", "shard", "allow", "deny", "hold")
    SELECT "orgId", date_trunc('minute', "receivedAt", 'UTC') AS "from", pg_backend_pid() % 8 AS "shard",
      -count(*) FILTER (WHERE "effect" = 'allow')::int AS "allow", -count(*) FILTER (WHERE "effect" = 'deny')::int AS "deny",
      -count(*) FILTER (WHERE "effect" = 'hold')::int AS "hold"
    FROM old_rows GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("orgId", "from", "shard") DO UPDATE SET "allow" = "ActivityMinute"."allow" + EXCLUDED."allow",
      "deny" = "ActivityMinute"."deny" + EXCLUDED."deny", "hold" = "ActivityMinute"."hold" + EXCLUDED."hold";
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO "ActivityHour" ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked", "calls", "ended")
    SELECT e."orgId", date_trunc('hour', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
      coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
      e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "calls", count(o."callId")::int AS "ended"
    FROM new_rows e
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ON CONFLICT ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked")
      DO UPDATE SET "calls" = "ActivityHour"."calls" + EXCLUDED."calls", "ended" = "ActivityHour"."ended" + EXCLUDED."ended";
    INSERT INTO "ActivityDay" ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked", "calls", "ended")
    SELECT e."orgId", date_trunc('day', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
      coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
      e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "calls", count(o."callId")::int AS "ended"
    FROM new_rows e
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ON CONFLICT ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked")
      DO UPDATE SET "calls" = "ActivityDay"."calls" + EXCLUDED."calls", "ended" = "ActivityDay"."ended" + EXCLUDED."ended";
    INSERT INTO "ActivityMinute" ("orgId", "from", "shard", "allow", "deny", "hold")
    SELECT "orgId", date_trunc('minute', "receivedAt", 'UTC') AS "from", pg_backend_pid() % 8 AS "shard",
      count(*) FILTER (WHERE "effect" = 'allow')::int AS "allow", count(*) FILTER (WHERE "effect" = 'deny')::int AS "deny",
      count(*) FILTER (WHERE "effect" = 'hold')::int AS "hold"
    FROM new_rows GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("orgId", "from", "shard") DO UPDATE SET "allow" = "ActivityMinute"."allow" + EXCLUDED."allow",
      "deny" = "ActivityMinute"."deny" + EXCLUDED."deny", "hold" = "ActivityMinute"."hold" + EXCLUDED."hold";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ActivityEvent_rollUpInsert" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpCalls"();
CREATE TRIGGER "ActivityEvent_rollUpUpdate" AFTER UPDATE ON "ActivityEvent"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpCalls"();
CREATE TRIGGER "ActivityEvent_rollUpDelete" AFTER DELETE ON "ActivityEvent"
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpCalls"();

CREATE FUNCTION "rollUpOutcomes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE "ActivityHour" h SET "ended" = h."ended" + g."ended"
    FROM (
      SELECT e."orgId", date_trunc('hour', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM new_rows o JOIN "ActivityEvent" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
    UPDATE "ActivityDay" h SET "ended" = h."ended" + g."ended"
    FROM (
      SELECT e."orgId", date_trunc('day', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM new_rows o JOIN "ActivityEvent" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
  ELSE
    UPDATE "ActivityHour" h SET "ended" = h."ended" - g."ended"
    FROM (
      SELECT e."orgId", date_trunc('hour', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM old_rows o JOIN "ActivityEvent" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
    UPDATE "ActivityDay" h SET "ended" = h."ended" - g."ended"
    FROM (
      SELECT e."orgId", date_trunc('day', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "ended"
      FROM old_rows o JOIN "ActivityEvent" e ON e."orgId" = o."orgId" AND e."id" = o."callId" AND e."pepId" = o."pepId"
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) g
    WHERE h."orgId" = g."orgId" AND h."from" = g."from" AND h."agentId" = g."agentId" AND h."pepId" = g."pepId" AND h."tool" = g."tool" AND h."operationClass" = g."operationClass" AND h."effect" = g."effect" AND h."code" = g."code" AND h."enforced" = g."enforced" AND h."asked" = g."asked";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ActivityOutcome_rollUpInsert" AFTER INSERT ON "ActivityOutcome"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpOutcomes"();
CREATE TRIGGER "ActivityOutcome_rollUpDelete" AFTER DELETE ON "ActivityOutcome"
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpOutcomes"();

-- What is there already.
INSERT INTO "ActivityHour" ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked", "calls", "ended")
    SELECT e."orgId", date_trunc('hour', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
      coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
      e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "calls", count(o."callId")::int AS "ended"
    FROM "ActivityEvent" e
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ON CONFLICT ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked")
      DO UPDATE SET "calls" = "ActivityHour"."calls" + EXCLUDED."calls", "ended" = "ActivityHour"."ended" + EXCLUDED."ended";
INSERT INTO "ActivityDay" ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked", "calls", "ended")
    SELECT e."orgId", date_trunc('day', e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
      coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
      e."checkpointId" IS NOT NULL AS "asked", count(*)::int AS "calls", count(o."callId")::int AS "ended"
    FROM "ActivityEvent" e
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ON CONFLICT ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked")
      DO UPDATE SET "calls" = "ActivityDay"."calls" + EXCLUDED."calls", "ended" = "ActivityDay"."ended" + EXCLUDED."ended";
INSERT INTO "ActivityMinute" ("orgId", "from", "shard", "allow", "deny", "hold")
    SELECT "orgId", date_trunc('minute', "receivedAt", 'UTC') AS "from", pg_backend_pid() % 8 AS "shard",
      count(*) FILTER (WHERE "effect" = 'allow')::int AS "allow", count(*) FILTER (WHERE "effect" = 'deny')::int AS "deny",
      count(*) FILTER (WHERE "effect" = 'hold')::int AS "hold"
    FROM "ActivityEvent" GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("orgId", "from", "shard") DO UPDATE SET "allow" = "ActivityMinute"."allow" + EXCLUDED."allow",
      "deny" = "ActivityMinute"."deny" + EXCLUDED."deny", "hold" = "ActivityMinute"."hold" + EXCLUDED."hold";
