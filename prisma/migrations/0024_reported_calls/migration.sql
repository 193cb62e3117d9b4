-- Tool calls as OpenTelemetry exporters report them, and what each reporter sent on a day.
-- CreateTable
CREATE TABLE "ReportedCall" (
    "orgId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reporterId" TEXT NOT NULL,
    "reporterName" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "toolKnown" BOOLEAN NOT NULL,
    "callId" TEXT,
    "traceId" TEXT,
    "spanId" TEXT,
    "parentSpanId" TEXT,
    "convention" TEXT NOT NULL,
    "argumentsDigest" TEXT,
    "argumentsText" TEXT NOT NULL,
    "resultDigest" TEXT,
    "onBehalfOf" TEXT,
    "outcome" TEXT NOT NULL,
    "durationMs" DOUBLE PRECISION,
    "error" TEXT,
    "bodyDigest" TEXT NOT NULL,
    "mediation" TEXT NOT NULL DEFAULT 'waiting',
    "decisionId" TEXT,
    "matchedBy" TEXT,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReportedCall_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "TelemetryDay" (
    "orgId" TEXT NOT NULL,
    "reporterId" TEXT NOT NULL,
    "reporterName" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "received" INTEGER NOT NULL,
    "calls" INTEGER NOT NULL,
    "duplicates" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,

    CONSTRAINT "TelemetryDay_pkey" PRIMARY KEY ("orgId","from","reporterId")
);

-- CreateIndex
CREATE INDEX "ReportedCall_orgId_receivedAt_id_idx" ON "ReportedCall"("orgId", "receivedAt", "id");

-- CreateIndex
CREATE INDEX "ReportedCall_orgId_agentId_receivedAt_idx" ON "ReportedCall"("orgId", "agentId", "receivedAt");

-- Calls whose decision is still looked for: few among all that were ever reported.
CREATE INDEX "ReportedCall_open" ON "ReportedCall" ("orgId", "receivedAt") WHERE "mediation" IN ('waiting', 'unmediated');

-- A decision of a point is the decision of one reported call at most.
CREATE UNIQUE INDEX "ReportedCall_decision" ON "ReportedCall" ("orgId", "decisionId") WHERE "mediation" = 'decided';
