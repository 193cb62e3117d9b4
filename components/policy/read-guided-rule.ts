/**
 * Reads back what `writeRule` writes. Whatever is found is written again and compared, token by token, with the text: so the form
 * never shows less than a policy says, and what it cannot express stays text. Pure, browser-safe.
 */

import { GuidedRule, writeRule } from "@/lib/policy/guided-contract";
import { OperationClass } from "@/sdk/wire/words";

type Token = { kind: "word" | "sign" | "text" | "number"; text: string };

const TOKEN = /\s+|([A-Za-z_]\w*)|(-?\d+)|("(?:[^"\\]|\\.)*")|(::|==|!=|<=|>=|&&|\|\||[@(){}[\],;.<>!])/gy;

/** Null where the text has anything that the form never writes, a comment included. */
function tokensOf(source: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const found = TOKEN.exec(source);
    if (!found) return null;
    const [, word, number, text, sign] = found;
    if (word) tokens.push({ kind: "word", text: word });
    else if (number) tokens.push({ kind: "number", text: number });
    else if (sign) tokens.push({ kind: "sign", text: sign });
    else if (text) {
      const plain = unquoted(text);
      if (plain === null) return null;
      tokens.push({ kind: "text", text: plain });
    }
  }
  return tokens;
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", "0": "\0", "'": "'", '"': '"', "\\": "\\" };

/** Null for an escaped star, which the form has no way to write. */
function unquoted(literal: string): string | null {
  let known = true;
  const text = literal.slice(1, -1).replace(/\\(?:u\{([0-9A-Fa-f]{1,6})\}|(.))/gsu, (_, hex?: string, one?: string) => {
    if (hex !== undefined && Number.parseInt(hex, 16) <= 0x10ffff)
      return String.fromCodePoint(Number.parseInt(hex, 16));
    const plain = one === undefined ? undefined : escapes[one];
    if (plain === undefined) known = false;
    return plain ?? "";
  });
  return known ? text : null;
}

/** Null when the form cannot express the policy. */
export function readRule(source: string): GuidedRule | null {
  const tokens = tokensOf(source);
  if (!tokens) return null;
  const draft = new Reader(tokens).rule();
  const parsed = draft && GuidedRule.safeParse(draft);
  if (!parsed?.success) return null;
  return same(tokensOf(writeRule(parsed.data)), tokens) ? parsed.data : null;
}

const same = (a: readonly Token[] | null, b: readonly Token[]): boolean =>
  a !== null && a.length === b.length && a.every(({ kind, text }, at) => kind === b[at]?.kind && text === b[at]?.text);

type Draft = {
  outcome: "allow" | "deny" | "hold";
  checkpoint: string | null;
  server: string | null;
  limits: object[];
} & Record<"agents" | "teams" | "environments" | "tiers" | "dataClasses" | "tools" | "classes" | "controls", string[]>;

const lists: Record<string, "agents" | "teams" | "environments" | "tiers"> = {
  Agent: "agents",
  Team: "teams",
  Environment: "environments",
  RiskTier: "tiers",
};
const signs: Record<string, string> = {
  ">": "above",
  ">=": "atLeast",
  "<": "below",
  "<=": "atMost",
  "==": "is",
  "!=": "isNot",
};
const methods: Record<string, string> = {
  greaterThan: "above",
  greaterThanOrEqual: "atLeast",
  lessThan: "below",
  lessThanOrEqual: "atMost",
};

/** Collects what the tokens name, without minding the grammar: what is out of place shows when it is written again. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  readonly #draft: Draft;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#draft = {
      ...{ outcome: "deny", checkpoint: null, server: null, limits: [] },
      ...{ agents: [], teams: [], environments: [], tiers: [], dataClasses: [], tools: [], classes: [], controls: [] },
    };
  }

  rule(): Draft {
    let optional = false;
    while (this.#at < this.#tokens.length) {
      if (this.#takes("@", "checkpoint", "(")) {
        this.#draft.checkpoint = this.#text();
        this.#draft.outcome = "hold";
      } else if (this.#takes("@", "control", "(")) this.#draft.controls = this.#text().split(", ");
      else if (this.#takes("permit")) this.#draft.outcome = "allow";
      else if (this.#takes("context", ".", "args", "has")) {
        optional = true;
        this.#at++;
      } else if (this.#takes("context", ".", "args", ".")) {
        this.#limit(optional);
        optional = false;
      } else if (this.#peek(1) === "::") this.#entity();
      else if (this.#takes("principal", ".", "dataClasses", ".", "containsAny", "(", "[")) this.#dataClasses();
      else this.#at++;
    }
    return this.#draft;
  }

  #peek = (ahead: number): string | undefined => this.#tokens[this.#at + ahead]?.text;

  #takes(...words: string[]): boolean {
    const here = words.every((word, ahead) => {
      const token = this.#tokens[this.#at + ahead];
      return token !== undefined && token.kind !== "text" && token.text === word;
    });
    if (here) this.#at += words.length;
    return here;
  }

  #text(): string {
    return this.#tokens[this.#at++]?.text ?? "";
  }

  #entity(): void {
    const type = this.#peek(0) ?? "";
    const id = this.#peek(2) ?? "";
    this.#at += 3;
    const list = lists[type];
    if (list) this.#draft[list].push(id);
    else if (type === "Server") this.#draft.server = id;
    else if (type === "Action") this.#draft[OperationClass.safeParse(id).success ? "classes" : "tools"].push(id);
  }

  #dataClasses(): void {
    while (this.#tokens[this.#at]?.kind === "text") {
      this.#draft.dataClasses.push(this.#text());
      this.#takes(",");
    }
  }

  /** From the argument's name on. */
  #limit(optional: boolean): void {
    // `!(` stands before `context.args.`, which was taken already.
    const negated = this.#tokens[this.#at - 6]?.text === "!" && this.#tokens[this.#at - 5]?.text === "(";
    const argument = this.#text();
    const of = { argument, optional };
    if (this.#takes("like")) {
      this.#draft.limits.push({ ...of, kind: "text", test: negated ? "fitsNot" : "fits", value: this.#text() });
      return;
    }
    if (this.#takes(".")) {
      const test = methods[this.#text()];
      if (this.#takes("(", "decimal", "("))
        this.#draft.limits.push({ ...of, kind: "number", test, value: this.#text() });
      return;
    }
    const test = signs[this.#text()];
    const value = this.#tokens[this.#at++];
    if (value?.kind === "number") this.#draft.limits.push({ ...of, kind: "integer", test, value: Number(value.text) });
    else this.#draft.limits.push({ ...of, kind: "text", test, value: value?.text });
  }
}
