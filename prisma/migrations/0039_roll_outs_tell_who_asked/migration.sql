-- Who asked for a roll-out first: the person who proposed it, where another one confirmed and so started it.
ALTER TABLE "RollOut" ADD COLUMN "askedById" TEXT;
