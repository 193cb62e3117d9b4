/** Decisions about tools and their pins: pure, browser-safe. */
import type { Tool } from "./contract";
import type { ToolSign } from "./tool-contract";
import { isSuspicious } from "./tool-signs";

/** A definition is what a model reads, so it may be long; beyond this nobody reads it before approving. */
export const MOST_DEFINITION_BYTES = 256 * 1024;
/** A server that offers more than these is out of hand; the rest stays unknown, so every point refuses it. */
export const MOST_TOOLS_OF_SERVER = 1000;

type Definition = { [key: string]: unknown };

/** An MCP tool's definition carries its name, and is pinned whole; a plain function has none, so nothing could change unseen. */
export const isPinned = (definition: Definition | null): boolean => definition !== null && "name" in definition;

/** Why a definition cannot be approved for a tool of this name, or null. */
export function objectionToDefinition(name: string, definition: Definition): string | null {
  if ("name" in definition && definition.name !== name) {
    return `The definition names the tool ${JSON.stringify(definition.name)}, not ${JSON.stringify(name)}.`;
  }
  if (!("inputSchema" in definition)) return isPinned(definition) ? "The definition has no inputSchema." : null;
  const schema = definition.inputSchema;
  return typeof schema === "object" && schema !== null && !Array.isArray(schema)
    ? null
    : "The definition's inputSchema is not an object.";
}

type Known = Pick<Tool, "state" | "pin" | "definitionDigest" | "seenAt">;
export type Sighting =
  /** Nothing is known by this name. */
  | "new"
  /** The definition is the one last seen. */
  | "same"
  /** A person approved the tool by name alone, so its first sound definition becomes its pin. */
  | "firstUse"
  /** Not what was seen or approved before. */
  | "changed";

/**
 * Whether a definition may be pinned although nobody reads it, where people chose so: it could be approved, names its tool so
 * that the pin covers all of it, and nothing in it is suspicious.
 */
export const mayTrustUnread = (
  seen: { text: string | null; digest: string | null; objection: string | null },
  signs: readonly Pick<ToolSign, "severity">[],
): boolean =>
  seen.text !== null &&
  seen.digest !== null &&
  seen.objection === null &&
  isPinnedText(seen.text) &&
  !signs.some(isSuspicious);

const isPinnedText = (text: string): boolean => isPinned(JSON.parse(text));

/** A definition was approved at some time: what replaces it now is a change, and not merely new. */
export const wasApproved = ({
  state,
  pin,
  pinnedDefinition,
}: Pick<Tool, "state" | "pin" | "pinnedDefinition">): boolean =>
  (state === "approved" || state === "changed") && (pin !== null || pinnedDefinition !== null);

/** What it means that a point saw this definition; `digest` is null for one that cannot be kept, `sound` says that it may be pinned unread. */
export function sightingOf(known: Known | null, digest: string | null, sound: boolean): Sighting {
  if (!known) return "new";
  const seenBefore = known.seenAt !== null || known.definitionDigest !== null;
  if (seenBefore && known.definitionDigest === digest) return "same";
  const byNameAlone = known.state === "approved" && known.pin === null && !seenBefore;
  return byNameAlone && sound ? "firstUse" : "changed";
}

/** A changed definition takes an approval away and gives none back: not even the old definition, once it returns. */
export const stateAfterChange = (state: Tool["state"]): Tool["state"] => (state === "approved" ? "changed" : state);
