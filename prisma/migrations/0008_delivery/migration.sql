-- CreateTable
CREATE TABLE "Sink" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "sealedSecret" BYTEA,
    "masterKeyId" TEXT,
    "sends" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdByName" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "place" BIGINT NOT NULL,
    "placeOffset" INTEGER NOT NULL DEFAULT 0,
    "sequence" BIGINT NOT NULL DEFAULT 0,
    "leaseHolder" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "batchSize" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failingSince" TIMESTAMPTZ(3),
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "lastErrorAt" TIMESTAMPTZ(3),
    "lastDeliveredAt" TIMESTAMPTZ(3),
    "caughtUpAt" TIMESTAMPTZ(3),
    "heartbeatAt" TIMESTAMPTZ(3),
    "refusedInRow" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "delivered" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Sink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryFeed" (
    "id" BIGSERIAL NOT NULL,
    "place" BIGINT,
    "orgId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "refs" TEXT[],
    "sinkId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DeliveryFeed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeadLetter" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "sinkId" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "uid" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "status" TEXT NOT NULL DEFAULT 'parked',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DeadLetter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliverySample" (
    "sinkId" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "parked" INTEGER NOT NULL DEFAULT 0,
    "lagMs" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "DeliverySample_pkey" PRIMARY KEY ("sinkId","minute")
);

-- CreateIndex
CREATE UNIQUE INDEX "Sink_id_orgId_key" ON "Sink"("id", "orgId");

-- CreateIndex
CREATE UNIQUE INDEX "Sink_orgId_name_key" ON "Sink"("orgId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "DeliveryFeed_place_key" ON "DeliveryFeed"("place");

-- CreateIndex
CREATE INDEX "DeliveryFeed_orgId_place_idx" ON "DeliveryFeed"("orgId", "place");

-- CreateIndex
CREATE INDEX "DeadLetter_sinkId_status_sequence_idx" ON "DeadLetter"("sinkId", "status", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "DeadLetter_id_orgId_key" ON "DeadLetter"("id", "orgId");

-- CreateIndex
CREATE INDEX "DeliverySample_minute_idx" ON "DeliverySample"("minute");

-- AddForeignKey
ALTER TABLE "DeadLetter" ADD CONSTRAINT "DeadLetter_sinkId_orgId_fkey" FOREIGN KEY ("sinkId", "orgId") REFERENCES "Sink"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliverySample" ADD CONSTRAINT "DeliverySample_sinkId_orgId_fkey" FOREIGN KEY ("sinkId", "orgId") REFERENCES "Sink"("id", "orgId") ON DELETE CASCADE ON UPDATE CASCADE;

-- What only SQL can say.

-- Numbers of the feed, given by one sequencer at a time.
CREATE SEQUENCE "DeliveryFeed_place" OWNED BY "DeliveryFeed"."place";

-- What is not numbered yet.
CREATE INDEX "DeliveryFeed_fresh" ON "DeliveryFeed" ("id") WHERE "place" IS NULL;

-- Whatever is written to the records is named in the feed by the same transaction, however it is written: one row for each
-- statement and organisation, so that a batch of a thousand costs one. A table that is made anew needs its trigger anew.
CREATE FUNCTION "feedDelivery"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'ActivityOutcome' THEN
    INSERT INTO "DeliveryFeed" ("orgId", "source", "refs")
      SELECT fresh."orgId", TG_ARGV[0], array_agg(fresh."callId") FROM fresh GROUP BY fresh."orgId";
  ELSE
    INSERT INTO "DeliveryFeed" ("orgId", "source", "refs")
      SELECT fresh."orgId", TG_ARGV[0], array_agg(fresh."id") FROM fresh GROUP BY fresh."orgId";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "AuditEntry_feed" AFTER INSERT ON "AuditEntry"
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION "feedDelivery"('audit');
CREATE TRIGGER "ActivityEvent_feed" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION "feedDelivery"('call');
CREATE TRIGGER "ActivityOutcome_feed" AFTER INSERT ON "ActivityOutcome"
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION "feedDelivery"('outcome');
CREATE TRIGGER "ActivityGap_feed" AFTER INSERT ON "ActivityGap"
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION "feedDelivery"('gap');
