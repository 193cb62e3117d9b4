-- Cases that a set of policies must pass before it is put in force.
CREATE TABLE "PolicyTest" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "principal" JSONB NOT NULL,
    "tool" TEXT NOT NULL,
    "arguments" TEXT NOT NULL,
    "expected" TEXT NOT NULL,
    "expectedRule" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedByName" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PolicyTest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PolicyTest_id_orgId_key" ON "PolicyTest"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "PolicyTest_orgId_name_key" ON "PolicyTest"("orgId", "name");
