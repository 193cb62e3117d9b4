-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "argumentsDigest" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "outcome" TEXT,
ADD COLUMN     "ranDigest" TEXT;

-- CreateTable
CREATE TABLE "CheckpointReconciliation" (
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "mayRepeat" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckpointReconciliation_pkey" PRIMARY KEY ("checkpointId")
);

-- CreateIndex
CREATE UNIQUE INDEX "CheckpointReconciliation_checkpointId_orgId_key" ON "CheckpointReconciliation"("checkpointId", "orgId");

-- CreateIndex
CREATE INDEX "Checkpoint_orgId_agentId_tool_argumentsDigest_idx" ON "Checkpoint"("orgId", "agentId", "tool", "argumentsDigest");

-- AddForeignKey
ALTER TABLE "CheckpointReconciliation" ADD CONSTRAINT "CheckpointReconciliation_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- Released calls that cannot be undone and of which it is not known that they ended; few, and looked through often.
CREATE INDEX "Checkpoint_unsettled" ON "Checkpoint" ("orgId", "agentId", "tool")
  WHERE "status" = 'redeemed' AND "reversibility" = 'irreversible' AND "outcome" IS NULL;
-- What a released call came to is found through its request.
CREATE INDEX "ActivityEvent_released" ON "ActivityEvent" ("orgId", "checkpointId")
  WHERE "checkpointId" IS NOT NULL AND "effect" = 'allow';
