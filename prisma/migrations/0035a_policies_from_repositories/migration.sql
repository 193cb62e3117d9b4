-- Policies and cases that a repository owns, so that the console does not edit them silently.
-- AlterTable
ALTER TABLE "Policy" ADD COLUMN     "source" JSONB;

-- AlterTable
ALTER TABLE "PolicyTest" ADD COLUMN     "repository" TEXT;
