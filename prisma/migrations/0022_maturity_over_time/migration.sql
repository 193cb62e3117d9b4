-- CreateTable
CREATE TABLE "AgentMaturity" (
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "score" DOUBLE PRECISION,
    "met" TEXT[],
    "unmet" TEXT[],
    "unmeasured" TEXT[],
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AgentMaturity_pkey" PRIMARY KEY ("orgId","agentId")
);

-- CreateTable
CREATE TABLE "MaturityChange" (
    "seq" BIGSERIAL NOT NULL,
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "fromStage" TEXT,
    "toStage" TEXT,
    "fromScore" DOUBLE PRECISION,
    "toScore" DOUBLE PRECISION,
    "fell" JSONB NOT NULL,
    "met" JSONB NOT NULL,

    CONSTRAINT "MaturityChange_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "MaturityPoint" (
    "orgId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "stage" TEXT NOT NULL,
    "score" DOUBLE PRECISION,
    "scoreBefore" DOUBLE PRECISION,
    "none" INTEGER NOT NULL,
    "observe" INTEGER NOT NULL,
    "enforce" INTEGER NOT NULL,
    "isolate" INTEGER NOT NULL,
    "stopped" INTEGER NOT NULL,
    "rose" INTEGER NOT NULL,
    "fell" INTEGER NOT NULL,
    "causes" JSONB NOT NULL,

    CONSTRAINT "MaturityPoint_pkey" PRIMARY KEY ("orgId","at")
);

-- CreateTable
CREATE TABLE "MaturityRun" (
    "orgId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "tookMs" INTEGER NOT NULL,

    CONSTRAINT "MaturityRun_pkey" PRIMARY KEY ("orgId")
);

-- CreateIndex
CREATE INDEX "MaturityChange_orgId_at_seq_idx" ON "MaturityChange"("orgId", "at", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "MaturityChange_orgId_agentId_at_key" ON "MaturityChange"("orgId", "agentId", "at");
