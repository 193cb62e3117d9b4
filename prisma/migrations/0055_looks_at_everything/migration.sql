-- With thousands of agents, what is worked out of all of them is kept by the worker for the pages that show it.
ALTER TABLE "MaturityRun" ADD COLUMN "overview" JSONB;
-- CreateTable
CREATE TABLE "EvidenceLook" (
    "orgId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "tookMs" INTEGER NOT NULL,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "EvidenceLook_pkey" PRIMARY KEY ("orgId")
);
