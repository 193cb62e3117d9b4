-- CreateTable
CREATE TABLE "PlanGateLook" (
    "planId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "tookMs" INTEGER NOT NULL,
    "gates" JSONB NOT NULL,

    CONSTRAINT "PlanGateLook_pkey" PRIMARY KEY ("planId")
);

-- CreateIndex
CREATE UNIQUE INDEX "PlanGateLook_planId_orgId_key" ON "PlanGateLook"("planId", "orgId");

-- AddForeignKey
ALTER TABLE "PlanGateLook" ADD CONSTRAINT "PlanGateLook_planId_orgId_fkey" FOREIGN KEY ("planId", "orgId") REFERENCES "Plan"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;
