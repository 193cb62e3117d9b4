-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "ownersKey" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "HoldPause" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "opened" INTEGER NOT NULL,
    "withinSeconds" INTEGER NOT NULL,
    "pausedAt" TIMESTAMPTZ(3) NOT NULL,
    "resumedAt" TIMESTAMPTZ(3),
    "resumedByName" TEXT,
    "resumedWhy" TEXT,

    CONSTRAINT "HoldPause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HoldLimits" (
    "orgId" TEXT NOT NULL,
    "perMinute" INTEGER NOT NULL,
    "pauseAfter" INTEGER NOT NULL,
    "changedByName" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "HoldLimits_pkey" PRIMARY KEY ("orgId")
);

-- CreateIndex
CREATE INDEX "HoldPause_orgId_agentId_pausedAt_idx" ON "HoldPause"("orgId", "agentId", "pausedAt");

-- CreateIndex
CREATE UNIQUE INDEX "HoldPause_id_orgId_key" ON "HoldPause"("id", "orgId");

-- An agent is paused once at a time.
CREATE UNIQUE INDEX "HoldPause_one_standing" ON "HoldPause"("orgId", "agentId") WHERE "resumedAt" IS NULL;
