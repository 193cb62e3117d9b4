/** Colours for Cedar: just enough of its grammar to tell keywords, entities, strings and annotations apart. */
import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const effects = new Set(["permit", "forbid"]);
const keywords = new Set(["when", "unless", "in", "is", "has", "like", "if", "then", "else"]);
const variables = new Set(["principal", "action", "resource", "context"]);
const constants = new Set(["true", "false"]);

/** The name of the next token's kind; null for what needs no colour. Always moves forward. */
export function cedarToken(stream: StringStream): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^\/\/.*/)) return "comment";
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
  if (stream.match(/^@[A-Za-z_]\w*/)) return "annotation";
  if (stream.match(/^\d+/)) return "number";
  // An entity's type is a path of names that ends where its quoted id begins: Action::"…".
  if (stream.match(/^(?:[A-Za-z_]\w*::)+(?=")/)) return "entity";
  const word = stream.match(/^[A-Za-z_]\w*/);
  if (word && word !== true) return wordToken(word[0]);
  if (stream.match(/^(?:==|!=|<=|>=|&&|\|\||[<>!+*-])/)) return "operator";
  stream.next();
  return null;
}

function wordToken(word: string): string | null {
  if (effects.has(word)) return "effect";
  if (keywords.has(word)) return "keyword";
  if (variables.has(word)) return "variable";
  return constants.has(word) ? "number" : null;
}

export const cedarLanguage = StreamLanguage.define({
  name: "cedar",
  token: cedarToken,
  languageData: { commentTokens: { line: "//" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } },
  tokenTable: {
    effect: tags.definitionKeyword,
    keyword: tags.keyword,
    variable: tags.self,
    entity: tags.typeName,
    annotation: tags.annotation,
    string: tags.string,
    number: tags.number,
    operator: tags.operator,
    comment: tags.comment,
  },
});

/** Weight and the page's own inks: the four hues keep their meanings, so text is never green or red. */
export const cedarColours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.definitionKeyword, fontWeight: "650" },
    { tag: tags.keyword, color: "var(--accent)" },
    { tag: tags.self, color: "var(--accent)" },
    { tag: tags.typeName, color: "var(--muted)", fontWeight: "550" },
    { tag: tags.annotation, color: "var(--unknown)", fontWeight: "550" },
    { tag: tags.string, color: "var(--hold)" },
    { tag: tags.number, color: "var(--hold)" },
    { tag: tags.operator, color: "var(--faint)" },
    { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
  ]),
);
