-- CreateTable
CREATE TABLE "Delegation" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "operationClasses" TEXT[],
    "dataClasses" TEXT[],
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "statusReason" TEXT,
    "blocks" BOOLEAN NOT NULL DEFAULT false,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "signedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DelegationSignature" (
    "delegationId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stepUp" JSONB,

    CONSTRAINT "DelegationSignature_pkey" PRIMARY KEY ("delegationId","side")
);

-- CreateIndex
CREATE INDEX "Delegation_orgId_fromId_idx" ON "Delegation"("orgId", "fromId");

-- CreateIndex
CREATE INDEX "Delegation_orgId_toId_idx" ON "Delegation"("orgId", "toId");

-- CreateIndex
CREATE INDEX "Delegation_orgId_status_until_idx" ON "Delegation"("orgId", "status", "until");

-- CreateIndex
CREATE UNIQUE INDEX "Delegation_id_orgId_key" ON "Delegation"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "DelegationSignature_delegationId_userId_key" ON "DelegationSignature"("delegationId", "userId");

-- AddForeignKey
ALTER TABLE "DelegationSignature" ADD CONSTRAINT "DelegationSignature_delegationId_orgId_fkey" FOREIGN KEY ("delegationId", "orgId") REFERENCES "Delegation"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- One request, and one signed edge, between two agents at a time.
CREATE UNIQUE INDEX "Delegation_one_requested" ON "Delegation"("orgId", "fromId", "toId") WHERE "status" = 'requested';
CREATE UNIQUE INDEX "Delegation_one_signed" ON "Delegation"("orgId", "fromId", "toId") WHERE "status" = 'signed';
-- Read at every start of a stream, and few.
CREATE INDEX "Delegation_blocks" ON "Delegation"("orgId") WHERE "blocks";

-- Statuses only go forward, and what was asked for never changes.
CREATE FUNCTION "delegationMoves"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD."id", OLD."orgId", OLD."fromId", OLD."toId", OLD."operationClasses", OLD."dataClasses", OLD."until", OLD."reason")
     IS DISTINCT FROM
     (NEW."id", NEW."orgId", NEW."fromId", NEW."toId", NEW."operationClasses", NEW."dataClasses", NEW."until", NEW."reason")
  THEN RAISE EXCEPTION 'what a delegation is about does not change'; END IF;
  IF OLD."status" = NEW."status" THEN RETURN NEW; END IF;
  IF (OLD."status" = 'requested' AND NEW."status" IN ('signed', 'refused', 'withdrawn', 'expired'))
     OR (OLD."status" = 'signed' AND NEW."status" IN ('superseded', 'revoked', 'expired')) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a delegation cannot go from % to %', OLD."status", NEW."status";
END $$;
CREATE TRIGGER "Delegation_moves" BEFORE UPDATE ON "Delegation" FOR EACH ROW EXECUTE FUNCTION "delegationMoves"();
