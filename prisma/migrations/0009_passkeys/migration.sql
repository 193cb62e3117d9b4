-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN "stepUp" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "CheckpointDecision" ADD COLUMN "stepUp" JSONB;

-- AlterTable
ALTER TABLE "CheckpointRule" ADD COLUMN "stepUp" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "backedUp" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StepUp" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StepUp_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Passkey_orgId_userId_idx" ON "Passkey"("orgId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Passkey_id_orgId_key" ON "Passkey"("id", "orgId");

-- CreateIndex
CREATE INDEX "StepUp_orgId_userId_idx" ON "StepUp"("orgId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "StepUp_id_orgId_key" ON "StepUp"("id", "orgId");

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
