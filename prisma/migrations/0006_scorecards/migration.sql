-- CreateTable
CREATE TABLE "Scorecard" (
    "orgId" TEXT NOT NULL,
    "pepId" TEXT NOT NULL,
    "kit" TEXT NOT NULL,
    "conformant" BOOLEAN NOT NULL,
    "passed" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Scorecard_pkey" PRIMARY KEY ("orgId","pepId")
);
