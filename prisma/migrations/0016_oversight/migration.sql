-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "decoy" TEXT,
ADD COLUMN     "natureSalt" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "review" TEXT NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "OversightSetting" (
    "orgId" TEXT NOT NULL,
    "decoysPerHundred" INTEGER NOT NULL DEFAULT 0,
    "days" INTEGER NOT NULL DEFAULT 30,
    "leastCaught" DOUBLE PRECISION NOT NULL DEFAULT 0.8,
    "fastSeconds" INTEGER NOT NULL DEFAULT 5,
    "mostFast" DOUBLE PRECISION NOT NULL DEFAULT 0.5,
    "longestStreak" INTEGER NOT NULL DEFAULT 100,
    "secondReviewer" BOOLEAN NOT NULL DEFAULT true,
    "helpingRole" TEXT NOT NULL DEFAULT 'security',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedByName" TEXT NOT NULL,
    "seededUntil" TIMESTAMPTZ(3),

    CONSTRAINT "OversightSetting_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "WatchedApprover" (
    "userId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "reasons" JSONB NOT NULL,

    CONSTRAINT "WatchedApprover_pkey" PRIMARY KEY ("userId","orgId")
);

-- CreateIndex
CREATE INDEX "WatchedApprover_orgId_idx" ON "WatchedApprover"("orgId");

-- AddForeignKey
ALTER TABLE "OversightSetting" ADD CONSTRAINT "OversightSetting_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WatchedApprover" ADD CONSTRAINT "WatchedApprover_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
