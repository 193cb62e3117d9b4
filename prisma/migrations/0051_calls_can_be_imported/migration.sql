-- CreateTable
CREATE TABLE "ImportedCall" (
    "orgId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "importedAt" TIMESTAMPTZ(3) NOT NULL,
    "importedById" TEXT NOT NULL,
    "importedByName" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "operationClass" TEXT,
    "effect" TEXT,
    "code" TEXT,
    "reason" TEXT NOT NULL,
    "policies" TEXT[],
    "onBehalfOf" TEXT,
    "chain" TEXT[],
    "traceId" TEXT,
    "outcome" TEXT,
    "durationMs" DOUBLE PRECISION,
    "error" TEXT,
    "argumentsDigest" TEXT,
    "argumentsText" TEXT NOT NULL,
    "bodyDigest" TEXT NOT NULL,

    CONSTRAINT "ImportedCall_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "ImportedHour" (
    "orgId" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "agentId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "operationClass" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,

    CONSTRAINT "ImportedHour_pkey" PRIMARY KEY ("orgId","from","agentId","tool","operationClass","effect","code")
);

-- CreateTable
CREATE TABLE "ImportedDay" (
    "orgId" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "agentId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "operationClass" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,

    CONSTRAINT "ImportedDay_pkey" PRIMARY KEY ("orgId","from","agentId","tool","operationClass","effect","code")
);

-- CreateIndex
CREATE INDEX "ImportedCall_orgId_at_id_idx" ON "ImportedCall"("orgId", "at", "id");

-- CreateIndex
CREATE INDEX "ImportedCall_orgId_agentId_at_idx" ON "ImportedCall"("orgId", "agentId", "at");

CREATE INDEX "ImportedCall_trace" ON "ImportedCall" ("orgId", "traceId") WHERE "traceId" IS NOT NULL;

-- Counted by the time of the call, in the transaction that stores or removes it.
CREATE FUNCTION "rollUpImported"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "sign" int := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
BEGIN
  INSERT INTO "ImportedHour" ("orgId", "from", "agentId", "tool", "operationClass", "effect", "code", "calls")
  SELECT "orgId", date_trunc('hour', "at", 'UTC'), "agentId", "tool", coalesce("operationClass", ''), coalesce("effect", 'none'),
    coalesce("code", ''), "sign" * count(*)::int
  FROM changed_rows GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT ("orgId", "from", "agentId", "tool", "operationClass", "effect", "code")
    DO UPDATE SET "calls" = "ImportedHour"."calls" + EXCLUDED."calls";
  INSERT INTO "ImportedDay" ("orgId", "from", "agentId", "tool", "operationClass", "effect", "code", "calls")
  SELECT "orgId", date_trunc('day', "at", 'UTC'), "agentId", "tool", coalesce("operationClass", ''), coalesce("effect", 'none'),
    coalesce("code", ''), "sign" * count(*)::int
  FROM changed_rows GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT ("orgId", "from", "agentId", "tool", "operationClass", "effect", "code")
    DO UPDATE SET "calls" = "ImportedDay"."calls" + EXCLUDED."calls";
  RETURN NULL;
END $$;
CREATE TRIGGER "ImportedCall_rollUpInsert" AFTER INSERT ON "ImportedCall"
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpImported"();
CREATE TRIGGER "ImportedCall_rollUpDelete" AFTER DELETE ON "ImportedCall"
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION "rollUpImported"();
