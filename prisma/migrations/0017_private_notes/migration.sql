-- Words of an approver that stay in the record, apart from the reason that the agent is told.
ALTER TABLE "CheckpointDecision" ADD COLUMN "note" TEXT;
