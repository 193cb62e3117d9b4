/**
 * The code of a file alone: comments, templates and sentences give way to blanks, so that an example of code is not taken
 * for code. Line ends stay where they are, and so do plain strings, among which are the names of what is imported.
 */
export function codeOf(source: string): string {
  const template = /\\[\s\S]|\$\{|`|[^\\$`]+|\$/y;
  const code = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[`{}]|[^"'/`{}]+|[\s\S]/y;
  /** What is open around this place: a template, a hole in one, or a brace of the code. */
  const open: ("template" | "hole" | "brace")[] = [];
  let result = "";
  for (let at = 0; at < source.length; ) {
    const inTemplate = open.at(-1) === "template";
    const token = inTemplate ? template : code;
    token.lastIndex = at;
    const text = token.exec(source)?.[0] ?? source.charAt(at);
    at += text.length;
    if (text === "`") inTemplate ? open.pop() : open.push("template");
    else if (inTemplate && text === "${") open.push("hole");
    else if (!inTemplate && text === "{") open.push("brace");
    else if (!inTemplate && text === "}") open.pop();
    result += inTemplate || text === "`" || isProse(text) ? text.replace(/[^\n]/g, " ") : text;
  }
  return result;
}

const isProse = (token: string): boolean =>
  /^\/[/*]/.test(token) || (/^["']./.test(token) && !/^["'][^\s"'`]*["']$/.test(token));
