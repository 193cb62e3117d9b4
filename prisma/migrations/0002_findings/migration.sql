-- AlterTable
ALTER TABLE "ActivityEvent" ADD COLUMN "enforced" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "Finding" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "subjectName" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "mend" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 1,
    "closedAt" TIMESTAMPTZ(3),
    "closedBy" TEXT,
    "closedWhy" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Finding_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Finding_orgId_status_lastSeenAt_id_idx" ON "Finding"("orgId", "status", "lastSeenAt", "id");

-- CreateIndex
CREATE INDEX "Finding_orgId_subjectKind_subjectId_idx" ON "Finding"("orgId", "subjectKind", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_id_orgId_key" ON "Finding"("id", "orgId");

-- One is open for each key at a time.
CREATE UNIQUE INDEX "Finding_open" ON "Finding" ("orgId", "key") WHERE "status" = 'open';
