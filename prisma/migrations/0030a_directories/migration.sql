-- Directories that make and end accounts by SCIM, and what they say of people.
-- CreateTable
CREATE TABLE "ScimConnection" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ScimConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScimPerson" (
    "userId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "externalId" TEXT,
    "displayName" TEXT,
    "givenName" TEXT,
    "familyName" TEXT,

    CONSTRAINT "ScimPerson_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE UNIQUE INDEX "ScimConnection_hash_key" ON "ScimConnection"("hash");

-- CreateIndex
CREATE INDEX "ScimConnection_orgId_idx" ON "ScimConnection"("orgId");

-- CreateIndex
CREATE UNIQUE INDEX "ScimConnection_id_orgId_key" ON "ScimConnection"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "ScimPerson_userId_orgId_key" ON "ScimPerson"("userId", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "ScimPerson_orgId_key_key" ON "ScimPerson"("orgId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "ScimPerson_orgId_externalId_key" ON "ScimPerson"("orgId", "externalId");

-- AddForeignKey
ALTER TABLE "ScimConnection" ADD CONSTRAINT "ScimConnection_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScimPerson" ADD CONSTRAINT "ScimPerson_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
