-- An agent whose owner left goes on for a time that the organisation chose, and is then suspended.
-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "ownerGraceDays" INTEGER NOT NULL DEFAULT 14;

-- CreateTable
CREATE TABLE "OwnerGrace" (
    "agentId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "personName" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "warnedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OwnerGrace_pkey" PRIMARY KEY ("agentId")
);

-- CreateIndex
CREATE INDEX "OwnerGrace_orgId_dueAt_idx" ON "OwnerGrace"("orgId", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "OwnerGrace_agentId_orgId_key" ON "OwnerGrace"("agentId", "orgId");

-- AddForeignKey
ALTER TABLE "OwnerGrace" ADD CONSTRAINT "OwnerGrace_agentId_orgId_fkey" FOREIGN KEY ("agentId", "orgId") REFERENCES "Agent"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Organisation" ADD CONSTRAINT "Organisation_ownerGraceDays_check" CHECK ("ownerGraceDays" BETWEEN 1 AND 90);
