/** Finds tests that a document names and that do not exist: it writes them as `path` › name, the name as the code has it. */
const NAMED = /`([\w./-]+\.(?:test|spec|fault)\.tsx?)` › ([^|<]+?)(?=\s*(?:\||<br>|$))/g;

export type NamedTest = { file: string; name: string };

export const namedTests = (text: string): NamedTest[] =>
  [...text.matchAll(NAMED)].map(([, file = "", name = ""]) => ({ file, name }));

/** `read` gives a file's text, or null where there is none. */
export function findUntested(document: string, markdown: string, read: (path: string) => string | null): string[] {
  return markdown.split("\n").flatMap((content, index) =>
    namedTests(content).flatMap(({ file, name }) => {
      const code = read(file);
      if (code === null) return [`${document}:${index + 1} names a test in ${file}, which does not exist`];
      const there = ['"', "'", "`"].some((quote) => code.includes(`${quote}${name}${quote}`));
      return there ? [] : [`${document}:${index + 1} names the test “${name}”, which ${file} does not have`];
    }),
  );
}
