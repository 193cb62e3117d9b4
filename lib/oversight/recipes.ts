/**
 * Recipes for decoys: one change to an argument for which whoever reads the request ought to refuse it. Pure; chance is an
 * argument. docs/decision-quality.md states each in words.
 */
import type { DecoyRecipe } from "@/lib/checkpoints/decoy-contract";
import type { JsonObject } from "@/sdk/canonical";

export type Changed = {
  recipe: DecoyRecipe;
  sentence: string;
  argument: string;
  before: string;
  after: string;
  arguments: JsonObject;
};

type Recipe = {
  id: DecoyRecipe;
  /** Names of arguments that it fits. */
  names: RegExp;
  sentence: string;
  /** The other value, or null where the value is none of its kind. */
  change: (value: unknown) => string | number | null;
};

const recipes: readonly Recipe[] = [
  {
    id: "amount",
    names: /amount|sum|total|price|quantity|value/i,
    sentence: "The figure is a hundred times the one that was approved before.",
    change: (value) =>
      typeof value === "number" && value > 0 && Number.isSafeInteger(Math.round(value * 100)) ? value * 100 : null,
  },
  {
    id: "receiver",
    names: /^(to|recipient|payee|beneficiary|receiver|destination|account|iban|email)$/i,
    sentence: "The receiver looks like the usual one and is another.",
    change: (value) => (typeof value === "string" ? otherReceiver(value) : null),
  },
  {
    id: "path",
    names: /path|file|folder|directory/i,
    sentence: "The path leads out of the folder that was approved before, to a file with secrets.",
    change: (value) =>
      typeof value === "string" && value.includes("/")
        ? `${value.slice(0, value.lastIndexOf("/"))}/../../../../root/.ssh/id_ed25519`
        : null,
  },
  {
    id: "host",
    names: /url|uri|endpoint|host|webhook/i,
    sentence: "The address looks like the usual one and belongs to another domain.",
    change: (value) => (typeof value === "string" ? otherHost(value) : null),
  },
];

/** An address gets another domain behind the known name; other receivers have their last figures or letters changed. */
function otherReceiver(value: string): string | null {
  const at = value.lastIndexOf("@");
  if (at > 0) return `${value.slice(0, at)}@${value.slice(at + 1).replace(/\.[^.]*$/, "")}-payments.example`;
  const digits = value.replace(/\d/g, (digit) => String((Number(digit) + 3) % 10));
  if (digits !== value) return digits;
  return value.trim().length >= 3 ? `${value.trim()} Holdings Ltd` : null;
}

function otherHost(value: string): string | null {
  if (!URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  url.hostname = `${url.hostname}.account-verify.example`;
  return url.href;
}

/** The changes that these arguments allow, each alone. Only members at the top are changed: what is deeper may be overlooked fairly. */
export function changesOf(given: JsonObject): Changed[] {
  return recipes.flatMap((recipe) =>
    Object.entries(given).flatMap(([name, value]) => {
      const after = recipe.names.test(name) ? recipe.change(value) : null;
      if (after === null || after === value) return [];
      return {
        recipe: recipe.id,
        sentence: recipe.sentence,
        argument: name,
        before: String(value),
        after: String(after),
        arguments: { ...given, [name]: after },
      };
    }),
  );
}

/** How many decoys so many requests call for, each request by its own chance; never many at once. */
export const MOST_AT_ONCE = 3;
export function decoysFor(requests: number, perHundred: number, chance: () => number): number {
  let wanted = 0;
  for (let count = 0; count < requests && wanted < MOST_AT_ONCE; count++) if (chance() * 100 < perHundred) wanted++;
  return wanted;
}
