-- AlterTable
ALTER TABLE "Pep" ADD COLUMN "gatewayId" TEXT;

-- AlterTable
ALTER TABLE "SigningKey" ADD COLUMN "retiresAt" TIMESTAMPTZ(3);
