-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "accepts" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "changedAction" TEXT,
ADD COLUMN     "changedDigest" TEXT;

-- CreateTable
CREATE TABLE "CheckpointChange" (
    "id" TEXT NOT NULL,
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "reason" TEXT,
    "action" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "setAside" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "CheckpointChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CheckpointChange_checkpointId_at_idx" ON "CheckpointChange"("checkpointId", "at");

-- AddForeignKey
ALTER TABLE "CheckpointChange" ADD CONSTRAINT "CheckpointChange_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was proposed stays as it was.
CREATE TRIGGER "CheckpointChange_appendOnly" BEFORE UPDATE ON "CheckpointChange"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
