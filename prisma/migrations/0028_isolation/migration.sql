-- Outcomes of canaries, as points signed them, and which agents an organisation wants isolated.
-- CreateTable
CREATE TABLE "CanaryRun" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "pepName" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "contained" INTEGER NOT NULL,
    "escaped" INTEGER NOT NULL,
    "voided" INTEGER NOT NULL,
    "profileName" TEXT NOT NULL,
    "profileDigest" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "statement" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "CanaryRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IsolationSetting" (
    "orgId" TEXT NOT NULL,
    "dataClasses" TEXT[],
    "operationClasses" TEXT[],
    "everyHours" INTEGER NOT NULL,
    "suspendOnEscape" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedByName" TEXT NOT NULL,

    CONSTRAINT "IsolationSetting_pkey" PRIMARY KEY ("orgId")
);

-- CreateIndex
CREATE UNIQUE INDEX "CanaryRun_id_orgId_key" ON "CanaryRun"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "CanaryRun_orgId_pepId_runId_key" ON "CanaryRun"("orgId", "pepId", "runId");

-- CreateIndex
CREATE INDEX "CanaryRun_orgId_agentId_receivedAt_idx" ON "CanaryRun"("orgId", "agentId", "receivedAt");

-- AddForeignKey
ALTER TABLE "IsolationSetting" ADD CONSTRAINT "IsolationSetting_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a point signed is never changed.
CREATE TRIGGER "CanaryRun_appendOnly" BEFORE UPDATE ON "CanaryRun"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
