/** Private to this folder: profiles and runs as they are stored and shown. */
import type { Ctx } from "@/lib/db/ctx";
import type {
  Pep,
  ProfileProposal,
  SandboxProfile as ProfileRow,
  SandboxRun as RunRow,
  SandboxProfileVersion as VersionRow,
} from "@/lib/db/generated/client";
import type { OpenRollOut } from "@/lib/policy/ring-contract";
import { isReached, readTracks, type Trial } from "@/lib/policy/tracks";
import { Profile } from "@/sdk/sandbox/profile";
import { ProfileSource } from "@/sdk/wire/sandbox-run";
import type { ProfileVersion, Proposal, SandboxProfile, SandboxRun } from "./contract";

/** The version in force, also of a profile that is retired; null when there is no such profile. */
export async function readInForce({ db, orgId }: Ctx, id: string) {
  const row = await db.sandboxProfile.findUnique({ where: { id_orgId: { id, orgId } } });
  if (!row) return null;
  const { name, version } = row;
  const { text, digest } = await db.sandboxProfileVersion.findUniqueOrThrow({
    where: { profileId_version: { profileId: id, version } },
  });
  return { id, name, version, retired: row.retiredAt !== null, text, digest, profile: Profile.parse(JSON.parse(text)) };
}

export const versionOf = ({ version, text, digest, note, savedByName, savedAt }: VersionRow): ProfileVersion => ({
  ...{ version, text, digest, note, savedByName },
  savedAt: savedAt.toISOString(),
});

type Counts = Pick<SandboxProfile, "running" | "drifted" | "proposals" | "trial">;

export function profileOf(
  row: ProfileRow,
  inForce: Pick<VersionRow, "digest" | "savedByName" | "savedAt">,
  counts: Counts,
): SandboxProfile {
  const { id, name, version, retiredAt } = row;
  const { digest, savedByName, savedAt } = inForce;
  return {
    id,
    name,
    version,
    retired: retiredAt !== null,
    digest,
    savedByName,
    savedAt: savedAt.toISOString(),
    ...counts,
  };
}

type Around = {
  names: ReadonlyMap<string, string>;
  connected: ReadonlySet<string>;
  /** Versions in force, by name; none for what is retired. */
  inForce: ReadonlyMap<string, number>;
  /** Of a roll-out that brings a version of a profile. */
  trial: Trial | null;
};

/** What is needed to show runs: names of agents, which points are connected, which versions are in force. */
export async function readAround(ctx: Ctx, runs: readonly { agentId: string; pepId: string }[]): Promise<Around> {
  const { db, orgId } = ctx;
  const ids = (pick: (one: { agentId: string; pepId: string }) => string) => ({ in: [...new Set(runs.map(pick))] });
  const [tracks, agents, peps, profiles] = await Promise.all([
    readTracks(ctx),
    db.agent.findMany({ where: { orgId, id: ids(({ agentId }) => agentId) }, select: { id: true, name: true } }),
    db.pep.findMany({ where: { orgId, id: ids(({ pepId }) => pepId) }, select: { id: true, connected: true } }),
    db.sandboxProfile.findMany({ where: { orgId, retiredAt: null }, select: { name: true, version: true } }),
  ]);
  return {
    names: new Map(agents.map(({ id, name }) => [id, name])),
    connected: new Set(peps.flatMap((pep: Pick<Pep, "id" | "connected">) => (pep.connected ? [pep.id] : []))),
    inForce: new Map(profiles.map(({ name, version }) => [name, version])),
    trial: tracks.trial,
  };
}

/** The version that is meant for a point: what a roll-out brings where it has come, what is in force elsewhere. */
function meantFor({ inForce, trial }: Around, profileName: string, pepId: string): number | null {
  const held = inForce.get(profileName);
  if (held === undefined) return null;
  return trial?.profile?.name === profileName && isReached(trial, pepId) ? trial.profile.version : held;
}

export function runOf(row: RunRow, around: Around): SandboxRun {
  const { names, connected } = around;
  const { id, agentId, pepId, pepName, profileName, version, egressVersion, learning, lacks, ending } = row;
  const source = ProfileSource.parse(row.source);
  const over = row.endedAt !== null;
  return {
    ...{ id, agentId, pepId, pepName, profileName, source, version, egressVersion, learning, lacks, ending },
    agentName: names.get(agentId) ?? null,
    state: over ? "ended" : !connected.has(pepId) ? "silent" : row.frozenAt ? "frozen" : "running",
    drift: over ? null : driftOf({ source, version, egressVersion, inForce: meantFor(around, profileName, pepId) }),
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

export const isUp = ({ state }: SandboxRun): boolean => state === "running" || state === "frozen";

/** How far a version on trial has come. */
export function trialOf(open: OpenRollOut | null, profileId: string): SandboxProfile["trial"] {
  if (open?.profile?.id !== profileId) return null;
  return { rollOutId: open.id, version: open.profile.version, ring: open.ring };
}

type Standing = { source: ProfileSource; version: number | null; egressVersion: number | null; inForce: number | null };

/** In what a running sandbox differs from what is in force, as a sentence. Pure. */
export function driftOf({ source, version, egressVersion, inForce }: Standing): string | null {
  if (source === "local") return "Its profile is a file of the machine, which nobody reviewed.";
  if (source === "builtIn") return null;
  if (inForce === null) return "Its profile is out of force.";
  if (egressVersion !== inForce)
    return `Its proxy goes by ${egressVersion === null ? "no rules" : `version ${egressVersion}`} and has not taken version ${inForce} yet.`;
  if (version === inForce) return null;
  return `Its rules about hosts are those of version ${inForce}; places, variables and limits are those of version ${version} until it starts again.`;
}

export const proposalOf = (row: ProfileProposal, names: ReadonlyMap<string, string>): Proposal => ({
  ...{ id: row.id, agentId: row.agentId, pepName: row.pepName, profileName: row.profileName },
  ...{ text: row.text, seen: row.seen, unseen: row.unseen },
  agentName: names.get(row.agentId) ?? null,
  receivedAt: row.receivedAt.toISOString(),
});
