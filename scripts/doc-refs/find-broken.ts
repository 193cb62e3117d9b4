/** Finds what a document cites and the project does not have: files, folders, and scripts of npm. */
import path from "node:path";

export type Known = {
  /** Every file and folder of the project, from its root, without a slash at the end. */
  paths: ReadonlySet<string>;
  scripts: ReadonlySet<string>;
};

type Citation = { line: number; text: string; kind: "link" | "code" };

/** Made while installing, building or running: cited with reason, and not there in a fresh checkout. */
const MADE =
  /^(\.gatehouse|\.next|dist|node_modules|test-results|playwright-report|sdk\/dist|lib\/db\/generated)(\/|$)/;
const FILE_NAME = /^[\w.@-]+\.(tsx?|mjs|md|sql|json|prisma|css|ya?ml)$/;
/** Stands for any name: `lib/<domain>/`, `NNNN-name.md`, an ellipsis. */
const STANDS_FOR_ANY = /[<>{}…$]|\.\.\.|NAME|NNNN/;

export function findBroken(document: string, markdown: string, known: Known): string[] {
  const citations = readCitations(markdown);
  const example = fencedText(markdown);
  const broken = citations.filter(({ kind, text }) =>
    kind === "link"
      ? linkIsBroken(document, text, known)
      : pathIsBroken(document, text, known) && !isReadersFile(text, example),
  );
  return [
    ...broken.map(({ line, text }) => `${document}:${line} cites ${text}, which does not exist`),
    ...brokenScripts(document, markdown, known),
  ];
}

function readCitations(markdown: string): Citation[] {
  let fenced = false;
  return markdown.split("\n").flatMap((content, index) => {
    if (/^\s*(```|~~~)/.test(content)) fenced = !fenced;
    if (fenced) return [];
    const line = index + 1;
    const links = [...content.matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, text = ""]) => text);
    const code = [...content.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
    return [
      ...links.map((text) => ({ line, text, kind: "link" as const })),
      ...code.map((text) => ({ line, text, kind: "code" as const })),
    ];
  });
}

/** What the document's own examples say, all of it. */
const fencedText = (markdown: string): string =>
  [...markdown.matchAll(/^\s*(?:```|~~~)[^\n]*\n([\s\S]*?)^\s*(?:```|~~~)/gm)].map(([, text = ""]) => text).join("\n");

/** A file that the reader makes or receives: the document's examples work with it. */
const isReadersFile = (text: string, example: string): boolean =>
  FILE_NAME.test(text) && example.split(/[\s"'`]+/).includes(text);

function linkIsBroken(document: string, link: string, known: Known): boolean {
  if (/^([a-z]+:|#|\/)/i.test(link)) return false;
  const target = path.posix.join(path.posix.dirname(document), decodeURI(link.replace(/#.*/, "")));
  return !exists(target, known);
}

/** In code, only what plainly is a path of ours counts: it begins with a folder of the root, or is the name of a file. */
function pathIsBroken(document: string, code: string, known: Known): boolean {
  const text = code.replace(/:\d+$/, "");
  if (/\s/.test(text) || STANDS_FOR_ANY.test(text)) return false;
  if (!text.includes("/")) {
    return FILE_NAME.test(text) && ![...known.paths].some((name) => path.posix.basename(name) === text);
  }
  const [first = ""] = text.split("/");
  if (!known.paths.has(first)) return false;
  return !exists(text, known) && !exists(path.posix.join(path.posix.dirname(document), text), known);
}

function exists(target: string, { paths }: Known): boolean {
  const clean = path.posix.normalize(target).replace(/\/$/, "");
  if (clean === "." || MADE.test(clean) || paths.has(clean)) return true;
  if (!clean.includes("*")) return false;
  const pattern = clean
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^/]*");
  const matcher = new RegExp(`^${pattern}$`);
  return [...paths].some((name) => matcher.test(name));
}

function brokenScripts(document: string, markdown: string, { scripts }: Known): string[] {
  return markdown.split("\n").flatMap((content, index) =>
    [...content.matchAll(/\bnpm (?:run (?:-\S+ )*)([\w:-]+)/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !scripts.has(name))
      .map((name) => `${document}:${index + 1} cites \`npm run ${name}\`, which package.json does not have`),
  );
}
