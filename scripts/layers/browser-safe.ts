/** Contracts, rules and lib/shared run in the browser as well, so nothing they reach may need Node or the database. */
import { type Edge, isTest, type Project, withoutEnding } from "./project";

const isBrowserSafe = (file: string): boolean =>
  !isTest(file) &&
  (file.startsWith("lib/shared/") || /^lib\/[^/]+\/(?:(?:[a-z]+-)?contract|rules)$/.test(withoutEnding(file)));

const isForbidden = ({ specifier, file }: Edge): boolean =>
  specifier.startsWith("node:") || specifier === "pg" || (file?.startsWith("lib/db/") ?? false);

export function browserErrors({ files, edges }: Project): string[] {
  const imports = new Map<string, Edge[]>();
  for (const edge of edges) {
    // What only lends its types is erased before the browser sees it.
    if (!edge.typeOnly) imports.set(edge.from, [...(imports.get(edge.from) ?? []), edge]);
  }
  return [...files.keys()].filter(isBrowserSafe).flatMap((file) => {
    const path = pathToForbidden(file, imports, new Set());
    return path ? [`${path.join(" → ")}: ${file} runs in the browser too`] : [];
  });
}

function pathToForbidden(file: string, imports: Map<string, Edge[]>, seen: Set<string>): string[] | undefined {
  if (seen.has(file)) return undefined;
  seen.add(file);
  for (const edge of imports.get(file) ?? []) {
    if (isForbidden(edge)) return [file, edge.file ?? edge.specifier];
    const rest = edge.file ? pathToForbidden(edge.file, imports, seen) : undefined;
    if (rest) return [file, ...rest];
  }
  return undefined;
}
