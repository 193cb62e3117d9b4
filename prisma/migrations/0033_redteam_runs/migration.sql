-- Red-team exercises: who asked for them, what came of them as the runner signed it, and the organisations made for them.
-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "rangeOf" TEXT;

-- CreateTable
CREATE TABLE "RedteamRun" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "askedByName" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "rangeId" TEXT,
    "publicKey" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "current" TEXT,
    "heardAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedWhy" TEXT,

    CONSTRAINT "RedteamRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RedteamOutcome" (
    "runId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "contained" INTEGER NOT NULL,
    "passed" INTEGER NOT NULL,
    "voided" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "statement" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "RedteamOutcome_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "RedteamSetting" (
    "orgId" TEXT NOT NULL,
    "everyDays" INTEGER NOT NULL,
    "ownerId" TEXT,
    "nextAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedByName" TEXT NOT NULL,

    CONSTRAINT "RedteamSetting_pkey" PRIMARY KEY ("orgId")
);

-- CreateIndex
CREATE UNIQUE INDEX "RedteamRun_rangeId_key" ON "RedteamRun"("rangeId");

-- CreateIndex
CREATE INDEX "RedteamRun_orgId_askedAt_idx" ON "RedteamRun"("orgId", "askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "RedteamRun_id_orgId_key" ON "RedteamRun"("id", "orgId");

-- CreateIndex
CREATE INDEX "RedteamOutcome_orgId_receivedAt_idx" ON "RedteamOutcome"("orgId", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "RedteamOutcome_runId_orgId_key" ON "RedteamOutcome"("runId", "orgId");

-- AddForeignKey
ALTER TABLE "RedteamOutcome" ADD CONSTRAINT "RedteamOutcome_runId_orgId_fkey" FOREIGN KEY ("runId", "orgId") REFERENCES "RedteamRun"("id", "orgId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RedteamSetting" ADD CONSTRAINT "RedteamSetting_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a runner signed is never changed.
CREATE TRIGGER "RedteamOutcome_appendOnly" BEFORE UPDATE ON "RedteamOutcome"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
