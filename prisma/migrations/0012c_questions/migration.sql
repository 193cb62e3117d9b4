-- CreateTable
CREATE TABLE "CheckpointRemark" (
    "id" TEXT NOT NULL,
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "questionId" TEXT,
    "authorKind" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "authorName" TEXT NOT NULL,
    "toAgent" BOOLEAN NOT NULL DEFAULT false,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckpointRemark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CheckpointRemark_checkpointId_at_idx" ON "CheckpointRemark"("checkpointId", "at");

-- AddForeignKey
ALTER TABLE "CheckpointRemark" ADD CONSTRAINT "CheckpointRemark_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- An agent answers a question once, however often its answer is sent; what was said stays as it was.
CREATE UNIQUE INDEX "CheckpointRemark_agentAnswer" ON "CheckpointRemark" ("questionId") WHERE "authorKind" = 'agent';
CREATE TRIGGER "CheckpointRemark_appendOnly" BEFORE UPDATE ON "CheckpointRemark"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
