/** Every text in a definition with its place: values, and the names of members, which a model reads just as well. Pure. */

export type Place = {
  /** JSON pointer of the value. */
  at: string;
  /** The text is the name of the member there, not its value. */
  inName: boolean;
  text: string;
  /**
   * `name`: the tool's own; `parameter`: a name of an argument; `value`: what a model copies into a call (default, enum, const);
   * `prose`: everything else.
   */
  role: "name" | "parameter" | "value" | "prose";
};

/** Canonical JSON is at most 64 levels deep, so this cannot run away. */
export function placesOf(definition: unknown): Place[] {
  const places: Place[] = [];
  walk(definition, "", "prose", false, places);
  return places;
}

const copied = new Set(["default", "enum", "const"]);
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** `named`: the members of this object have names that somebody chose: arguments. */
function walk(value: unknown, at: string, role: Place["role"], named: boolean, places: Place[]): void {
  if (typeof value === "string") {
    if (value !== "") places.push({ at, inName: false, text: value, role });
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) walk(each, `${at}/${index}`, role, false, places);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      const to = `${at}/${escaped(name)}`;
      places.push({ at: to, inName: true, text: name, role: named ? "parameter" : "prose" });
      walk(each, to, roleOf(role, at, name, named), !named && name === "properties", places);
    }
  }
}

function roleOf(role: Place["role"], at: string, name: string, named: boolean): Place["role"] {
  if (at === "" && name === "name") return "name";
  if (role === "value") return "value";
  return !named && at !== "" && copied.has(name) ? "value" : "prose";
}
