-- AlterTable
ALTER TABLE "StopOrder" ADD COLUMN     "agentIds" TEXT[],
ADD COLUMN     "cancelledCheckpoints" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "drill" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "orderedById" TEXT,
ADD COLUMN     "releases" TEXT,
ADD COLUMN     "scope" JSONB NOT NULL DEFAULT '{}',
ALTER COLUMN "agentId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "StopAck" ADD COLUMN     "cancelled" INTEGER,
ADD COLUMN     "heard" TEXT[];

-- CreateTable
CREATE TABLE "Revocation" (
    "orderId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "liftedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Revocation_pkey" PRIMARY KEY ("orderId")
);

-- CreateTable
CREATE TABLE "Probe" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "orderId" TEXT,
    "pepId" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedRevision" INTEGER NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "result" TEXT,
    "why" TEXT,
    "statement" TEXT,
    "signature" TEXT,

    CONSTRAINT "Probe_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StopCertificate" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "drill" BOOLEAN NOT NULL DEFAULT false,
    "body" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "StopCertificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReleaseRequest" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "agentIds" TEXT[],
    "title" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requestedById" TEXT NOT NULL,
    "requestedByName" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "closedAt" TIMESTAMPTZ(3),
    "closedByName" TEXT,

    CONSTRAINT "ReleaseRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DrillPlan" (
    "orgId" TEXT NOT NULL,
    "canaryId" TEXT NOT NULL,
    "every" TEXT NOT NULL DEFAULT 'off',
    "nextAt" TIMESTAMPTZ(3),

    CONSTRAINT "DrillPlan_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "Drill" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "startedByName" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'running',
    "points" INTEGER NOT NULL,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "unreachable" INTEGER NOT NULL DEFAULT 0,
    "p50Ms" INTEGER,
    "p99Ms" INTEGER,
    "certificateId" TEXT,
    "missing" TEXT[],

    CONSTRAINT "Drill_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Revocation_orgId_liftedAt_idx" ON "Revocation"("orgId", "liftedAt");

-- CreateIndex
CREATE INDEX "Probe_orgId_orderId_pepId_idx" ON "Probe"("orgId", "orderId", "pepId");

-- CreateIndex
CREATE INDEX "Probe_orgId_pepId_sentAt_idx" ON "Probe"("orgId", "pepId", "sentAt");

-- CreateIndex
CREATE UNIQUE INDEX "Probe_id_orgId_key" ON "Probe"("id", "orgId");

-- CreateIndex
CREATE INDEX "StopCertificate_orgId_orderId_issuedAt_idx" ON "StopCertificate"("orgId", "orderId", "issuedAt");

-- CreateIndex
CREATE UNIQUE INDEX "StopCertificate_id_orgId_key" ON "StopCertificate"("id", "orgId");

-- CreateIndex
CREATE INDEX "ReleaseRequest_orgId_status_expiresAt_idx" ON "ReleaseRequest"("orgId", "status", "expiresAt");

-- CreateIndex
CREATE INDEX "ReleaseRequest_orgId_orderId_idx" ON "ReleaseRequest"("orgId", "orderId");

-- CreateIndex
CREATE UNIQUE INDEX "ReleaseRequest_id_orgId_key" ON "ReleaseRequest"("id", "orgId");

-- CreateIndex
CREATE INDEX "Drill_orgId_startedAt_idx" ON "Drill"("orgId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Drill_id_orgId_key" ON "Drill"("id", "orgId");

-- CreateIndex
CREATE INDEX "StopOrder_orgId_orderedAt_id_idx" ON "StopOrder"("orgId", "orderedAt", "id");

-- One stands for each scope at a time.
CREATE UNIQUE INDEX "Revocation_standing" ON "Revocation" ("orgId", "key") WHERE "liftedAt" IS NULL;

-- One release of an order is asked for at a time.
CREATE UNIQUE INDEX "ReleaseRequest_pending" ON "ReleaseRequest" ("orgId", "orderId") WHERE "status" = 'pending';

-- One drill runs at a time.
CREATE UNIQUE INDEX "Drill_running" ON "Drill" ("orgId") WHERE "status" = 'running';

-- What was signed stays as it was signed.
CREATE TRIGGER "StopCertificate_appendOnly" BEFORE UPDATE ON "StopCertificate"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();

-- Orders from before there were scopes are about one agent each.
UPDATE "StopOrder" SET "scope" = jsonb_build_object('kind', 'agent', 'agentId', "agentId"), "agentIds" = ARRAY["agentId"];
