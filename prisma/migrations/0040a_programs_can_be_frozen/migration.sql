-- A suspended agent is halted where it stands in its sandbox: points say so, and the console shows since when.
-- AlterTable
ALTER TABLE "StopAck" ADD COLUMN     "frozen" INTEGER;

-- AlterTable
ALTER TABLE "SandboxRun" ADD COLUMN     "frozenAt" TIMESTAMPTZ(3);
