/**
 * Finds the first number of a JSON text that would not survive being read: 9007199254740993 becomes …992 in JavaScript, and
 * a person would approve another amount than the agent asked for. Nothing is rounded on the way through; it is refused.
 *
 * A number survives when the value that is read, printed with as many digits, is the number again.
 */
const SUSPECT = /[\d.]{16}|\d[eE][+-]?\d\d/;
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;
const NUMBER = /^-?(?<whole>\d+)(?:\.(?<fraction>\d+))?(?:[eE](?<power>[+-]?\d+))?$/;
/** A double always holds this many digits. */
const SAFE_DIGITS = 15;
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
  const { digits, exponent } = normalise(token);
  if (digits === "") return true;
  if (digits.length > MOST_DIGITS) return false;
  if (digits.length <= SAFE_DIGITS && Math.abs(exponent) < 300) return true;
  const read = normalise(value.toPrecision(digits.length));
  return read.digits === digits && read.exponent === exponent;
}

/** The number as 0.digits × 10^exponent, with digits that neither begin nor end with a zero. */
function normalise(token: string): { digits: string; exponent: number } {
  const { whole = "", fraction = "", power = "0" } = NUMBER.exec(token)?.groups ?? {};
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, "").length;
  return { digits: all.slice(leading).replace(/0+$/, ""), exponent: whole.length - leading + Number(power) };
}
