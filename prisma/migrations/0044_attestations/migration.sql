-- Campaigns in which owners say anew that their agents are needed, theirs and rightly scoped; what was said is never changed.
-- CreateTable
CREATE TABLE "AttestationCampaign" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "days" INTEGER NOT NULL,
    "startedById" TEXT NOT NULL,
    "startedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "closedByName" TEXT,

    CONSTRAINT "AttestationCampaign_pkey" PRIMARY KEY ("id")
);
-- CreateTable
CREATE TABLE "AttestationItem" (
    "campaignId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,

    CONSTRAINT "AttestationItem_pkey" PRIMARY KEY ("campaignId","agentId")
);
-- CreateTable
CREATE TABLE "AttestationAnswer" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "campaignId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "needed" BOOLEAN NOT NULL,
    "mine" BOOLEAN NOT NULL,
    "scopeRight" BOOLEAN NOT NULL,
    "note" TEXT NOT NULL,
    "unused" TEXT[],
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AttestationAnswer_pkey" PRIMARY KEY ("id")
);
-- CreateIndex
CREATE INDEX "AttestationCampaign_orgId_createdAt_idx" ON "AttestationCampaign"("orgId", "createdAt");
-- CreateIndex
CREATE UNIQUE INDEX "AttestationCampaign_id_orgId_key" ON "AttestationCampaign"("id", "orgId");
-- CreateIndex
CREATE INDEX "AttestationItem_orgId_agentId_idx" ON "AttestationItem"("orgId", "agentId");
-- CreateIndex
CREATE INDEX "AttestationAnswer_campaignId_agentId_at_id_idx" ON "AttestationAnswer"("campaignId", "agentId", "at", "id");
-- AddForeignKey
ALTER TABLE "AttestationItem" ADD CONSTRAINT "AttestationItem_campaignId_orgId_fkey" FOREIGN KEY ("campaignId", "orgId") REFERENCES "AttestationCampaign"("id", "orgId") ON DELETE RESTRICT ON UPDATE CASCADE;
-- AddForeignKey
ALTER TABLE "AttestationAnswer" ADD CONSTRAINT "AttestationAnswer_campaignId_agentId_fkey" FOREIGN KEY ("campaignId", "agentId") REFERENCES "AttestationItem"("campaignId", "agentId") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER "AttestationItem_appendOnly" BEFORE UPDATE OR DELETE ON "AttestationItem"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "AttestationItem_noTruncate" BEFORE TRUNCATE ON "AttestationItem"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "AttestationAnswer_appendOnly" BEFORE UPDATE OR DELETE ON "AttestationAnswer"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "AttestationAnswer_noTruncate" BEFORE TRUNCATE ON "AttestationAnswer"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
