-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "approvedBy" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "authorityKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "groupKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "riskRank" INTEGER NOT NULL DEFAULT 3,
ADD COLUMN     "uninspectable" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "CheckpointClaim" (
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckpointClaim_pkey" PRIMARY KEY ("checkpointId","userId")
);

-- CreateTable
CREATE TABLE "CheckpointSnooze" (
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckpointSnooze_pkey" PRIMARY KEY ("checkpointId","userId")
);

-- CreateTable
CREATE TABLE "CheckpointHandover" (
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "fromName" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "toName" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckpointHandover_pkey" PRIMARY KEY ("checkpointId","fromId","toId")
);

-- CreateIndex
CREATE INDEX "CheckpointSnooze_orgId_userId_idx" ON "CheckpointSnooze"("orgId", "userId");

-- AddForeignKey
ALTER TABLE "CheckpointClaim" ADD CONSTRAINT "CheckpointClaim_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckpointSnooze" ADD CONSTRAINT "CheckpointSnooze_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckpointHandover" ADD CONSTRAINT "CheckpointHandover_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the inbox sorts and groups by follows from the request itself, whoever writes it.
CREATE FUNCTION "checkpointInbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."riskRank" := CASE NEW."riskTier" WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END;
  NEW."authorityKey" := encode(sha256(convert_to(NEW."stages"::text, 'UTF8')), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER "Checkpoint_inbox" BEFORE INSERT OR UPDATE OF "riskTier", "stages" ON "Checkpoint"
  FOR EACH ROW EXECUTE FUNCTION "checkpointInbox"();

CREATE FUNCTION "checkpointApprovedBy"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE request text;
BEGIN
  IF TG_OP = 'DELETE' THEN request := OLD."checkpointId"; ELSE request := NEW."checkpointId"; END IF;
  UPDATE "Checkpoint" SET "approvedBy" = ARRAY(
    SELECT "userId" FROM "CheckpointDecision" WHERE "checkpointId" = request AND "verdict" = 'approve' ORDER BY "userId"
  ) WHERE "id" = request;
  RETURN NULL;
END $$;
CREATE TRIGGER "CheckpointDecision_approvedBy" AFTER INSERT OR UPDATE OR DELETE ON "CheckpointDecision"
  FOR EACH ROW EXECUTE FUNCTION "checkpointApprovedBy"();

-- Requests from before: firing the trigger fills them in.
UPDATE "Checkpoint" c SET "riskTier" = "riskTier", "approvedBy" = ARRAY(
  SELECT "userId" FROM "CheckpointDecision" d WHERE d."checkpointId" = c."id" AND d."verdict" = 'approve' ORDER BY "userId");

-- The gravest and soonest first; who may decide, without reading the requests themselves; what has ended, newest first; the
-- last time the like of it was approved.
CREATE INDEX "Checkpoint_waiting" ON "Checkpoint" ("orgId", "riskRank", "expiresAt", "id") WHERE "status" = 'pending';
CREATE INDEX "Checkpoint_authority" ON "Checkpoint" ("orgId", "authorityKey", "agentId", "expiresAt")
  INCLUDE ("approvedBy", "id") WHERE "status" = 'pending';
CREATE INDEX "Checkpoint_ended" ON "Checkpoint" ("orgId", "createdAt", "id") WHERE "status" <> 'pending';
CREATE INDEX "Checkpoint_precedent" ON "Checkpoint" ("orgId", "agentId", "tool", "createdAt")
  WHERE "status" IN ('approved', 'redeemed', 'lapsed');
