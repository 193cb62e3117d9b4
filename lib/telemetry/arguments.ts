/** Arguments as telemetry has them: most often JSON in a text, sometimes cut, sometimes no JSON at all. Pure. */
import { storable } from "@/lib/audit/record";
import { type Json, sha256 } from "@/sdk/canonical";
import { prepareArguments } from "@/sdk/pep/prepare-arguments";
import { boundedText, redactor } from "@/sdk/pep/redact";

/** Secrets are hidden by the same names as at the points. */
const redact = redactor();

export type ReportedArguments = { text: string; digest: string | null };

export function reportedArguments(given: Json | undefined): ReportedArguments {
  if (given === undefined) return { text: "", digest: null };
  const value = typeof given === "string" ? parsed(given) : given;
  const object = typeof value === "object" && value !== null && !Array.isArray(value) ? ofObject(value, given) : null;
  if (object) return object;
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return { text: storable(boundedText(hideInText(text))), digest: sha256(wellFormed(text)) };
}

/** Null where it is nested deeper than can be walked through: then it is kept as the text that it was sent as. */
function ofObject(value: object, given: Json): ReportedArguments | null {
  try {
    const finite = withFiniteNumbers(value);
    const { reported, digest } = prepareArguments(finite, redact);
    // What has no exact form is known by the text that was sent.
    const exact = finite === value;
    return {
      text: storable(reported),
      digest: exact || typeof given !== "string" ? digest : sha256(wellFormed(given)),
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export const digestOfText = (given: Json | undefined): string | null =>
  given === undefined ? null : sha256(wellFormed(typeof given === "string" ? given : JSON.stringify(given)));

const wellFormed = (text: string): string => text.toWellFormed();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON can write numbers that nothing here holds; they are said to be so instead of becoming null. Itself when it has none. */
function withFiniteNumbers(value: object): unknown {
  let changed = false;
  const copy: unknown = JSON.parse(
    JSON.stringify(value, (_, member) => {
      if (typeof member !== "number" || Number.isFinite(member)) return member;
      changed = true;
      return `[a number beyond what can be held: ${member < 0 ? "-" : ""}10^308]`;
    }),
  );
  return changed ? copy : value;
}

/** Members with a telling name, in a text that is no JSON: exporters cut long values in the middle. */
const SECRET_MEMBER =
  /("[^"]*(?:password|secret|token|authorization|api[_-]?key)[^"]*"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)/gi;
const hideInText = (text: string): string => text.replace(SECRET_MEMBER, '$1"[redacted]"');
