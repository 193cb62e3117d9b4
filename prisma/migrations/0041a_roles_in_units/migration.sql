-- People whose roles are limited to some teams: the parts of the organisation that they see and act on.
-- AlterTable
ALTER TABLE "User" ADD COLUMN     "units" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Invite" ADD COLUMN     "units" TEXT[] DEFAULT ARRAY[]::TEXT[];
