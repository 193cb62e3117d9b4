-- CreateTable
CREATE TABLE "Plan" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "startsOn" DATE NOT NULL,
    "timeZone" TEXT NOT NULL,
    "workingDays" INTEGER[],
    "baseline" INTEGER NOT NULL DEFAULT 1,
    "startedByName" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedByName" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,

    CONSTRAINT "Plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanBaseline" (
    "planId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "orgId" TEXT NOT NULL,
    "startsOn" DATE NOT NULL,
    "timeZone" TEXT NOT NULL,
    "workingDays" INTEGER[],
    "reason" TEXT,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "dates" JSONB NOT NULL,

    CONSTRAINT "PlanBaseline_pkey" PRIMARY KEY ("planId","number")
);

-- CreateTable
CREATE TABLE "PlanTask" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "key" TEXT,
    "sprint" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "href" TEXT,
    "day" INTEGER,
    "dueOn" DATE NOT NULL,
    "firstDueOn" DATE NOT NULL,
    "ownerId" TEXT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "statusReason" TEXT,
    "dependsOn" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlanTask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanRemark" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlanRemark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanAcceptance" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "requirement" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "itemName" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "untilOn" DATE NOT NULL,
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedByName" TEXT,
    "endReason" TEXT,

    CONSTRAINT "PlanAcceptance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanGateChange" (
    "id" BIGSERIAL NOT NULL,
    "orgId" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "sprint" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlanGateChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Plan_orgId_startedAt_idx" ON "Plan"("orgId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Plan_id_orgId_key" ON "Plan"("id", "orgId");

-- CreateIndex
CREATE INDEX "PlanTask_planId_sprint_position_idx" ON "PlanTask"("planId", "sprint", "position");

-- CreateIndex
CREATE UNIQUE INDEX "PlanTask_id_orgId_key" ON "PlanTask"("id", "orgId");

-- CreateIndex
CREATE INDEX "PlanRemark_taskId_at_idx" ON "PlanRemark"("taskId", "at");

-- CreateIndex
CREATE INDEX "PlanAcceptance_planId_requirement_idx" ON "PlanAcceptance"("planId", "requirement");

-- CreateIndex
CREATE UNIQUE INDEX "PlanAcceptance_id_orgId_key" ON "PlanAcceptance"("id", "orgId");

-- CreateIndex
CREATE INDEX "PlanGateChange_planId_sprint_id_idx" ON "PlanGateChange"("planId", "sprint", "id");

-- AddForeignKey
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlanBaseline" ADD CONSTRAINT "PlanBaseline_planId_orgId_fkey" FOREIGN KEY ("planId", "orgId") REFERENCES "Plan"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlanTask" ADD CONSTRAINT "PlanTask_planId_orgId_fkey" FOREIGN KEY ("planId", "orgId") REFERENCES "Plan"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlanRemark" ADD CONSTRAINT "PlanRemark_taskId_orgId_fkey" FOREIGN KEY ("taskId", "orgId") REFERENCES "PlanTask"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlanAcceptance" ADD CONSTRAINT "PlanAcceptance_planId_orgId_fkey" FOREIGN KEY ("planId", "orgId") REFERENCES "Plan"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlanGateChange" ADD CONSTRAINT "PlanGateChange_planId_orgId_fkey" FOREIGN KEY ("planId", "orgId") REFERENCES "Plan"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- One active plan, and one standing acceptance of the same item.
CREATE UNIQUE INDEX "Plan_one_active" ON "Plan"("orgId") WHERE "status" = 'active';
CREATE UNIQUE INDEX "PlanAcceptance_one_standing" ON "PlanAcceptance"("planId", "requirement", "item") WHERE "endedAt" IS NULL;

-- What was planned, said and seen is kept as it was; only the plan that it belongs to can take it away.
CREATE FUNCTION "planRecordStays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is recorded of a plan does not change';
END $$;
CREATE TRIGGER "PlanBaseline_stays" BEFORE UPDATE ON "PlanBaseline" FOR EACH ROW EXECUTE FUNCTION "planRecordStays"();
CREATE TRIGGER "PlanRemark_stays" BEFORE UPDATE ON "PlanRemark" FOR EACH ROW EXECUTE FUNCTION "planRecordStays"();
CREATE TRIGGER "PlanGateChange_stays" BEFORE UPDATE ON "PlanGateChange" FOR EACH ROW EXECUTE FUNCTION "planRecordStays"();
