-- Who answers for controls, frameworks of one's own, audit packs with their pieces, shares and downloads.
-- CreateTable
CREATE TABLE "ControlOwner" (
    "orgId" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "control" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "changedByName" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ControlOwner_pkey" PRIMARY KEY ("orgId","framework","control")
);

-- CreateTable
CREATE TABLE "CustomFramework" (
    "orgId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "importedByName" TEXT NOT NULL,
    "importedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CustomFramework_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "AuditPack" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "frameworkTitle" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "agentIds" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "askedById" TEXT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "aliveAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "stage" TEXT NOT NULL DEFAULT '',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "snapshot" JSONB,
    "bytes" BIGINT,
    "sha256" TEXT,
    "keyId" TEXT,
    "treeSize" BIGINT,
    "fault" TEXT,

    CONSTRAINT "AuditPack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditPackPiece" (
    "packId" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "AuditPackPiece_pkey" PRIMARY KEY ("packId","attempt","place")
);

-- CreateTable
CREATE TABLE "AuditPackShare" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "packId" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "revokedByName" TEXT,

    CONSTRAINT "AuditPackShare_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditPackDownload" (
    "seq" BIGSERIAL NOT NULL,
    "orgId" TEXT NOT NULL,
    "packId" TEXT NOT NULL,
    "shareId" TEXT,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditPackDownload_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE INDEX "AuditPack_orgId_askedAt_idx" ON "AuditPack"("orgId", "askedAt");

-- CreateIndex
CREATE INDEX "AuditPack_status_askedAt_idx" ON "AuditPack"("status", "askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuditPack_id_orgId_key" ON "AuditPack"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "AuditPackShare_tokenHash_key" ON "AuditPackShare"("tokenHash");

-- CreateIndex
CREATE INDEX "AuditPackShare_packId_idx" ON "AuditPackShare"("packId");

-- CreateIndex
CREATE UNIQUE INDEX "AuditPackShare_id_orgId_key" ON "AuditPackShare"("id", "orgId");

-- CreateIndex
CREATE INDEX "AuditPackDownload_packId_seq_idx" ON "AuditPackDownload"("packId", "seq");

-- AddForeignKey
ALTER TABLE "AuditPackPiece" ADD CONSTRAINT "AuditPackPiece_packId_fkey" FOREIGN KEY ("packId") REFERENCES "AuditPack"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditPackShare" ADD CONSTRAINT "AuditPackShare_packId_orgId_fkey" FOREIGN KEY ("packId", "orgId") REFERENCES "AuditPack"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- Pieces are compressed already.
ALTER TABLE "AuditPackPiece" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
