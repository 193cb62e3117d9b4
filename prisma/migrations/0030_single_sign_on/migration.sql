-- Sign-in through an organisation's own identity provider, and the roles that its groups give.
-- CreateTable
CREATE TABLE "SignOn" (
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "sealedSecret" BYTEA,
    "masterKeyId" TEXT,
    "domains" TEXT[],
    "trustsAddress" BOOLEAN NOT NULL DEFAULT false,
    "newcomers" BOOLEAN NOT NULL DEFAULT false,
    "newcomerRole" TEXT,
    "groupsClaim" TEXT,
    "required" BOOLEAN NOT NULL DEFAULT false,
    "breakGlass" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "provenAt" TIMESTAMPTZ(3),
    "provenByName" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedByName" TEXT NOT NULL,

    CONSTRAINT "SignOn_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "GroupRole" (
    "orgId" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "GroupRole_pkey" PRIMARY KEY ("orgId","group","role")
);

-- CreateTable
CREATE TABLE "ProviderAccount" (
    "orgId" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "groups" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProviderAccount_pkey" PRIMARY KEY ("orgId","issuer","subject")
);

-- CreateIndex
CREATE UNIQUE INDEX "ProviderAccount_orgId_issuer_userId_key" ON "ProviderAccount"("orgId", "issuer", "userId");

-- AddForeignKey
ALTER TABLE "SignOn" ADD CONSTRAINT "SignOn_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupRole" ADD CONSTRAINT "GroupRole_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProviderAccount" ADD CONSTRAINT "ProviderAccount_userId_orgId_fkey" FOREIGN KEY ("userId", "orgId") REFERENCES "User"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
