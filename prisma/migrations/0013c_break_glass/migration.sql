-- CreateTable
CREATE TABLE "BreakGlass" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "checkpointId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "grantedById" TEXT NOT NULL,
    "grantedByName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stepUp" JSONB NOT NULL,
    "reviewDueAt" TIMESTAMPTZ(3) NOT NULL,
    "reviewedById" TEXT,
    "reviewedByName" TEXT,
    "reviewedAt" TIMESTAMPTZ(3),
    "verdict" TEXT,
    "reviewReason" TEXT,

    CONSTRAINT "BreakGlass_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "BreakGlass_checkpointId_key" ON "BreakGlass"("checkpointId");

-- CreateIndex
CREATE INDEX "BreakGlass_orgId_at_idx" ON "BreakGlass"("orgId", "at");

-- CreateIndex
CREATE INDEX "BreakGlass_orgId_reviewedAt_reviewDueAt_idx" ON "BreakGlass"("orgId", "reviewedAt", "reviewDueAt");

-- CreateIndex
CREATE UNIQUE INDEX "BreakGlass_id_orgId_key" ON "BreakGlass"("id", "orgId");

-- Evidence: it is never deleted, what was done never changes, and the review is written once.
CREATE FUNCTION "keepBreakGlass"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'a broken glass stays on record'; END IF;
  IF OLD."reviewedAt" IS NOT NULL THEN RAISE EXCEPTION 'this broken glass was reviewed already'; END IF;
  IF (to_jsonb(OLD) - '{reviewedById,reviewedByName,reviewedAt,verdict,reviewReason}'::text[])
     IS DISTINCT FROM (to_jsonb(NEW) - '{reviewedById,reviewedByName,reviewedAt,verdict,reviewReason}'::text[])
  THEN RAISE EXCEPTION 'what was done with a broken glass does not change'; END IF;
  IF NEW."reviewedById" IS NOT DISTINCT FROM OLD."grantedById" THEN RAISE EXCEPTION 'whoever broke the glass does not review it'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "BreakGlass_keep" BEFORE UPDATE OR DELETE ON "BreakGlass" FOR EACH ROW EXECUTE FUNCTION "keepBreakGlass"();
CREATE TRIGGER "BreakGlass_noTruncate" BEFORE TRUNCATE ON "BreakGlass" FOR EACH STATEMENT EXECUTE FUNCTION "keepBreakGlass"();
