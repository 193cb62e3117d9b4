/** OSCAL 1.2.1: assessment results and a plan of action, from a snapshot. Pure; every id follows from what it is the id of. */
import { createHash } from "node:crypto";
import type { PackSnapshot } from "./snapshot-contract";
import type { WrittenFile } from "./zip-writer";

const OSCAL = "1.2.1";
/** Ours: a version 5 UUID needs a namespace. */
const NAMESPACE = Buffer.from("6f1d2c5ae0b14b6f9d0c7a3e5b9f4d21", "hex");

export function uuidOf(name: string): string {
  const hash = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export type OscalFacts = {
  packId: string;
  from: string;
  to: string;
  snapshot: PackSnapshot;
  files: readonly WrittenFile[];
};

/** OSCAL wants text without line ends at its edges and without controls; what people named stays readable. */
const text = (value: string): string => value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim() || "-";
/** A token: letters, digits, and a few marks. */
const token = (value: string): string => `control-${value}`;

const metadata = (title: string, { snapshot }: OscalFacts) => ({
  title: text(title),
  "last-modified": snapshot.asOf,
  version: "1",
  "oscal-version": OSCAL,
});

export function assessmentResults(facts: OscalFacts): object {
  const { packId, snapshot, from, to } = facts;
  const id = (...parts: string[]) => uuidOf([packId, ...parts].join("/"));
  const missing = snapshot.controls.filter(({ state }) => state !== "met");
  return {
    "assessment-results": {
      uuid: id("assessment-results"),
      metadata: metadata(`${snapshot.org.name}: ${snapshot.framework.title}`, facts),
      "import-ap": {
        href: "README.md",
        remarks: "No assessment plan was made: controls are assessed by queries over the live system.",
      },
      results: [
        {
          uuid: id("result"),
          title: text(snapshot.framework.title),
          description: `States of controls as of ${snapshot.asOf}, with records from ${from} to ${to}.`,
          start: snapshot.asOf,
          end: snapshot.asOf,
          "reviewed-controls": {
            "control-selections": [
              { "include-controls": snapshot.controls.map(({ key }) => ({ "control-id": token(key) })) },
            ],
          },
          observations: snapshot.evidence.map((evidence) => observation(evidence, facts)),
          ...(missing.length > 0 ? { risks: missing.map((control) => riskOf(control, facts)) } : {}),
          findings: snapshot.controls.map((control) => finding(control, facts)),
        },
      ],
      "back-matter": { resources: facts.files.map((file) => resource(file, facts)) },
    },
  };
}

function observation(evidence: PackSnapshot["evidence"][number], { packId, snapshot, files }: OscalFacts) {
  const proofs = files.filter(({ path }) => path === evidenceFile(evidence.kind));
  return {
    uuid: uuidOf(`${packId}/observation/${evidence.kind}`),
    title: text(evidence.title),
    description: text([evidence.found, evidence.gap].filter((part) => part !== null && part !== undefined).join(" ")),
    methods: ["TEST"],
    collected: snapshot.asOf,
    ...(proofs.length > 0
      ? {
          "relevant-evidence": proofs.map(({ path }) => ({
            href: `#${uuidOf(`${packId}/file/${path}`)}`,
            description: text(evidence.title),
          })),
        }
      : {}),
  };
}

const evidenceFiles: Record<string, string> = {
  "agent-inventory": "inventory/agents.csv",
  "named-owner": "inventory/agents.csv",
  "policy-versions": "policies/versions.ndjson",
  "checkpoint-decisions": "checkpoints/receipts.ndjson",
  "enforcement-acks": "inventory/points.csv",
  "kill-switch-drill": "stops/drills.csv",
  "tool-call-log": "activity/calls.ndjson.gz",
  "audit-chain-proof": "audit/entries.ndjson.gz",
  "incident-record": "findings/findings.csv",
  "access-review": "access/people.csv",
};
const evidenceFile = (kind: string): string => evidenceFiles[kind] ?? "controls/evidence.json";

type Control = PackSnapshot["controls"][number];

const riskOf = (control: Control, { packId }: OscalFacts) => ({
  uuid: uuidOf(`${packId}/risk/${control.key}`),
  title: text(`${control.id}: ${control.title}`),
  description: text(control.gap ?? "It cannot be told."),
  statement: text(`${control.id} is not shown to be met. ${control.gap ?? ""}`),
  status: "open",
});

/** What cannot be told is not satisfied; why is in its reason. */
const finding = (control: Control, { packId }: OscalFacts) => ({
  uuid: uuidOf(`${packId}/finding/${control.key}`),
  title: text(`${control.id}: ${control.title}`),
  description: text(control.gap ?? "Every evidence that is asked for is there."),
  target: {
    type: "objective-id",
    "target-id": token(control.key),
    status: {
      state: control.state === "met" ? "satisfied" : "not-satisfied",
      reason: control.state === "met" ? "pass" : control.state === "gap" ? "fail" : "other",
      remarks: text(`Gatehouse: ${control.state}`),
    },
  },
  ...(control.evidence.length > 0
    ? {
        "related-observations": control.evidence.map(({ kind }) => ({
          "observation-uuid": uuidOf(`${packId}/observation/${kind}`),
        })),
      }
    : {}),
  ...(control.state === "met" ? {} : { "related-risks": [{ "risk-uuid": uuidOf(`${packId}/risk/${control.key}`) }] }),
});

const types: Record<string, string> = {
  csv: "text/csv",
  json: "application/json",
  ndjson: "application/x-ndjson",
  gz: "application/gzip",
};

const resource = ({ path, sha256 }: WrittenFile, { packId }: OscalFacts) => ({
  uuid: uuidOf(`${packId}/file/${path}`),
  title: path,
  rlinks: [
    {
      href: path,
      "media-type": types[path.split(".").at(-1) ?? ""] ?? "text/plain",
      hashes: [{ algorithm: "SHA-256", value: sha256 }],
    },
  ],
});

/** A control that is not met is an item. With nothing missing there is one item that says so: OSCAL wants at least one. */
export function actionPlan(facts: OscalFacts): object {
  const { packId, snapshot } = facts;
  const missing = snapshot.controls.filter(({ state }) => state !== "met");
  const items = missing.map((control) => ({
    uuid: uuidOf(`${packId}/item/${control.key}`),
    title: text(`${control.id}: ${control.title}`),
    description: text(control.gap ?? "It cannot be told."),
    remarks: text(control.owner ? `${control.owner.name} answers for it.` : "Nobody answers for it yet."),
    "related-risks": [{ "risk-uuid": uuidOf(`${packId}/risk/${control.key}`) }],
  }));
  const nothing = { uuid: uuidOf(`${packId}/item`), title: "Nothing is open", description: "Every control is met." };
  return {
    "plan-of-action-and-milestones": {
      uuid: uuidOf(`${packId}/poam`),
      metadata: metadata(`${snapshot.org.name}: what is missing for ${snapshot.framework.title}`, facts),
      "system-id": { "identifier-type": "http://ietf.org/rfc/rfc4122", id: uuidOf(`org/${snapshot.org.id}`) },
      ...(missing.length > 0 ? { risks: missing.map((control) => riskOf(control, facts)) } : {}),
      "poam-items": items.length > 0 ? items : [nothing],
    },
  };
}
