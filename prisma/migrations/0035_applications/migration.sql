-- Policies and data of an organisation's own systems, which ask for decisions through AuthZEN.
-- CreateTable
CREATE TABLE "Application" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApplicationVersion" (
    "applicationId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "terms" JSONB NOT NULL,
    "cedar" JSONB NOT NULL,
    "entities" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ApplicationVersion_pkey" PRIMARY KEY ("applicationId","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "Application_id_orgId_key" ON "Application"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Application_orgId_slug_key" ON "Application"("orgId", "slug");

-- AddForeignKey
ALTER TABLE "ApplicationVersion" ADD CONSTRAINT "ApplicationVersion_applicationId_orgId_fkey" FOREIGN KEY ("applicationId", "orgId") REFERENCES "Application"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
