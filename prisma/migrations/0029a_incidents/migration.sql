-- Incidents: findings that belong together, with what was done about them. Nothing of them can be deleted.
-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "ownerId" TEXT,
    "ownerName" TEXT,
    "agentId" TEXT,
    "openedByName" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "beganAt" TIMESTAMPTZ(3) NOT NULL,
    "lastFindingAt" TIMESTAMPTZ(3) NOT NULL,
    "containedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "closedByName" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncidentFinding" (
    "orgId" TEXT NOT NULL,
    "findingId" TEXT NOT NULL,
    "incidentId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "subjectName" TEXT NOT NULL,
    "addedByName" TEXT NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IncidentFinding_pkey" PRIMARY KEY ("orgId","findingId")
);

-- CreateTable
CREATE TABLE "IncidentEntry" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "incidentId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "IncidentEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncidentClock" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "incidentId" TEXT NOT NULL,
    "regime" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "awareAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "startedByName" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "metAt" TIMESTAMPTZ(3),
    "metByName" TEXT,
    "proof" TEXT,

    CONSTRAINT "IncidentClock_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Incident_orgId_status_number_idx" ON "Incident"("orgId", "status", "number");

-- CreateIndex
CREATE INDEX "Incident_orgId_agentId_lastFindingAt_idx" ON "Incident"("orgId", "agentId", "lastFindingAt");

-- CreateIndex
CREATE UNIQUE INDEX "Incident_id_orgId_key" ON "Incident"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Incident_orgId_number_key" ON "Incident"("orgId", "number");

-- CreateIndex
CREATE INDEX "IncidentFinding_orgId_subjectKind_subjectId_idx" ON "IncidentFinding"("orgId", "subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "IncidentFinding_incidentId_addedAt_idx" ON "IncidentFinding"("incidentId", "addedAt");

-- CreateIndex
CREATE INDEX "IncidentEntry_incidentId_at_id_idx" ON "IncidentEntry"("incidentId", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "IncidentClock_id_orgId_key" ON "IncidentClock"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "IncidentClock_incidentId_regime_title_key" ON "IncidentClock"("incidentId", "regime", "title");

-- AddForeignKey
ALTER TABLE "IncidentFinding" ADD CONSTRAINT "IncidentFinding_incidentId_orgId_fkey" FOREIGN KEY ("incidentId", "orgId") REFERENCES "Incident"("id", "orgId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IncidentEntry" ADD CONSTRAINT "IncidentEntry_incidentId_orgId_fkey" FOREIGN KEY ("incidentId", "orgId") REFERENCES "Incident"("id", "orgId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IncidentClock" ADD CONSTRAINT "IncidentClock_incidentId_orgId_fkey" FOREIGN KEY ("incidentId", "orgId") REFERENCES "Incident"("id", "orgId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What happened stays as it was told, whoever asks and however.
CREATE FUNCTION "incidentStays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is recorded of an incident is neither deleted nor changed';
END $$;
CREATE TRIGGER "Incident_stays" BEFORE DELETE ON "Incident" FOR EACH ROW EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "Incident_kept" BEFORE TRUNCATE ON "Incident" FOR EACH STATEMENT EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "IncidentFinding_stays" BEFORE UPDATE OR DELETE ON "IncidentFinding" FOR EACH ROW EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "IncidentFinding_kept" BEFORE TRUNCATE ON "IncidentFinding" FOR EACH STATEMENT EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "IncidentEntry_stays" BEFORE UPDATE OR DELETE ON "IncidentEntry" FOR EACH ROW EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "IncidentEntry_kept" BEFORE TRUNCATE ON "IncidentEntry" FOR EACH STATEMENT EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "IncidentClock_stays" BEFORE DELETE ON "IncidentClock" FOR EACH ROW EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "IncidentClock_met" BEFORE UPDATE ON "IncidentClock" FOR EACH ROW WHEN (OLD."metAt" IS NOT NULL)
  EXECUTE FUNCTION "incidentStays"();
CREATE TRIGGER "IncidentClock_kept" BEFORE TRUNCATE ON "IncidentClock" FOR EACH STATEMENT EXECUTE FUNCTION "incidentStays"();
