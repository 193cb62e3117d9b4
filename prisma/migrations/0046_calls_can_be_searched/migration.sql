-- CreateTable
CREATE TABLE "ActivityText" (
    "orgId" TEXT NOT NULL,
    "key" UUID NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "ActivityText_pkey" PRIMARY KEY ("orgId", "key")
);

-- Calls are found by the words of their agent, tool and reason. These are few and repeat without end, so each text stands once and is
-- indexed by its words, and the calls are indexed by their text and time: a word that is in one call of ten million is found as fast as
-- one that is in all of them, and storing a call adds one entry to a tree instead of one for each of its words.

CREATE FUNCTION "callText"("agent" text, "tool" text, "reason" text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT "agent" || chr(10) || "tool" || chr(10) || "reason" $$;
CREATE FUNCTION "callTextKey"("agent" text, "tool" text, "reason" text) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT md5("agent" || chr(10) || "tool" || chr(10) || "reason")::uuid $$;
-- What is between letters and digits separates words, so that each part of a path or of a qualified name is one.
CREATE FUNCTION "searchWords"("text" text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT to_tsvector('simple', regexp_replace("text", '[^[:alnum:]]+', ' ', 'g')) $$;

CREATE INDEX "ActivityText_words" ON "ActivityText" USING gin ("searchWords"("text"));
CREATE INDEX "ActivityEvent_text" ON "ActivityEvent"
  ("orgId", "callTextKey"("agentName", "tool", "reason"), "receivedAt", "id");
CREATE INDEX "ActivityEvent_trace" ON "ActivityEvent" ("orgId", "traceId") WHERE "traceId" IS NOT NULL;
CREATE INDEX "ReportedCall_trace" ON "ReportedCall" ("orgId", "traceId") WHERE "traceId" IS NOT NULL;
-- What lists show of telemetry beside the calls of points.
CREATE INDEX "ReportedCall_undecided" ON "ReportedCall" ("orgId", "receivedAt", "id")
  WHERE "mediation" IN ('waiting', 'unmediated');

-- In one order everywhere, so that two gateways cannot wait for each other. A text that is there is neither written nor locked.
CREATE FUNCTION "keepTexts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "ActivityText" ("orgId", "key", "text")
  SELECT t."orgId", md5(t."text")::uuid, t."text"
  FROM (SELECT DISTINCT "orgId", "callText"("agentName", "tool", "reason") AS "text" FROM new_rows) t
  ORDER BY 1, 2
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER "ActivityEvent_keepTexts" AFTER INSERT ON "ActivityEvent"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "keepTexts"();

-- What is there already.
INSERT INTO "ActivityText" ("orgId", "key", "text")
  SELECT t."orgId", md5(t."text")::uuid, t."text"
  FROM (SELECT DISTINCT "orgId", "callText"("agentName", "tool", "reason") AS "text" FROM "ActivityEvent") t
  ON CONFLICT DO NOTHING;
