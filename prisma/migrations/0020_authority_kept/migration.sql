-- Who may decide a request follows from its stages, its exclusions and the approvals of what is in question. All three are in
-- one key now, kept as they change, so that the inbox groups open requests without reading their votes.
DROP INDEX "Checkpoint_authority";
DROP TRIGGER "Checkpoint_inbox" ON "Checkpoint";
DROP TRIGGER "CheckpointDecision_approvedBy" ON "CheckpointDecision";
DROP FUNCTION "checkpointApprovedBy"();

-- AlterTable
ALTER TABLE "Checkpoint" DROP COLUMN "approvedBy",
ADD COLUMN     "approvals" JSONB NOT NULL DEFAULT '[]';

CREATE OR REPLACE FUNCTION "checkpointInbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."riskRank" := CASE NEW."riskTier" WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END;
  NEW."approvals" := coalesce((
    SELECT jsonb_agg(jsonb_build_object('userId', d."userId", 'standsFor', d."standsFor") ORDER BY d."at", d."userId")
    FROM "CheckpointDecision" d
    WHERE d."checkpointId" = NEW."id" AND d."verdict" = 'approve'
      AND d."digest" = coalesce(NEW."changedDigest", NEW."digest")), '[]');
  -- 132 bits of it are enough, and make the index that the inbox reads half as long.
  NEW."authorityKey" := left(encode(sha256(convert_to(
    jsonb_build_array(NEW."stages", NEW."excluded", NEW."approvals")::text, 'UTF8')), 'base64'), 22);
  RETURN NEW;
END $$;
CREATE TRIGGER "Checkpoint_inbox"
  BEFORE INSERT OR UPDATE OF "riskTier", "stages", "excluded", "changedDigest", "approvals" ON "Checkpoint"
  FOR EACH ROW EXECUTE FUNCTION "checkpointInbox"();

CREATE FUNCTION "checkpointApprovals"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE request text;
BEGIN
  IF TG_OP = 'DELETE' THEN request := OLD."checkpointId"; ELSE request := NEW."checkpointId"; END IF;
  -- Naming the column is enough: the request's own trigger reads the votes.
  UPDATE "Checkpoint" SET "approvals" = "approvals" WHERE "id" = request;
  RETURN NULL;
END $$;
CREATE TRIGGER "CheckpointDecision_approvals" AFTER INSERT OR UPDATE OR DELETE ON "CheckpointDecision"
  FOR EACH ROW EXECUTE FUNCTION "checkpointApprovals"();

UPDATE "Checkpoint" SET "approvals" = "approvals" WHERE "status" = 'pending';

CREATE INDEX "Checkpoint_authority" ON "Checkpoint" ("orgId", "authorityKey", "agentId", "expiresAt")
  INCLUDE ("escalatesAt", "id") WHERE "status" = 'pending';
