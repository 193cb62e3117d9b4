/**
 * TOML as far as configurations and manifests need it: tables, arrays of tables, strings, arrays, inline tables. Everything else
 * (numbers, dates) is kept as its text. What cannot be read is passed over, since a scan must not end at a file of others.
 */
export type Toml = string | Toml[] | TomlTable;
export type TomlTable = Map<string, Toml>;

export function readToml(text: string): TomlTable {
  const root: TomlTable = new Map();
  const reader = new Reader(text);
  let table = root;
  while (!reader.ended) {
    reader.skipSpace(true);
    if (reader.ended) break;
    if (reader.take("[[")) table = appended(root, reader.path("]"));
    else if (reader.take("[")) table = tableAt(root, reader.path("]"));
    else if (!reader.pair(table)) reader.skipLine();
    else continue;
    reader.skipLine();
  }
  return root;
}

/** The table at these names, or an empty one. */
export function tableOf(from: Toml | undefined, ...names: string[]): TomlTable {
  let now = from;
  for (const name of names) now = now instanceof Map ? now.get(name) : undefined;
  return now instanceof Map ? now : new Map();
}
export const textOf = (from: Toml | undefined): string | null => (typeof from === "string" ? from : null);
export const listOf = (from: Toml | undefined): Toml[] => (Array.isArray(from) ? from : []);

const MOST_DEPTH = 32;

function tableAt(root: TomlTable, names: readonly string[]): TomlTable {
  let now = root;
  for (const name of names.slice(0, MOST_DEPTH)) {
    const next = now.get(name);
    const inside = Array.isArray(next) ? next.at(-1) : next;
    if (inside instanceof Map) now = inside;
    else {
      const made: TomlTable = new Map();
      now.set(name, made);
      now = made;
    }
  }
  return now;
}

function appended(root: TomlTable, names: readonly string[]): TomlTable {
  const parent = tableAt(root, names.slice(0, -1));
  const name = names.at(-1) ?? "";
  const made: TomlTable = new Map();
  const known = parent.get(name);
  if (Array.isArray(known)) known.push(made);
  else parent.set(name, [made]);
  return made;
}

class Reader {
  #at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) return null;
    this.#at = pattern.lastIndex;
    return found[0];
  }

  skipSpace(lines: boolean): void {
    this.#match(lines ? /(?:[ \t\r\n]|#[^\n]*)*/y : /[ \t]*/y);
  }

  skipLine(): void {
    this.#match(/[^\n]*\n?/y);
  }

  /** Names with dots between them, up to what ends them. */
  path(end: "]" | "="): string[] {
    const names: string[] = [];
    for (;;) {
      this.skipSpace(false);
      const name = this.#string() ?? this.#match(/[A-Za-z0-9_-]+/y);
      if (name === null) return [];
      names.push(name);
      this.skipSpace(false);
      if (this.take(".")) continue;
      return this.take(end) ? names : [];
    }
  }

  pair(table: TomlTable, depth = 0): boolean {
    const names = this.path("=");
    const last = names.at(-1);
    if (last === undefined) return false;
    const value = this.#value(depth);
    if (value === null) return false;
    tableAt(table, names.slice(0, -1)).set(last, value);
    return true;
  }

  #value(depth: number): Toml | null {
    this.skipSpace(false);
    if (depth > MOST_DEPTH) return null;
    if (this.take("[")) return this.#array(depth);
    if (this.take("{")) return this.#inline(depth);
    return this.#string() ?? this.#match(/[^\s,\]}#]+/y);
  }

  #array(depth: number): Toml[] | null {
    const items: Toml[] = [];
    for (;;) {
      this.skipSpace(true);
      if (this.take("]")) return items;
      const item = this.#value(depth + 1);
      if (item === null) return null;
      items.push(item);
      this.skipSpace(true);
      if (!this.take(",") && !this.#text.startsWith("]", this.#at)) return null;
    }
  }

  #inline(depth: number): TomlTable | null {
    const table: TomlTable = new Map();
    for (;;) {
      this.skipSpace(true);
      if (this.take("}")) return table;
      if (!this.pair(table, depth + 1)) return null;
      this.skipSpace(true);
      if (!this.take(",") && !this.#text.startsWith("}", this.#at)) return null;
    }
  }

  #string(): string | null {
    const start = this.#at;
    const found =
      this.#match(/"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""/y) ??
      this.#match(/'''(?:[^']|'(?!''))*'''/y) ??
      this.#match(/"(?:[^"\\\n]|\\.)*"/y) ??
      this.#match(/'[^'\n]*'/y);
    if (found === null) {
      this.#at = start;
      return null;
    }
    const marks = found.startsWith('"""') || found.startsWith("'''") ? 3 : 1;
    const inside = found.slice(marks, -marks);
    return found.startsWith("'") ? inside : unescaped(inside);
  }
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", '"': '"', "\\": "\\" };
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (whole, code?: string, one?: string) =>
    code === undefined ? (ESCAPES[one ?? ""] ?? whole) : String.fromCharCode(Number.parseInt(code, 16)),
  );
