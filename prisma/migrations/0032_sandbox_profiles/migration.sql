-- Boundaries that an organisation holds, by version; programs that run within them, and what runs in learning mode propose.
-- AlterTable
ALTER TABLE "IsolationSetting" ADD COLUMN     "reviewedOnly" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "SandboxProfile" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "SandboxProfile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SandboxProfileVersion" (
    "profileId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "savedById" TEXT NOT NULL,
    "savedByName" TEXT NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SandboxProfileVersion_pkey" PRIMARY KEY ("profileId","version")
);

-- CreateTable
CREATE TABLE "SandboxRun" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "pepName" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "profileName" TEXT NOT NULL,
    "profileDigest" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "version" INTEGER,
    "egressVersion" INTEGER,
    "learning" BOOLEAN NOT NULL,
    "lacks" TEXT[],
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "reportedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "ending" TEXT,

    CONSTRAINT "SandboxRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProfileProposal" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "pepName" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "profileName" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "seen" TEXT[],
    "unseen" TEXT[],
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "closedByName" TEXT,
    "closedAs" TEXT,

    CONSTRAINT "ProfileProposal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SandboxProfile_id_orgId_key" ON "SandboxProfile"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "SandboxProfile_orgId_name_key" ON "SandboxProfile"("orgId", "name");

-- CreateIndex
CREATE INDEX "SandboxProfileVersion_orgId_digest_idx" ON "SandboxProfileVersion"("orgId", "digest");

-- CreateIndex
CREATE INDEX "SandboxRun_orgId_profileName_endedAt_idx" ON "SandboxRun"("orgId", "profileName", "endedAt");

-- CreateIndex
CREATE INDEX "SandboxRun_orgId_agentId_startedAt_idx" ON "SandboxRun"("orgId", "agentId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "SandboxRun_id_orgId_key" ON "SandboxRun"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "SandboxRun_orgId_pepId_runId_key" ON "SandboxRun"("orgId", "pepId", "runId");

-- CreateIndex
CREATE INDEX "ProfileProposal_orgId_profileName_receivedAt_idx" ON "ProfileProposal"("orgId", "profileName", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ProfileProposal_id_orgId_key" ON "ProfileProposal"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "ProfileProposal_orgId_pepId_runId_key" ON "ProfileProposal"("orgId", "pepId", "runId");

-- AddForeignKey
ALTER TABLE "SandboxProfileVersion" ADD CONSTRAINT "SandboxProfileVersion_profileId_orgId_fkey" FOREIGN KEY ("profileId", "orgId") REFERENCES "SandboxProfile"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was reviewed under a number is never another thing under it later.
CREATE TRIGGER "SandboxProfileVersion_appendOnly" BEFORE UPDATE ON "SandboxProfileVersion"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
