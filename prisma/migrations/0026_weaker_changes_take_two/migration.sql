-- Changes that weaken enforcement wait for a second person.
ALTER TABLE "Organisation" ADD COLUMN "twoPersonSince" TIMESTAMPTZ(3);

CREATE TABLE "ChangeRequest" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "payloadDigest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "askedById" TEXT NOT NULL,
    "askedByName" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'proposed',
    "closedAt" TIMESTAMPTZ(3),
    "closedById" TEXT,
    "closedByName" TEXT,
    "closedWhy" TEXT,
    "stepUp" JSONB,

    CONSTRAINT "ChangeRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ChangeRequest_id_orgId_key" ON "ChangeRequest"("id", "orgId");

-- CreateIndex
CREATE INDEX "ChangeRequest_orgId_status_kind_subject_idx" ON "ChangeRequest"("orgId", "status", "kind", "subject");

-- CreateIndex
CREATE INDEX "ChangeRequest_orgId_askedAt_id_idx" ON "ChangeRequest"("orgId", "askedAt", "id");
