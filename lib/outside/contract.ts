/** Auditors from outside: the accesses that they were given, and what they see by them. */
import { z } from "zod";
import { Clock, ControlKey, ControlLine, Counts, Evidence, EvidenceItem, FrameworkId } from "@/lib/compliance/contract";
import { Email, PersonName } from "@/lib/identity/contract";
import { ReportFileName } from "@/lib/reports/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const LONGEST_ACCESS_DAYS = 366;
const MOST_SHARED = 50;

const Framework = z.object({ id: FrameworkId, title: z.string() });
const PackName = z.object({ id: z.string(), title: z.string(), from: z.iso.date(), to: z.iso.date() });
const ReportName = z.object({ id: z.string(), title: z.string(), asOf: Instant });

/** `invited`: nobody has come in by it yet. */
export const AccessState = z.enum(["invited", "open", "ended", "revoked"]);
export type AccessState = z.infer<typeof AccessState>;

export const OutsideAccess = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  frameworks: z.array(Framework),
  /** Whole days, UTC; both are in. */
  from: z.iso.date(),
  to: z.iso.date(),
  packs: z.array(PackName),
  reports: z.array(ReportName),
  until: Instant,
  createdBy: z.string(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
  revokedBy: z.string().nullable(),
  state: AccessState,
});
export type OutsideAccess = z.infer<typeof OutsideAccess>;

export const giveAccessOp = operation({
  id: "outside.giveAccess",
  http: "POST /v1/outside-accesses",
  permission: "outside:manage",
  summary: "Let an auditor from outside see frameworks of a period, with packs and reports, until an end",
  input: z.strictObject({
    email: Email,
    name: PersonName,
    frameworks: z.array(FrameworkId).min(1, "choose one at least").max(MOST_SHARED),
    from: z.iso.date(),
    to: z.iso.date(),
    packIds: z.array(idOf("pack")).max(MOST_SHARED).default([]),
    reportIds: z.array(idOf("report")).max(MOST_SHARED).default([]),
    /** From then on every request is refused. */
    until: Instant,
  }),
  /** The link is shown once, and is null for somebody who has an account as an auditor from outside already. */
  output: OutsideAccess.extend({ link: z.string().nullable() }),
  creates: true,
  errors: ["conflict"],
});

export const listAccessesOp = operation({
  id: "outside.listAccesses",
  http: "GET /v1/outside-accesses",
  permission: "compliance:read",
  summary: "Accesses of auditors from outside, the newest first",
  input: Nothing,
  output: z.object({ items: z.array(OutsideAccess) }),
});

export const revokeAccessOp = operation({
  id: "outside.revokeAccess",
  http: "DELETE /v1/outside-accesses/{id}",
  permission: "outside:manage",
  summary: "End an access at once: its next request is refused",
  input: z.strictObject({ id: idOf("outsideAccess") }),
  output: OutsideAccess,
  errors: ["conflict"],
});

/** Where things are mended is for people of the house. */
const SharedEvidence = Evidence.omit({ href: true }).extend({ items: z.array(EvidenceItem.omit({ href: true })) });
export type SharedEvidence = z.infer<typeof SharedEvidence>;
const SharedLine = ControlLine.omit({ href: true }).extend({
  owner: z.object({ name: z.string(), active: z.boolean() }).nullable(),
});
export type SharedLine = z.infer<typeof SharedLine>;

/** What is said of a framework, and whence: the live system within the period, or the snapshot of a pack after it. */
const standing = {
  asOf: Instant,
  /** Null: the live system. */
  pack: z.object({ id: z.string() }).nullable(),
  framework: Framework,
  from: z.iso.date(),
  to: z.iso.date(),
};

export const SharedAccess = OutsideAccess.pick({
  id: true,
  frameworks: true,
  from: true,
  to: true,
  until: true,
  packs: true,
  createdBy: true,
}).extend({ reports: z.array(ReportName.extend({ files: z.array(ReportFileName) })) });
export type SharedAccess = z.infer<typeof SharedAccess>;

export const listSharedOp = operation({
  id: "outside.listShared",
  http: "GET /v1/shared",
  permission: "shared:read",
  summary: "What was shared with you, and until when",
  input: Nothing,
  output: z.object({
    organisation: z.string(),
    items: z.array(SharedAccess),
    /** Why something that was shared once is not there any more, a sentence each. */
    over: z.array(z.string()),
  }),
});

const inAccess = { id: idOf("outsideAccess") };

export const getSharedFrameworkOp = operation({
  id: "outside.getSharedFramework",
  http: "GET /v1/shared/{id}/frameworks/{framework}",
  permission: "shared:read",
  summary: "One framework that was shared with you: its controls, and what is on record of the period",
  input: z.strictObject({ ...inAccess, framework: FrameworkId }),
  output: z.object({
    ...standing,
    publisher: z.string(),
    source: z.string(),
    notes: z.array(z.string()),
    counts: Counts,
    clocks: z.array(Clock),
    contents: z.array(z.object({ title: z.string(), count: z.int(), unit: z.string() })),
    items: z.array(SharedLine),
  }),
});
export type SharedFramework = z.infer<typeof getSharedFrameworkOp.output>;

export const getSharedControlOp = operation({
  id: "outside.getSharedControl",
  http: "GET /v1/shared/{id}/frameworks/{framework}/controls/{control}",
  permission: "shared:read",
  summary: "One control of a framework that was shared with you, with its evidence",
  input: z.strictObject({ ...inAccess, framework: FrameworkId, control: ControlKey }),
  output: SharedLine.omit({ evidence: true }).extend({
    ...standing,
    source: z.string(),
    evidence: z.array(SharedEvidence),
    /** Policies that name it, as `slug@version`. */
    policies: z.array(z.string()),
  }),
});
export type SharedControl = z.infer<typeof getSharedControlOp.output>;

export const getSharedPackOp = operation({
  id: "outside.getSharedPack",
  http: "GET /v1/shared/{id}/packs/{pack}",
  permission: "shared:read",
  summary: "One pack that was shared with you: its size, hash and key",
  input: z.strictObject({ ...inAccess, pack: idOf("pack") }),
  output: PackName.extend({
    bytes: z.int(),
    sha256: z.string(),
    keyId: z.string(),
    fingerprint: z.string(),
    finishedAt: Instant,
    until: Instant,
  }),
});

export const getSharedReportOp = operation({
  id: "outside.getSharedReport",
  http: "GET /v1/shared/{id}/reports/{report}",
  permission: "shared:read",
  summary: "One report that was shared with you: its verdict and its files",
  input: z.strictObject({ ...inAccess, report: idOf("report") }),
  output: ReportName.extend({ verdict: z.string(), files: z.array(ReportFileName) }),
});
