-- A publication reaches one ring of points after the other; bundles may be signed for a roll-out.
-- AlterTable
ALTER TABLE "Bundle" ADD COLUMN     "rollOutId" TEXT;

-- CreateTable
CREATE TABLE "RingSet" (
    "orgId" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "rings" JSONB NOT NULL,
    "updatedByName" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RingSet_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "RollOut" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "why" TEXT,
    "note" TEXT NOT NULL,
    "revertedTo" INTEGER,
    "chosen" JSONB NOT NULL,
    "plan" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "published" INTEGER,
    "position" INTEGER NOT NULL,
    "everyone" BOOLEAN NOT NULL DEFAULT false,
    "toldAt" TIMESTAMPTZ(3) NOT NULL,
    "judgedTo" TIMESTAMPTZ(3) NOT NULL,
    "judgedId" TEXT NOT NULL DEFAULT '',
    "startedById" TEXT NOT NULL,
    "startedByName" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedByName" TEXT,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RollOut_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RollOutRing" (
    "rollOutId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "startedAt" TIMESTAMPTZ(3),
    "passedAt" TIMESTAMPTZ(3),
    "lackingSince" TIMESTAMPTZ(3),
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "RollOutRing_pkey" PRIMARY KEY ("rollOutId","position")
);

-- CreateTable
CREATE TABLE "RollOutPoint" (
    "rollOutId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "RollOutPoint_pkey" PRIMARY KEY ("rollOutId","pepId")
);

-- CreateIndex
CREATE INDEX "RollOut_orgId_startedAt_idx" ON "RollOut"("orgId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "RollOut_id_orgId_key" ON "RollOut"("id", "orgId");

-- AddForeignKey
ALTER TABLE "RollOutRing" ADD CONSTRAINT "RollOutRing_rollOutId_orgId_fkey" FOREIGN KEY ("rollOutId", "orgId") REFERENCES "RollOut"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollOutPoint" ADD CONSTRAINT "RollOutPoint_rollOutId_orgId_fkey" FOREIGN KEY ("rollOutId", "orgId") REFERENCES "RollOut"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- One roll-out at a time: whoever starts a second one has seen the first.
CREATE UNIQUE INDEX "RollOut_one_open" ON "RollOut"("orgId") WHERE "endedAt" IS NULL;
