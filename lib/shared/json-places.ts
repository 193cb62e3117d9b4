/**
 * JSON with the place of every value, so that a fault can be shown where it is. Strict, and stricter in one thing: a member that is
 * there twice is a fault, since readers differ in which of them they take. Pure, browser-safe.
 */
export type Place = { from: number; to: number };
export type Read = { value: unknown; places: Map<string, Place> } | { fault: { message: string } & Place };

export const placeKey = (path: readonly PropertyKey[]): string => JSON.stringify(path.map(String));

class Fault extends Error {
  readonly at: Place;
  constructor(message: string, at: Place) {
    super(message);
    this.at = at;
  }
}

const DEEPEST = 50;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Between its quotes everything from the space on may stand, but a quote and a backslash: JSON forbids what comes before. */
const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SPACE = /[ \t\r\n]*/y;

export function readPlaces(text: string): Read {
  const reader = new Reader(text);
  try {
    return { value: reader.whole(), places: reader.places };
  } catch (error) {
    if (error instanceof Fault) return { fault: { message: error.message, ...error.at } };
    throw error;
  }
}

class Reader {
  readonly places = new Map<string, Place>();
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  whole(): unknown {
    const value = this.value([]);
    this.space();
    if (this.at < this.text.length) this.fail("Nothing may stand behind the end of the profile.");
    return value;
  }

  private value(path: string[]): unknown {
    this.space();
    const from = this.at;
    const value = this.content(path);
    this.places.set(placeKey(path), { from, to: this.at });
    return value;
  }

  private content(path: string[]): unknown {
    if (path.length > DEEPEST) this.fail("It is nested too deep.");
    const next = this.text[this.at];
    if (next === "{") return this.object(path);
    if (next === "[") return this.array(path);
    if (next === '"') return this.string("A value is missing here.");
    const scalar = this.match(SCALAR);
    if (scalar === null) this.fail(next === undefined ? "The profile breaks off here." : "A value is missing here.");
    return JSON.parse(scalar);
  }

  private object(path: string[]): unknown {
    const members = new Map<string, unknown>();
    this.each("}", () => {
      const from = this.at;
      const name = this.string("The name of a member is missing here, in quotation marks.");
      if (members.has(name)) throw new Fault(`${name} is there twice.`, { from, to: this.at });
      this.space();
      this.take(":");
      members.set(name, this.value([...path, name]));
    });
    return Object.fromEntries(members);
  }

  private array(path: string[]): unknown[] {
    const items: unknown[] = [];
    this.each("]", () => void items.push(this.value([...path, String(items.length)])));
    return items;
  }

  private each(end: string, read: () => void): void {
    this.at += 1;
    this.space();
    for (let first = true; this.text[this.at] !== end; first = false) {
      if (!first) this.take(",", `A comma or ${end} is missing here.`);
      this.space();
      read();
      this.space();
    }
    this.at += 1;
  }

  private string(missing: string): string {
    const found = this.match(STRING);
    return found === null ? this.fail(missing) : String(JSON.parse(found));
  }

  private take(sign: string, missing = `${sign} is missing here.`): void {
    if (this.text[this.at] !== sign) this.fail(missing);
    this.at += 1;
  }

  private space(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  private fail(message: string): never {
    throw new Fault(message, { from: this.at, to: Math.min(this.at + 1, this.text.length) });
  }
}
