/** For weakening-acts.int.test.ts: what is watched, tried, told and remembered. */
import { sealEntries } from "@/lib/audit/seal-entries";
import { testSigner } from "@/lib/audit/testing";
import { createSink } from "@/lib/delivery/create-sink";
import { deleteSink } from "@/lib/delivery/delete-sink";
import { editSink } from "@/lib/delivery/edit-sink";
import { pauseSink } from "@/lib/delivery/pause-sink";
import { resumeSink } from "@/lib/delivery/resume-sink";
import { endSuppression } from "@/lib/detections/end-suppression";
import { setDetection } from "@/lib/detections/set-detection";
import { suppressDetection } from "@/lib/detections/suppress-detection";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { planDrills } from "@/lib/enforcement/plan-drills";
import type { TestFleet } from "@/lib/enforcement/testing";
import { dismissFinding } from "@/lib/findings/dismiss-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { eraseEntry } from "@/lib/guarded/erase-entry";
import { closeIncident } from "@/lib/incidents/close-incident";
import { openIncident } from "@/lib/incidents/open-incident";
import { listIsolation } from "@/lib/isolation/list-isolation";
import { setIsolation } from "@/lib/isolation/set-isolation";
import { defaults } from "@/lib/oversight/contract";
import { setOversightSetting } from "@/lib/oversight/set-oversight-setting";
import { setSetting } from "@/lib/redteam/set-setting";
import { newId } from "@/lib/shared/ids";
import { because, type Case, db, fresh, why } from "./weakenings";

async function findingOf(fleet: TestFleet, severity: "high" | "low") {
  return raiseFinding(fleet.system, {
    kind: "point.gap",
    severity,
    subject: { kind: "point", id: newId("point"), name: "A point" },
    title: fresh("Events were lost"),
    mend: "Look at its spool.",
    detail: { lost: 3 },
  });
}
const statusOf = (id: string) => async () => (await db().finding.findUniqueOrThrow({ where: { id } })).status;

const place = { kind: "file", settings: { file: "events.ndjson" }, sends: ["audit", "findings"] } as const;
const sinkOf = async ({ ctx }: TestFleet) => {
  const name = fresh("Sink");
  const { id, version } = await createSink(ctx, { name, place: { ...place, sends: [...place.sends] } });
  const state = async () => {
    const row = await db().sink.findUnique({ where: { id }, select: { status: true, settings: true, sends: true } });
    return row;
  };
  return { id, version, name, state };
};

export const watchCases: Readonly<Record<string, Case>> = {
  "enforcement.invitePoint": async (fleet) => {
    const { ctx, orgId } = fleet;
    const invite = (mode: "enforce" | "observe", reason?: string) =>
      invitePoint(ctx, { name: fresh("Point"), mode, ...why(reason) });
    return {
      weaken: (reason) => invite("observe", reason),
      state: () => db().enrolmentToken.findMany({ where: { orgId }, select: { name: true, mode: true } }),
      stricter: () => invite("enforce"),
    };
  },
  "findings.dismissFinding": async (fleet) => {
    const [high, low] = [await findingOf(fleet, "high"), await findingOf(fleet, "low")];
    return {
      weaken: (reason) => dismissFinding(fleet.ctx, { id: high, ...because(reason) }),
      state: async () => [await statusOf(high)(), await statusOf(low)()],
      stricter: () => dismissFinding(fleet.ctx, { id: low, reason: "known" }),
    };
  },
  "incidents.closeIncident": async (fleet) => {
    const review = { what: "It tried.", cause: "A planted text.", changes: "It is held.", dismissFindings: true };
    const open = async (severity: "high" | "low") =>
      openIncident(fleet.ctx, { title: fresh("Incident"), findingIds: [await findingOf(fleet, severity)] });
    const [high, low] = [await open("high"), await open("low")];
    return {
      weaken: (reason) => closeIncident(fleet.ctx, { id: high.id, ...review, ...why(reason) }),
      state: () => db().incident.findMany({ where: { id: { in: [high.id, low.id] } }, select: { status: true } }),
      stricter: () => closeIncident(fleet.ctx, { id: low.id, ...review }),
    };
  },
  "detections.setDetection": async ({ ctx, orgId }) => {
    const read = () => db().detectionSetting.findFirst({ where: { orgId, detection: "dormant-agent" } });
    const set = async (enabled: boolean, reason = "") =>
      setDetection(ctx, {
        detection: "dormant-agent",
        version: (await read())?.version ?? 0,
        enabled,
        parameters: {},
        reason: reason || "for the test",
      });
    return { weaken: (reason) => set(false, reason), state: read, stricter: () => set(true) };
  },
  "detections.suppressDetection": async (fleet) => {
    const subject = { kind: "agent", id: fleet.agentId } as const;
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const read = () => db().detectionSuppression.findMany({ where: { orgId: fleet.orgId } });
    return {
      weaken: (reason) =>
        suppressDetection(fleet.ctx, { detection: "denial-spike", subject, until, ...because(reason) }),
      state: read,
      stricter: async () => endSuppression(fleet.ctx, { id: (await read())[0]?.id ?? "" }),
    };
  },
  "delivery.editSink": async (fleet) => {
    const { id, version, name, state } = await sinkOf(fleet);
    const at = (file: string) => ({ ...place, settings: { file }, sends: [...place.sends] });
    const more = { ...at("moved.ndjson"), sends: ["audit" as const, "findings" as const, "calls" as const] };
    return {
      weaken: (reason) => editSink(fleet.ctx, { id, version, name, place: at("moved.ndjson"), ...why(reason) }),
      state,
      stricter: () => editSink(fleet.ctx, { id, version: version + 1, name, place: more }),
    };
  },
  "delivery.pauseSink": async (fleet) => {
    const { id, state } = await sinkOf(fleet);
    return {
      weaken: (reason) => pauseSink(fleet.ctx, { id, ...why(reason) }),
      state,
      stricter: () => resumeSink(fleet.ctx, { id }),
    };
  },
  "delivery.deleteSink": async (fleet) => {
    const { id } = await sinkOf(fleet);
    return {
      weaken: (reason) => deleteSink(fleet.ctx, { id, ...why(reason) }),
      state: () => db().sink.count({ where: { orgId: fleet.orgId } }),
      stricter: () => sinkOf(fleet),
    };
  },
  "redteam.set": async ({ ctx, orgId }) => {
    const read = () => db().redteamSetting.findUnique({ where: { orgId } });
    const set = async (everyDays: number, reason?: string) =>
      setSetting(ctx, { version: (await read())?.version ?? 0, everyDays, ownerId: null, ...why(reason) });
    await set(7);
    return { weaken: (reason) => set(0, reason), state: read, stricter: () => set(1) };
  },
  "enforcement.planDrills": async ({ ctx, orgId }) => {
    await planDrills(ctx, { every: "daily" });
    return {
      weaken: (reason) => planDrills(ctx, { every: "weekly", ...why(reason) }),
      state: async () => (await db().drillPlan.findUniqueOrThrow({ where: { orgId } })).every,
      stricter: () => planDrills(ctx, { every: "daily" }),
    };
  },
  "audit.eraseEntry": async ({ ctx, orgId, system }) => {
    const signer = testSigner();
    await sealEntries(system, async () => signer);
    const { id } = await db().auditEntry.findFirstOrThrow({ where: { orgId }, orderBy: { seq: "asc" } });
    return {
      weaken: (reason) => eraseEntry(ctx, { id, ...because(reason) }),
      state: async () => (await db().auditEntry.findFirstOrThrow({ where: { id } })).leaf,
      stricter: null,
    };
  },
  "oversight.setOversightSetting": async ({ ctx, orgId }) => {
    const read = () => db().oversightSetting.findUnique({ where: { orgId } });
    const set = async (decoysPerHundred: number, reason = "") =>
      setOversightSetting(ctx, { ...defaults, decoysPerHundred, version: (await read())?.version ?? 0, reason });
    await set(5);
    return { weaken: (reason) => set(1, reason), state: read, stricter: () => set(6) };
  },
  "isolation.setIsolation": async ({ ctx }) => {
    const read = async () => (await listIsolation(ctx, {})).setting;
    const set = async (everyHours: number, reason = "") => {
      const { updatedAt: _, updatedByName: __, ...chosen } = await read();
      return setIsolation(ctx, { ...chosen, everyHours, reason });
    };
    return { weaken: (reason) => set(48, reason), state: read, stricter: () => set(1) };
  },
};
