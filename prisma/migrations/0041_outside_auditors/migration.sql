-- Accesses of auditors from outside: what they may see, of which time, until when.
-- CreateTable
CREATE TABLE "OutsideAccess" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "userId" TEXT,
    "frameworks" TEXT[],
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "packIds" TEXT[],
    "reportIds" TEXT[],
    "until" TIMESTAMPTZ(3) NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "revokedByName" TEXT,

    CONSTRAINT "OutsideAccess_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "OutsideAccess_orgId_createdAt_idx" ON "OutsideAccess"("orgId", "createdAt");

-- CreateIndex
CREATE INDEX "OutsideAccess_orgId_userId_idx" ON "OutsideAccess"("orgId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "OutsideAccess_id_orgId_key" ON "OutsideAccess"("id", "orgId");
