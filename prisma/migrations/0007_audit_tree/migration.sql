-- CreateTable
CREATE TABLE "AuditPending" (
    "seq" BIGINT NOT NULL,
    "orgId" TEXT NOT NULL,

    CONSTRAINT "AuditPending_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "AuditLeaf" (
    "orgId" TEXT NOT NULL,
    "index" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "AuditLeaf_pkey" PRIMARY KEY ("orgId","index")
);

-- CreateTable
CREATE TABLE "AuditTile" (
    "orgId" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hashes" BYTEA NOT NULL,
    "root" BYTEA NOT NULL,

    CONSTRAINT "AuditTile_pkey" PRIMARY KEY ("orgId","level","index")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "orgId" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "keyId" TEXT NOT NULL,
    "checkpoint" TEXT NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("orgId","size")
);

-- CreateTable
CREATE TABLE "AuditErasure" (
    "seq" BIGINT NOT NULL,
    "orgId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "AuditErasure_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "AuditCheck" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "askedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "aliveAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "done" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT NOT NULL DEFAULT 0,
    "heads" INTEGER NOT NULL DEFAULT 0,
    "badIndex" BIGINT,
    "fault" TEXT,

    CONSTRAINT "AuditCheck_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditPending_orgId_seq_idx" ON "AuditPending"("orgId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "AuditLeaf_seq_key" ON "AuditLeaf"("seq");

-- CreateIndex
CREATE INDEX "AuditErasure_orgId_idx" ON "AuditErasure"("orgId");

-- CreateIndex
CREATE INDEX "AuditCheck_orgId_askedAt_idx" ON "AuditCheck"("orgId", "askedAt");

-- CreateIndex
CREATE INDEX "AuditCheck_status_askedAt_idx" ON "AuditCheck"("status", "askedAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuditCheck_id_orgId_key" ON "AuditCheck"("id", "orgId");

-- AddForeignKey
ALTER TABLE "AuditLeaf" ADD CONSTRAINT "AuditLeaf_seq_fkey" FOREIGN KEY ("seq") REFERENCES "AuditEntry"("seq") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditErasure" ADD CONSTRAINT "AuditErasure_seq_fkey" FOREIGN KEY ("seq") REFERENCES "AuditEntry"("seq") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Every entry waits for its place from the moment it is written, whoever writes it. Numbers are given out before the commit,
-- so an entry may appear with a smaller number than one that has its place already: here it waits all the same.
CREATE FUNCTION "queueAuditEntry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AuditPending" ("seq", "orgId") VALUES (NEW."seq", NEW."orgId");
  RETURN NEW;
END $$;
CREATE TRIGGER "AuditEntry_queue" AFTER INSERT ON "AuditEntry"
  FOR EACH ROW EXECUTE FUNCTION "queueAuditEntry"();
INSERT INTO "AuditPending" ("seq", "orgId") SELECT "seq", "orgId" FROM "AuditEntry";

-- The only change that an entry takes: its payload goes, once, when an erasure is on record. What the tree is made of stays.
CREATE FUNCTION "changeAuditEntry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."leaf" <> '' AND NEW."leaf" = ''
    AND NEW."actorId" = '' AND NEW."actorName" = '' AND NEW."targetId" = '' AND NEW."targetName" = '' AND NEW."requestId" = ''
    AND (NEW."seq", NEW."id", NEW."orgId", NEW."at", NEW."actorKind", NEW."action", NEW."targetKind", NEW."leafHash")
      IS NOT DISTINCT FROM
      (OLD."seq", OLD."id", OLD."orgId", OLD."at", OLD."actorKind", OLD."action", OLD."targetKind", OLD."leafHash")
    AND EXISTS (SELECT FROM "AuditErasure" WHERE "seq" = OLD."seq")
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER "AuditEntry_appendOnly" ON "AuditEntry";
CREATE TRIGGER "AuditEntry_appendOnly" BEFORE UPDATE OR DELETE ON "AuditEntry"
  FOR EACH ROW EXECUTE FUNCTION "changeAuditEntry"();

-- With the rights of the tables' owner: the role below may not update entries itself.
CREATE FUNCTION "eraseAuditEntry"("erased" BIGINT) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE "AuditEntry"
     SET "leaf" = '', "actorId" = '', "actorName" = '', "targetId" = '', "targetName" = '', "requestId" = ''
   WHERE "seq" = "erased";
$$;

DO $$
DECLARE
  "grown" TEXT;
BEGIN
  FOREACH "grown" IN ARRAY ARRAY['AuditLeaf', 'AuditTile', 'AuditHead', 'AuditErasure'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION "refuseChange"()', "grown" || '_appendOnly', "grown");
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"()', "grown" || '_noTruncate', "grown");
  END LOOP;
END $$;

-- A role for an application that does not own its tables: all it needs, without update, delete and truncate where the log is
-- kept. Roles belong to the whole server, so another database may have made it, or this login may not make any.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gatehouse_app') THEN
    BEGIN
      CREATE ROLE gatehouse_app NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE NOTICE 'This login may not create roles: gatehouse_app was not made.';
        RETURN;
    END;
  END IF;
  EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO gatehouse_app', current_database());
  GRANT USAGE ON SCHEMA public TO gatehouse_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gatehouse_app;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gatehouse_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gatehouse_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO gatehouse_app;
  REVOKE UPDATE, DELETE ON "AuditEntry", "AuditLeaf", "AuditTile", "AuditHead", "AuditErasure", "ControlLog" FROM gatehouse_app;
  IF to_regclass('"_prisma_migrations"') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM gatehouse_app;
  END IF;
  REVOKE ALL ON FUNCTION "eraseAuditEntry"(BIGINT) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION "eraseAuditEntry"(BIGINT) TO gatehouse_app;
END $$;
