-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "escalatesAt" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],
ADD COLUMN     "excluded" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "nextTimerAt" TIMESTAMPTZ(3),
ADD COLUMN     "timers" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "CheckpointDecision" ADD COLUMN     "personId" TEXT,
ADD COLUMN     "standsFor" JSONB NOT NULL DEFAULT '[]';

-- A vote by an API key becomes its maker's, unless they or another key of theirs voted on the same request as well.
UPDATE "CheckpointDecision" SET "personId" = "userId";
UPDATE "CheckpointDecision" d SET "personId" = k."createdById"
  FROM "ApiKey" k
 WHERE k."id" = d."userId" AND k."orgId" = d."orgId" AND k."createdById" IS NOT NULL
   AND NOT EXISTS (
     SELECT 1 FROM "CheckpointDecision" o LEFT JOIN "ApiKey" ok ON ok."id" = o."userId"
      WHERE o."checkpointId" = d."checkpointId" AND o."userId" <> d."userId"
        AND coalesce(ok."createdById", o."userId") = k."createdById");
ALTER TABLE "CheckpointDecision" ALTER COLUMN "personId" SET NOT NULL;

-- AlterTable
ALTER TABLE "CheckpointRule" ADD COLUMN     "hours" JSONB,
ADD COLUMN     "reminders" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "separation" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "Team" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("teamId","userId")
);

-- CreateTable
CREATE TABLE "Absence" (
    "userId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "delegateId" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Absence_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Team_id_orgId_key" ON "Team"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Team_orgId_key_key" ON "Team"("orgId", "key");

-- CreateIndex
CREATE INDEX "TeamMember_orgId_userId_idx" ON "TeamMember"("orgId", "userId");

-- CreateIndex
CREATE INDEX "Absence_orgId_until_idx" ON "Absence"("orgId", "until");

-- CreateIndex
CREATE UNIQUE INDEX "Absence_userId_orgId_key" ON "Absence"("userId", "orgId");

-- CreateIndex
CREATE INDEX "Checkpoint_orgId_nextTimerAt_idx" ON "Checkpoint"("orgId", "nextTimerAt");

-- CreateIndex
CREATE UNIQUE INDEX "CheckpointDecision_checkpointId_personId_key" ON "CheckpointDecision"("checkpointId", "personId");

-- AddForeignKey
ALTER TABLE "Team" ADD CONSTRAINT "Team_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_teamId_orgId_fkey" FOREIGN KEY ("teamId", "orgId") REFERENCES "Team"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_delegateId_orgId_fkey" FOREIGN KEY ("delegateId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
