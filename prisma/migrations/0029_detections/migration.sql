-- What detections are set to, what they found, and what is usual for each agent.
-- CreateTable
CREATE TABLE "DetectionSetting" (
    "orgId" TEXT NOT NULL,
    "detection" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "changedByName" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DetectionSetting_pkey" PRIMARY KEY ("orgId","detection")
);

-- CreateTable
CREATE TABLE "DetectionSuppression" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "detection" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "subjectName" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedByName" TEXT,

    CONSTRAINT "DetectionSuppression_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DetectionHit" (
    "orgId" TEXT NOT NULL,
    "detection" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "subjectName" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "windowFrom" TIMESTAMPTZ(3) NOT NULL,
    "raisedAt" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "findingId" TEXT,
    "suppressionId" TEXT,

    CONSTRAINT "DetectionHit_pkey" PRIMARY KEY ("orgId","detection","subjectId","part","windowFrom")
);

-- CreateTable
CREATE TABLE "DetectionWatch" (
    "orgId" TEXT NOT NULL,
    "evaluatedTo" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DetectionWatch_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "AgentBaseline" (
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "asOf" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "AgentBaseline_pkey" PRIMARY KEY ("orgId","agentId","asOf")
);

-- CreateTable
CREATE TABLE "DetectionBacktest" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "detection" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "days" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "askedById" TEXT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "aliveAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "result" JSONB,
    "fault" TEXT,

    CONSTRAINT "DetectionBacktest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DetectionSuppression_orgId_detection_until_idx" ON "DetectionSuppression"("orgId", "detection", "until");

-- CreateIndex
CREATE UNIQUE INDEX "DetectionSuppression_id_orgId_key" ON "DetectionSuppression"("id", "orgId");

-- CreateIndex
CREATE INDEX "DetectionHit_orgId_detection_raisedAt_idx" ON "DetectionHit"("orgId", "detection", "raisedAt");

-- CreateIndex
CREATE INDEX "DetectionHit_orgId_findingId_idx" ON "DetectionHit"("orgId", "findingId");

-- CreateIndex
CREATE INDEX "DetectionBacktest_orgId_detection_askedAt_idx" ON "DetectionBacktest"("orgId", "detection", "askedAt");

-- CreateIndex
CREATE INDEX "DetectionBacktest_status_askedAt_idx" ON "DetectionBacktest"("status", "askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "DetectionBacktest_id_orgId_key" ON "DetectionBacktest"("id", "orgId");
