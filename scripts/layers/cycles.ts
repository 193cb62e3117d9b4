import type { Project } from "./project";

/** Rings of files that import one another, each named once. A type is an import too: a ring of types is as hard to read. */
export function cycleErrors({ files, edges }: Project): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, file } of edges) {
    if (file === undefined || !files.has(file) || file === from) continue;
    next.set(from, (next.get(from) ?? new Set()).add(file));
  }
  const done = new Set<string>();
  const errors: string[] = [];
  const visit = (file: string, trail: string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      errors.push(`${[...trail.slice(start), file].join(" → ")}: a ring of imports`);
      return;
    }
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of files.keys()) visit(file, []);
  return errors;
}
