-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "standingId" TEXT;

-- AlterTable
ALTER TABLE "CheckpointDecision" ADD COLUMN     "standing" JSONB,
ADD COLUMN     "standingId" TEXT;

-- CreateTable
CREATE TABLE "StandingApproval" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "checkpointId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "free" TEXT[],
    "most" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedHow" TEXT,
    "endedReason" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "body" TEXT NOT NULL,
    "signingKeyId" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "StandingApproval_pkey" PRIMARY KEY ("id"),
    -- Whoever counts, it is never used more often than people agreed to.
    CONSTRAINT "StandingApproval_bounded" CHECK ("used" BETWEEN 0 AND "most")
);

-- CreateIndex
CREATE INDEX "StandingApproval_orgId_agentId_tool_endedHow_idx" ON "StandingApproval"("orgId", "agentId", "tool", "endedHow");

-- CreateIndex
CREATE INDEX "StandingApproval_orgId_issuedAt_idx" ON "StandingApproval"("orgId", "issuedAt");

-- CreateIndex
CREATE UNIQUE INDEX "StandingApproval_id_orgId_key" ON "StandingApproval"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "StandingApproval_checkpointId_key" ON "StandingApproval"("checkpointId");

-- CreateIndex
CREATE INDEX "Checkpoint_standingId_idx" ON "Checkpoint"("standingId");
