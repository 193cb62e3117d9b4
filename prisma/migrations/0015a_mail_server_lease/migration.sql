-- One worker at a time sends for an organisation, so that what belongs into one mail is never split between two.
ALTER TABLE "Message" DROP COLUMN "leaseHolder", DROP COLUMN "leaseUntil", ADD COLUMN "queuedAt" TIMESTAMPTZ(3);
UPDATE "Message" SET "queuedAt" = "createdAt";
ALTER TABLE "Message" ALTER COLUMN "queuedAt" SET NOT NULL;

-- AlterTable
ALTER TABLE "MailServer" ADD COLUMN "refusedInRow" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "leaseHolder" TEXT,
ADD COLUMN "leaseUntil" TIMESTAMPTZ(3);
