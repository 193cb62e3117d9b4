-- What agents prove themselves with elsewhere, by fingerprint, so that shared, expired and unrotated ones are found.
-- CreateTable
CREATE TABLE "AgentCredential" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "rotateDays" INTEGER,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,
    "recordedById" TEXT NOT NULL,
    "recordedByName" TEXT NOT NULL,
    "replacesId" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "endedHow" TEXT,
    "endedProof" TEXT,
    "endedById" TEXT,
    "endedByName" TEXT,

    CONSTRAINT "AgentCredential_pkey" PRIMARY KEY ("id")
);
-- CreateIndex
CREATE INDEX "AgentCredential_orgId_agentId_recordedAt_idx" ON "AgentCredential"("orgId", "agentId", "recordedAt");
-- CreateIndex
CREATE INDEX "AgentCredential_orgId_fingerprint_idx" ON "AgentCredential"("orgId", "fingerprint");
-- CreateIndex
CREATE UNIQUE INDEX "AgentCredential_id_orgId_key" ON "AgentCredential"("id", "orgId");
-- An agent holds one credential once at a time.
CREATE UNIQUE INDEX "AgentCredential_held_key" ON "AgentCredential"("orgId", "agentId", "fingerprint") WHERE "endedAt" IS NULL;
-- A record is not taken back: what was once held stays known.
CREATE TRIGGER "AgentCredential_noDelete" BEFORE DELETE ON "AgentCredential"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "AgentCredential_noTruncate" BEFORE TRUNCATE ON "AgentCredential"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
