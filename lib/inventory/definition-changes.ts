/** Where two definitions differ, member by member, in text that a finding can carry. Pure. */

export type DefinitionChange = {
  /** JSON pointer. */
  at: string;
  /** Null where there was nothing. Strings as they are, everything else as JSON. */
  before: string | null;
  after: string | null;
};

const MOST_CHANGES = 20;
const MOST_TEXT = 2_000;

/** At most twenty changes, each text cut at 2,000 characters: the tool's page shows all of it. */
export function changesOfDefinition(before: string | null, after: string | null): DefinitionChange[] {
  const changes: DefinitionChange[] = [];
  compare(parsed(before), parsed(after), "", changes);
  return changes.slice(0, MOST_CHANGES);
}

const parsed = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text));
const members = (value: unknown): [string, unknown][] | null =>
  typeof value === "object" && value !== null ? Object.entries(value) : null;
const pointer = (at: string, name: string): string => `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;

function compare(before: unknown, after: unknown, at: string, changes: DefinitionChange[]): void {
  if (changes.length >= MOST_CHANGES) return;
  const [one, two] = [members(before), members(after)];
  if (one && two && Array.isArray(before) === Array.isArray(after)) {
    const [old, now] = [new Map(one), new Map(two)];
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      compare(old.get(name), now.get(name), pointer(at, name), changes);
    }
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  changes.push({ at, before: cut(textOf(before)), after: cut(textOf(after)) });
}

const textOf = (value: unknown): string | null =>
  value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);

const cut = (text: string | null): string | null =>
  text !== null && text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT).toWellFormed()}…` : text;
