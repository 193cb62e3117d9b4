/** Reading JSON Schemas and JSON objects that others wrote, without trusting their names. */

const MAX_REFERENCES = 32;

export function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object's own member: `constructor` and its kind are data here, never what the prototype has. */
export function ownMember(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as { [key: string]: unknown })[name] : undefined;
}

/** Follows `$ref` while it points into the same document; undefined when it points elsewhere, nowhere or in a circle. */
export function resolveReference(schema: unknown, root: unknown): unknown {
  let current = schema;
  for (let step = 0; step < MAX_REFERENCES; step++) {
    const reference = isObject(current) ? ownMember(current, "$ref") : undefined;
    if (reference === undefined) return current;
    current = typeof reference === "string" ? pointer(reference, root) : undefined;
  }
  return undefined;
}

/** `#/$defs/name`, as RFC 6901 in a URI fragment. */
function pointer(reference: string, root: unknown): unknown {
  if (reference !== "#" && !reference.startsWith("#/")) return undefined;
  let current = root;
  for (const part of reference.split("/").slice(1)) {
    const name = unescapePart(part);
    if (name === null || typeof current !== "object" || current === null) return undefined;
    current = ownMember(current, name);
  }
  return current;
}

function unescapePart(part: string): string | null {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return null;
  }
}
