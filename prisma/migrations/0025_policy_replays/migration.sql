-- Recorded calls decided again under a draft of the policies.
CREATE TABLE "PolicyReplay" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "askedById" TEXT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "aliveAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "draft" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "fault" TEXT,

    CONSTRAINT "PolicyReplay_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PolicyReplay_id_orgId_key" ON "PolicyReplay"("id", "orgId");

-- CreateIndex
CREATE INDEX "PolicyReplay_orgId_askedAt_idx" ON "PolicyReplay"("orgId", "askedAt");

-- CreateIndex
CREATE INDEX "PolicyReplay_status_askedAt_idx" ON "PolicyReplay"("status", "askedAt");
