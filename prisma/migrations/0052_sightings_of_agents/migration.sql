-- What may be an agent, as each source shows it, waits for a person; and every agent says how it came to be known.
ALTER TABLE "Agent" ADD COLUMN "knownBy" TEXT NOT NULL DEFAULT 'person';
UPDATE "Agent" a SET "knownBy" = 'telemetry' WHERE EXISTS (
  SELECT 1 FROM "AuditEntry" e WHERE e."orgId" = a."orgId" AND e."targetId" = a."id" AND e."action" = 'agent.discovered');

-- CreateTable
CREATE TABLE "Sighting" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "agentId" TEXT,
    "formerAgentId" TEXT,
    "facts" JSONB NOT NULL,
    "factsDigest" TEXT NOT NULL,
    "fingerprints" TEXT[],
    "endpoints" TEXT[],
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lookedAt" TIMESTAMPTZ(3) NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 1,
    "goneAt" TIMESTAMPTZ(3),
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" TEXT,
    "decidedByName" TEXT,
    "reason" TEXT,
    "rejectedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Sighting_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Sighting_state_check" CHECK ("state" IN ('waiting', 'confirmed', 'merged', 'rejected')),
    -- What was decided to be an agent names it.
    CONSTRAINT "Sighting_decided_check" CHECK ("state" NOT IN ('confirmed', 'merged') OR "agentId" IS NOT NULL)
);
-- CreateIndex
CREATE INDEX "Sighting_orgId_state_lastSeenAt_id_idx" ON "Sighting"("orgId", "state", "lastSeenAt", "id");
-- CreateIndex
CREATE INDEX "Sighting_orgId_agentId_idx" ON "Sighting"("orgId", "agentId");
-- CreateIndex
CREATE UNIQUE INDEX "Sighting_id_orgId_key" ON "Sighting"("id", "orgId");
-- CreateIndex
CREATE UNIQUE INDEX "Sighting_orgId_source_origin_key_key" ON "Sighting"("orgId", "source", "origin", "key");

-- Agents that telemetry made known before, and nobody has registered yet.
INSERT INTO "Sighting" ("id", "orgId", "source", "origin", "key", "name", "agentId", "facts", "factsDigest", "fingerprints",
    "endpoints", "firstSeenAt", "lastSeenAt", "lookedAt")
  SELECT 'sgt_' || substr(a."id", 5), a."orgId", 'telemetry', '', a."name", a."name", a."id", '{"reporters": []}', '', '{}', '{}',
    a."createdAt", greatest(a."createdAt", c."at"), greatest(a."createdAt", c."at")
  FROM "Agent" a LEFT JOIN LATERAL (
    SELECT max(r."receivedAt") AS "at" FROM "ReportedCall" r WHERE r."orgId" = a."orgId" AND r."agentId" = a."id") c ON TRUE
  WHERE a."knownBy" = 'telemetry' AND a."status" = 'suspended' AND a."ownerId" IS NULL;
