-- A version of a sandbox profile may be what a roll-out brings: the bundle signed for it has that version in it.
-- AlterTable
ALTER TABLE "RollOut" ADD COLUMN     "profile" JSONB;
