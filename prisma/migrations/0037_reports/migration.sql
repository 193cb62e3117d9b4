-- Reports for board and regulator, with the bytes that were signed.
-- CreateTable
CREATE TABLE "Report" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "asOf" TIMESTAMPTZ(3) NOT NULL,
    "madeById" TEXT NOT NULL,
    "madeByName" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReportFile" (
    "reportId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "ReportFile_pkey" PRIMARY KEY ("reportId","name")
);

-- CreateIndex
CREATE INDEX "Report_orgId_asOf_idx" ON "Report"("orgId", "asOf");

-- CreateIndex
CREATE UNIQUE INDEX "Report_id_orgId_key" ON "Report"("id", "orgId");

-- AddForeignKey
ALTER TABLE "ReportFile" ADD CONSTRAINT "ReportFile_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "Report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was signed is never changed, and does not go away.
CREATE TRIGGER "Report_appendOnly" BEFORE UPDATE OR DELETE ON "Report"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "Report_noTruncate" BEFORE TRUNCATE ON "Report"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "ReportFile_appendOnly" BEFORE UPDATE OR DELETE ON "ReportFile"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "ReportFile_noTruncate" BEFORE TRUNCATE ON "ReportFile"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
