-- What an AuthZEN caller asked people for: the checkpoint that it opened, and what an approval of it is good for.
CREATE TABLE "AccessRequest" (
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "evaluationId" TEXT NOT NULL,
    "bindingHash" TEXT NOT NULL,
    "idempotencyKey" TEXT,
    "bodyDigest" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AccessRequest_pkey" PRIMARY KEY ("checkpointId")
);

-- CreateIndex
CREATE UNIQUE INDEX "AccessRequest_checkpointId_orgId_key" ON "AccessRequest"("checkpointId", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "AccessRequest_orgId_keyId_idempotencyKey_key" ON "AccessRequest"("orgId", "keyId", "idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "AccessRequest_orgId_keyId_evaluationId_key" ON "AccessRequest"("orgId", "keyId", "evaluationId");

-- AddForeignKey
ALTER TABLE "AccessRequest" ADD CONSTRAINT "AccessRequest_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
