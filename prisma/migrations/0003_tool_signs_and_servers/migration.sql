-- AlterTable
ALTER TABLE "Tool" ADD COLUMN "trustedFirstUse" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "signs" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "signSeverity" TEXT,
ADD COLUMN "signsEdition" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ToolServer" (
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "firstUse" TEXT NOT NULL,
    "operationClass" TEXT,
    "reversibility" TEXT NOT NULL DEFAULT 'irreversible',
    "reason" TEXT NOT NULL,
    "changedById" TEXT NOT NULL,
    "changedByName" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ToolServer_pkey" PRIMARY KEY ("orgId","name")
);

-- AlterTable
ALTER TABLE "Finding" ADD COLUMN "factsDigest" TEXT;

-- CreateIndex
CREATE INDEX "Finding_orgId_key_idx" ON "Finding"("orgId", "key");
