/** Private to this folder: reads definitions for what stands out, and opens or closes the findings that follow from it. */
import { setImmediate } from "node:timers/promises";
import type { TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import type { FindingKind } from "@/lib/findings/contract";
import { raiseFinding } from "@/lib/findings/raise-finding";
import type { Json } from "@/sdk/canonical";
import type { Tool } from "./contract";
import { changesOfDefinition } from "./definition-changes";
import type { ToolSign } from "./tool-contract";
import { gravest, isSuspicious, SIGNS_EDITION, toolSigns } from "./tool-signs";
import { type NamedTool, ToolNames } from "./tool-signs-names";

/** Other tools than these are not compared with: nobody has as many, and reading them must not hold up a report. */
const MOST_NAMES = 20_000;

export async function toolNames(tx: TxCtx, more: readonly NamedTool[] = []): Promise<ToolNames> {
  const rows = await tx.db.tool.findMany({
    where: { orgId: tx.orgId },
    select: { server: true, name: true, createdAt: true, definitionDigest: true },
    orderBy: { createdAt: "asc" },
    take: MOST_NAMES,
  });
  const known = rows.map(({ server, name, createdAt, definitionDigest }) => ({
    server,
    name,
    digest: definitionDigest,
    since: createdAt.getTime(),
  }));
  return new ToolNames([...known, ...more]);
}

type Read = { server: string; name: string; createdAt: Date; text: string | null; digest: string | null };

/** What is kept of a reading, as columns of the tool. */
export type Reading = { signs: ToolSign[]; signSeverity: string | null; signsEdition: number };

/** Other work gets its turn before each: a server may offer hundreds of long definitions at once. */
export async function readSigns({ createdAt, text, ...tool }: Read, names: ToolNames): Promise<Reading> {
  await setImmediate();
  const signs = toolSigns(text === null ? {} : JSON.parse(text), { ...tool, since: createdAt.getTime() }, names);
  return { signs, signSeverity: gravest(signs), signsEdition: SIGNS_EDITION };
}

type Judged = Pick<Tool, "id" | "server" | "name" | "state" | "definition" | "definitionDigest" | "signs">;
const subjectOf = ({ id, server, name }: Judged) => ({ kind: "tool", id, name: `${server}/${name}` }) as const;

/** Opens, or closes, what the signs of a definition say. A blocked tool harms nobody, so nothing is opened for it. */
export async function findSuspicious(tx: TxCtx, tool: Judged): Promise<void> {
  const grave = tool.state === "blocked" ? [] : tool.signs.filter(isSuspicious);
  const shadowing = grave.filter(({ kind }) => kind === "shadowing");
  const suspicious = grave.filter(({ kind }) => kind !== "shadowing");
  const name = `${tool.server}/${tool.name}`;
  await raiseOrClear(tx, tool, "tool.suspicious", suspicious, {
    title: `The definition of ${name} has ${count(suspicious.length)} of manipulation`,
    mend: "Read each where it is marked, then approve the tool or block it.",
  });
  await raiseOrClear(tx, tool, "tool.shadowing", shadowing, {
    title: shadowing[0] ? `${name}: ${lowerFirst(shadowing[0].what)}` : "",
    mend: "Make sure that it is the tool that is meant; otherwise block it.",
  });
}

const count = (signs: number): string => (signs === 1 ? "a sign" : `${signs} signs`);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

type Words = { title: string; mend: string };

async function raiseOrClear(tx: TxCtx, tool: Judged, kind: FindingKind, signs: ToolSign[], words: Words) {
  const severity = gravest(signs);
  if (severity === null) {
    const why = tool.state === "blocked" ? "The tool is blocked." : "The definition seen now has no such sign.";
    await clearFinding(tx, { kind, subjectId: tool.id, why });
    return;
  }
  const listed: Json = signs.slice(0, 10).map(({ severity, at, what, excerpt }) => ({ severity, at, what, excerpt }));
  await raiseFinding(tx, {
    kind,
    severity,
    subject: subjectOf(tool),
    ...words,
    detail: { digest: tool.definitionDigest, signs: listed },
    facts: { digest: tool.definitionDigest, signs: signs.map(({ kind, at, what }) => ({ kind, at, what })) },
  });
}

type Changed = Judged & Pick<Tool, "pin" | "pinnedDefinition">;

/** Opens the finding of a definition that is not the approved one, with the difference as text. */
export async function findChanged(tx: TxCtx, tool: Changed, agentId: string): Promise<void> {
  const back = tool.pin !== null && tool.definitionDigest === tool.pin;
  const name = `${tool.server}/${tool.name}`;
  await raiseFinding(tx, {
    kind: "tool.changed",
    severity: back ? "medium" : "high",
    subject: subjectOf(tool),
    title: back
      ? `${name} was another tool for a while, and shows the approved definition again`
      : `The definition of ${name} is not the one that was approved`,
    mend: back
      ? "Ask its server's maker why it changed; nothing but a person's approval gives the tool back."
      : "Read the difference, then approve the new definition or block the tool.",
    detail: {
      agentId,
      pin: tool.pin,
      seen: tool.definitionDigest,
      differences: back ? [] : changesOfDefinition(tool.pinnedDefinition, tool.definition),
    },
    facts: { pin: tool.pin, seen: tool.definitionDigest },
  });
}

/** A person decided about the tool as it is now: whatever waited for that is settled. */
export async function settleFindings(tx: TxCtx, toolId: string, why: string): Promise<void> {
  for (const kind of ["tool.changed", "tool.suspicious", "tool.shadowing"] as const) {
    await clearFinding(tx, { kind, subjectId: toolId, why });
  }
}
