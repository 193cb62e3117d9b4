import { codeOf } from "./code-of";

/** What a file imports, found by its text: fast, and needs no compiler (TypeScript 7 has none to offer to a script). */
export type Import = { specifier: string; typeOnly: boolean; line: number };

/** Statements stand at the start of a line; only the dynamic form can be anywhere. */
const FORMS = [
  /^\s*(?:import|export)\s+(?<type>type\s)?[\w\s{},*$]*?\bfrom\s*(?<quote>["'])(?<specifier>[^"'\n]+)\k<quote>/gm,
  /^\s*import\s*(?<quote>["'])(?<specifier>[^"'\n]+)\k<quote>/gm,
  /\b(?:import|require)\s*\(\s*(?<quote>["'])(?<specifier>[^"'\n]+)\k<quote>/g,
];

export function readImports(source: string): Import[] {
  const code = codeOf(source);
  return FORMS.flatMap((form) =>
    [...code.matchAll(form)].map((match) => ({
      specifier: match.groups?.specifier ?? "",
      typeOnly: match.groups?.type !== undefined || namesOnlyTypes(match[0]),
      line: lineAt(code, match),
    })),
  );
}

/** The match may begin with the line ends before the statement. */
const lineAt = (code: string, match: RegExpExecArray): number =>
  code.slice(0, match.index + match[0].search(/\S/)).split("\n").length;

/** `import { type A, type B } from` is erased as a whole, like `import type`. */
function namesOnlyTypes(statement: string): boolean {
  const names = /^\s*(?:import|export)\s*\{([^}]*)\}\s*from/.exec(statement)?.[1];
  const list = names?.split(",").filter((name) => name.trim() !== "") ?? [];
  return list.length > 0 && list.every((name) => /^\s*type\s/.test(name));
}
