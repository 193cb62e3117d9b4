/**
 * Finds the first number of a JSON text that would not survive being read: 9007199254740993 becomes …992 in JavaScript, and
 * a person would approve another amount than the agent asked for. Nothing is rounded on the way through; it is refused.
 *
 * A number survives when it is written again as it was, or, for a fraction, with fewer digits for the same value.
 */
const SUSPECT = /[\d.]{16}|\d[eE][+-]?\d\d/;
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;
const NUMBER = /^-?(?<whole>\d+)(?:\.(?<fraction>\d+))?(?:[eE](?<power>[+-]?\d+))?$/;
const MOST_DIGITS = 100;

/** `json` has to be valid JSON. */
export function firstInexactNumber(json: string): string | null {
  if (!SUSPECT.test(json)) return null;
  for (const [token] of json.matchAll(TOKENS)) {
    if (!token.startsWith('"') && !survives(token)) return token;
  }
  return null;
}

function survives(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  const asked = normalise(token);
  if (asked.digits.length > MOST_DIGITS) return false;
  if (isSame(asked, normalise(String(value)))) return true;
  // Some writers give a fraction more digits than it needs; read and printed as they do, it is the same.
  const fraction = /[.eE]/.test(token) && asked.digits !== "";
  return fraction && isSame(asked, normalise(value.toPrecision(asked.digits.length)));
}

type Decimal = { digits: string; exponent: number };

const isSame = (a: Decimal, b: Decimal): boolean =>
  a.digits === b.digits && (a.exponent === b.exponent || a.digits === "");

/** The number as 0.digits × 10^exponent, with digits that neither begin nor end with a zero. */
function normalise(token: string): Decimal {
  const { whole = "", fraction = "", power = "0" } = NUMBER.exec(token)?.groups ?? {};
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, "").length;
  return { digits: all.slice(leading).replace(/0+$/, ""), exponent: whole.length - leading + Number(power) };
}
