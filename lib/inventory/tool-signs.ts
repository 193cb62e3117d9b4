/**
 * What stands out in a tool's definition: where it hides something, speaks to the model, or passes for another tool. Signs are
 * for people to read; they approve nothing. Pure: the same definition beside the same tools gives the same signs.
 */
import { Severity } from "@/lib/findings/contract";
import type { ToolSign } from "./tool-contract";
import { type Found, hiddenIn, scriptsIn } from "./tool-signs-characters";
import { fold, skeletonOf, unfold } from "./tool-signs-fold";
import { mentionsIn, type NamedTool, shadowingOf, type ToolNames } from "./tool-signs-names";
import { phrases, tellingArguments } from "./tool-signs-phrases";
import { type Place, placesOf } from "./tool-signs-places";

/** Grows when the rules change, so that definitions read under older ones are read again. */
export const SIGNS_EDITION = 1;

const MOST_SIGNS = 40;
const MOST_OF_A_KIND = 5;
const MOST_EXCERPT = 160;
/** A server says what its tools say, so it must not be able to keep us reading. */
const MOST_READ = 32_000;
/** More than anyone reads with attention, and far more than that. */
const LONG_DESCRIPTION = 4_000;
const ENDLESS_DESCRIPTION = 12_000;
/** `.env`, `[inst]`: nothing shorter is looked for. */
const SHORTEST_PHRASE = 4;
/** A default or an allowed value of this length is no value but a text. */
const LONG_VALUE = 240;

const telling = new Map(Object.entries(tellingArguments).map(([name, severity]) => [skeletonOf(name), severity]));

const gravity = (severity: Severity): number => Severity.options.indexOf(severity);

export function toolSigns(definition: unknown, self: NamedTool, names: ToolNames): ToolSign[] {
  const { places, whole } = readable(placesOf(definition));
  const signs = places.flatMap((place) =>
    [
      ...hiddenIn(place),
      ...scriptsIn(place),
      ...phrasesIn(place),
      ...argumentSigns(place),
      ...mentionsIn(place, self, names),
      ...lengthSigns(place),
    ].map((found) => signAt(place, found)),
  );
  const name: Place = { at: "/name", inName: false, text: self.name, role: "name" };
  signs.push(...shadowingOf(self, names).map((found) => signAt(name, found)));
  return bounded(withoutRepeats(whole ? signs : [unread, ...signs]));
}

/** Not found by looking, but because there is too much to look at: what was not read is not to be trusted. */
const unread: ToolSign = {
  kind: "oversized",
  severity: "medium",
  at: "",
  inName: false,
  from: 0,
  to: 0,
  excerpt: "",
  what: `Longer than the ${MOST_READ.toLocaleString("en")} characters that are read for signs`,
  why: "What stands after them was not looked at by anybody.",
};

function readable(places: Place[]): { places: Place[]; whole: boolean } {
  let left = MOST_READ;
  const read = places.flatMap((place): Place[] => {
    if (left <= 0) return [];
    const text = place.text.slice(0, left);
    left -= place.text.length;
    return [text === place.text ? place : { ...place, text }];
  });
  return { places: read, whole: left >= 0 };
}

/** What one of these stands for: a finding is opened, and nothing is trusted unread. */
export const SUSPICIOUS: Severity[] = ["medium", "high", "critical"];
export const isSuspicious = ({ severity }: Pick<ToolSign, "severity">): boolean => SUSPICIOUS.includes(severity);

export const gravest = (signs: readonly Pick<ToolSign, "severity">[]): Severity | null =>
  signs.reduce<Severity | null>(
    (worst, { severity }) => (worst !== null && gravity(worst) >= gravity(severity) ? worst : severity),
    null,
  );

const signAt = ({ at, inName, text }: Place, found: Found): ToolSign => ({
  at,
  inName,
  ...found,
  excerpt: text.slice(found.from, Math.min(found.to, found.from + MOST_EXCERPT)).toWellFormed(),
});

function phrasesIn({ text, role }: Place): Found[] {
  if (text.length < SHORTEST_PHRASE) return [];
  const folded = fold(text);
  return phrases.flatMap(({ pattern, ...phrase }) => {
    const found: Found[] = [];
    for (const match of folded.text.matchAll(pattern)) {
      if (found.length >= MOST_OF_A_KIND) break;
      const range = unfold(folded, match.index, match.index + match[0].length);
      // Nobody expects sentences in what a call is filled with.
      const severity = role === "value" && phrase.severity === "medium" ? "high" : phrase.severity;
      found.push({ ...phrase, severity, ...range });
    }
    return found;
  });
}

function argumentSigns({ text, role }: Place): Found[] {
  if (role !== "parameter") return [];
  const severity = telling.get(skeletonOf(text));
  if (!severity) return [];
  return [
    {
      kind: "conversation-argument",
      severity,
      from: 0,
      to: text.length,
      what: "An argument that invites more than the tool needs",
      why: "Poisoned tools collect files or the conversation in an argument by such a name.",
    },
  ];
}

function lengthSigns({ at, inName, text, role }: Place): Found[] {
  const whole = { kind: "oversized" as const, from: 0, to: text.length };
  if (role === "value" && text.length > LONG_VALUE) {
    const why = "The model reads it as part of the schema, where people seldom look.";
    return [{ ...whole, severity: "medium", what: "A value as long as a paragraph", why }];
  }
  if (inName || text.length <= LONG_DESCRIPTION) return [];
  const severity = text.length > ENDLESS_DESCRIPTION ? "medium" : "low";
  const what = `${at === "/description" ? "A description" : "A text"} of ${text.length.toLocaleString("en")} characters`;
  return [{ ...whole, severity, what, why: "In a text of this length an order is easily overlooked." }];
}

/** The same kind at overlapping places is one sign, the graver. */
function withoutRepeats(signs: readonly ToolSign[]): ToolSign[] {
  const kept: ToolSign[] = [];
  for (const sign of signs) {
    const twin = kept.findIndex(
      (one) =>
        one.kind === sign.kind &&
        one.at === sign.at &&
        one.inName === sign.inName &&
        (one.kind !== "shadowing" || one.what === sign.what) &&
        one.from < sign.to &&
        sign.from < one.to,
    );
    const known = kept[twin];
    if (!known) kept.push(sign);
    else if (gravity(sign.severity) > gravity(known.severity)) kept[twin] = sign;
  }
  return kept;
}

/** The gravest first, otherwise in the order of the text; bounded, since a definition full of them needs no complete list. */
const bounded = (signs: ToolSign[]): ToolSign[] =>
  signs
    .map((sign, order) => ({ sign, order }))
    .sort((a, b) => gravity(b.sign.severity) - gravity(a.sign.severity) || a.order - b.order)
    .slice(0, MOST_SIGNS)
    .map(({ sign }) => sign);
