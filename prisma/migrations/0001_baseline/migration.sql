-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "ActivityEvent" (
    "orgId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pepId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "operationClass" TEXT,
    "effect" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "policies" TEXT[],
    "observed" TEXT[],
    "revision" INTEGER NOT NULL,
    "decisionNs" INTEGER,
    "argumentsDigest" TEXT NOT NULL,
    "argumentsText" TEXT NOT NULL,
    "onBehalfOf" TEXT,
    "chain" TEXT[],
    "checkpointId" TEXT,
    "traceId" TEXT,
    "bodyDigest" TEXT NOT NULL,

    CONSTRAINT "ActivityEvent_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "ActivityOutcome" (
    "orgId" TEXT NOT NULL,
    "callId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pepId" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "durationMs" DOUBLE PRECISION,
    "error" TEXT,
    "bodyDigest" TEXT NOT NULL,

    CONSTRAINT "ActivityOutcome_pkey" PRIMARY KEY ("orgId","callId")
);

-- CreateTable
CREATE TABLE "ActivityGap" (
    "orgId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lost" INTEGER NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "bodyDigest" TEXT NOT NULL,

    CONSTRAINT "ActivityGap_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "seq" BIGSERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "targetKind" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "targetName" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "leaf" TEXT NOT NULL,
    "leafHash" TEXT NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "Checkpoint" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "operationClass" TEXT NOT NULL,
    "reversibility" TEXT NOT NULL,
    "riskTier" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "agentReason" TEXT,
    "callId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "policies" TEXT[],
    "rules" TEXT[],
    "stages" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "statusReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Checkpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckpointDecision" (
    "checkpointId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "digest" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CheckpointDecision_pkey" PRIMARY KEY ("checkpointId","userId")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "checkpointId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "actionDigest" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "signingKeyId" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "redeemedAt" TIMESTAMPTZ(3),
    "voidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EnrolmentToken" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'enforce',
    "agents" TEXT[],
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "pepId" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "EnrolmentToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pep" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "agents" TEXT[],
    "enrolledAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3),
    "connected" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "refusedRevision" INTEGER,
    "refusedReason" TEXT,
    "spoolDepth" INTEGER NOT NULL DEFAULT 0,
    "gaps" INTEGER NOT NULL DEFAULT 0,
    "skewMs" INTEGER,
    "demo" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Pep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BundleAck" (
    "orgId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "reason" TEXT,
    "pepAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BundleAck_pkey" PRIMARY KEY ("orgId","pepId","revision","result")
);

-- CreateTable
CREATE TABLE "StopOrder" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "agentName" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "orderedByName" TEXT NOT NULL,
    "orderedAt" TIMESTAMPTZ(3) NOT NULL,
    "points" TEXT[],

    CONSTRAINT "StopOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StopAck" (
    "orderId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "pepAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StopAck_pkey" PRIMARY KEY ("orderId","pepId")
);

-- CreateTable
CREATE TABLE "ControlHead" (
    "orgId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ControlHead_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "ControlLog" (
    "orgId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pepId" TEXT,
    "body" JSONB NOT NULL,

    CONSTRAINT "ControlLog_pkey" PRIMARY KEY ("orgId","seq")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "roles" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'active',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invite" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[],
    "tokenHash" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SetupToken" (
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SetupToken_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "SigningKey" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "sealedPrivate" BYTEA NOT NULL,
    "masterKeyId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "id" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Agent" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "dataClasses" TEXT[],
    "autonomy" TEXT NOT NULL,
    "riskTier" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "statusReason" TEXT,
    "ownerId" TEXT,
    "backupOwnerId" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tool" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "operationClass" TEXT,
    "reversibility" TEXT NOT NULL DEFAULT 'irreversible',
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "definition" TEXT,
    "definitionDigest" TEXT,
    "pinnedDefinition" TEXT,
    "pin" TEXT,
    "pinnedById" TEXT,
    "pinnedAt" TIMESTAMPTZ(3),
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "seenAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Tool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Policy" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "version" INTEGER NOT NULL DEFAULT 1,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "policyId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "checkpoint" TEXT,
    "mode" TEXT NOT NULL,
    "cedar" JSONB NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("policyId","version")
);

-- CreateTable
CREATE TABLE "CheckpointRule" (
    "orgId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "stages" JSONB NOT NULL,
    "expiresInSeconds" INTEGER NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CheckpointRule_pkey" PRIMARY KEY ("orgId","slug")
);

-- CreateTable
CREATE TABLE "Bundle" (
    "orgId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "manifest" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "contentDigest" TEXT NOT NULL,
    "signingKeyId" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "policyCount" INTEGER NOT NULL,
    "agentCount" INTEGER NOT NULL,
    "toolCount" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Bundle_pkey" PRIMARY KEY ("orgId","revision")
);

-- CreateTable
CREATE TABLE "PublishedPolicy" (
    "orgId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "PublishedPolicy_pkey" PRIMARY KEY ("orgId","policyId")
);

-- CreateIndex
CREATE INDEX "ActivityEvent_orgId_receivedAt_id_idx" ON "ActivityEvent"("orgId", "receivedAt", "id");

-- CreateIndex
CREATE INDEX "ActivityEvent_orgId_agentId_receivedAt_idx" ON "ActivityEvent"("orgId", "agentId", "receivedAt");

-- CreateIndex
CREATE INDEX "ActivityGap_orgId_receivedAt_idx" ON "ActivityGap"("orgId", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEntry_id_key" ON "AuditEntry"("id");

-- CreateIndex
CREATE INDEX "AuditEntry_orgId_seq_idx" ON "AuditEntry"("orgId", "seq");

-- CreateIndex
CREATE INDEX "AuditEntry_orgId_targetId_seq_idx" ON "AuditEntry"("orgId", "targetId", "seq");

-- CreateIndex
CREATE INDEX "Checkpoint_orgId_status_expiresAt_idx" ON "Checkpoint"("orgId", "status", "expiresAt");

-- CreateIndex
CREATE INDEX "Checkpoint_orgId_createdAt_id_idx" ON "Checkpoint"("orgId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Checkpoint_orgId_agentId_idx" ON "Checkpoint"("orgId", "agentId");

-- CreateIndex
CREATE INDEX "Checkpoint_orgId_callId_idx" ON "Checkpoint"("orgId", "callId");

-- CreateIndex
CREATE UNIQUE INDEX "Checkpoint_id_orgId_key" ON "Checkpoint"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Checkpoint_orgId_digest_key" ON "Checkpoint"("orgId", "digest");

-- CreateIndex
CREATE INDEX "CheckpointDecision_orgId_at_idx" ON "CheckpointDecision"("orgId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_checkpointId_key" ON "Grant"("checkpointId");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_id_orgId_key" ON "Grant"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "EnrolmentToken_tokenHash_key" ON "EnrolmentToken"("tokenHash");

-- CreateIndex
CREATE INDEX "EnrolmentToken_orgId_idx" ON "EnrolmentToken"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "EnrolmentToken_id_orgId_key" ON "EnrolmentToken"("id", "orgId");

-- CreateIndex
CREATE INDEX "Pep_orgId_name_idx" ON "Pep"("orgId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Pep_id_orgId_key" ON "Pep"("id", "orgId");

-- CreateIndex
CREATE INDEX "StopOrder_orgId_agentId_orderedAt_idx" ON "StopOrder"("orgId", "agentId", "orderedAt");

-- CreateIndex
CREATE UNIQUE INDEX "StopOrder_id_orgId_key" ON "StopOrder"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "User_orgId_idx" ON "User"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "User_id_orgId_key" ON "User"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_id_orgId_key" ON "Session"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ApiKey_orgId_idx" ON "ApiKey"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_id_orgId_key" ON "ApiKey"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Invite_tokenHash_key" ON "Invite"("tokenHash");

-- CreateIndex
CREATE INDEX "Invite_orgId_idx" ON "Invite"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Invite_id_orgId_key" ON "Invite"("id", "orgId");

-- CreateIndex
CREATE INDEX "SigningKey_orgId_idx" ON "SigningKey"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "SigningKey_id_orgId_key" ON "SigningKey"("id", "orgId");

-- CreateIndex
CREATE INDEX "SignInAttempt_subject_at_idx" ON "SignInAttempt"("subject", "at");

-- CreateIndex
CREATE INDEX "Agent_orgId_createdAt_id_idx" ON "Agent"("orgId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Agent_orgId_ownerId_idx" ON "Agent"("orgId", "ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "Agent_id_orgId_key" ON "Agent"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Agent_orgId_name_key" ON "Agent"("orgId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Tool_id_orgId_key" ON "Tool"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Tool_orgId_server_name_key" ON "Tool"("orgId", "server", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Policy_id_orgId_key" ON "Policy"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Policy_orgId_slug_key" ON "Policy"("orgId", "slug");

-- AddForeignKey
ALTER TABLE "CheckpointDecision" ADD CONSTRAINT "CheckpointDecision_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_checkpointId_orgId_fkey" FOREIGN KEY ("checkpointId", "orgId") REFERENCES "Checkpoint"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StopAck" ADD CONSTRAINT "StopAck_orderId_orgId_fkey" FOREIGN KEY ("orderId", "orgId") REFERENCES "StopOrder"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StopAck" ADD CONSTRAINT "StopAck_pepId_orgId_fkey" FOREIGN KEY ("pepId", "orgId") REFERENCES "Pep"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invite" ADD CONSTRAINT "Invite_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SigningKey" ADD CONSTRAINT "SigningKey_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Agent" ADD CONSTRAINT "Agent_ownerId_orgId_fkey" FOREIGN KEY ("ownerId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Agent" ADD CONSTRAINT "Agent_backupOwnerId_orgId_fkey" FOREIGN KEY ("backupOwnerId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PolicyVersion" ADD CONSTRAINT "PolicyVersion_policyId_orgId_fkey" FOREIGN KEY ("policyId", "orgId") REFERENCES "Policy"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- What only SQL can say.

-- The audit log and the control log only grow.
CREATE FUNCTION "refuseChange"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "AuditEntry_appendOnly" BEFORE UPDATE OR DELETE ON "AuditEntry"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "AuditEntry_noTruncate" BEFORE TRUNCATE ON "AuditEntry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "ControlLog_appendOnly" BEFORE UPDATE OR DELETE ON "ControlLog"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();

-- A terminal state of a checkpoint is terminal, whoever asks.
CREATE FUNCTION "checkpointMoves"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."status" = NEW."status" THEN RETURN NEW; END IF;
  IF OLD."status" = 'pending' AND NEW."status" IN ('approved', 'denied', 'expired', 'cancelled') THEN RETURN NEW; END IF;
  IF OLD."status" = 'approved' AND NEW."status" IN ('redeemed', 'lapsed', 'voided') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a checkpoint cannot go from % to %', OLD."status", NEW."status" USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "Checkpoint_moves" BEFORE UPDATE OF "status" ON "Checkpoint"
  FOR EACH ROW EXECUTE FUNCTION "checkpointMoves"();

-- Small indexes for what is asked all the time.
CREATE INDEX "Checkpoint_open" ON "Checkpoint" ("orgId", "expiresAt") WHERE "status" IN ('pending', 'approved');
