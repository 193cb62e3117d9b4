-- CreateTable
CREATE TABLE "Message" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "step" TEXT NOT NULL DEFAULT '',
    "userId" TEXT NOT NULL,
    "agentId" TEXT,
    "facts" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "leaseHolder" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "address" TEXT,
    "mailId" TEXT,
    "reason" TEXT,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailServer" (
    "orgId" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "security" TEXT NOT NULL,
    "ca" TEXT,
    "username" TEXT,
    "sealedPassword" BYTEA,
    "masterKeyId" TEXT,
    "fromAddress" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedByName" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failingSince" TIMESTAMPTZ(3),
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "lastErrorAt" TIMESTAMPTZ(3),
    "lastSentAt" TIMESTAMPTZ(3),

    CONSTRAINT "MailServer_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "MessagePreference" (
    "userId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "address" TEXT,
    "muted" TEXT[],
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "quietFrom" INTEGER,
    "quietTo" INTEGER,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MessagePreference_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE INDEX "Message_status_dueAt_idx" ON "Message"("status", "dueAt");

-- CreateIndex
CREATE INDEX "Message_orgId_createdAt_id_idx" ON "Message"("orgId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Message_orgId_userId_endedAt_idx" ON "Message"("orgId", "userId", "endedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Message_id_orgId_key" ON "Message"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Message_orgId_subjectKind_subjectId_kind_step_userId_key" ON "Message"("orgId", "subjectKind", "subjectId", "kind", "step", "userId");

-- CreateIndex
CREATE INDEX "MessagePreference_orgId_idx" ON "MessagePreference"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "MessagePreference_userId_orgId_key" ON "MessagePreference"("userId", "orgId");

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MailServer" ADD CONSTRAINT "MailServer_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessagePreference" ADD CONSTRAINT "MessagePreference_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
