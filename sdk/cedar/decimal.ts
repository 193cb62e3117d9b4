/** Cedar's decimal: a fixed-point number with four decimals in 64 bits. */
import { EvaluationFailure } from "./failure.ts";
import { type Long, toLong } from "./long.ts";
import { Structured } from "./values.ts";

const SCALE = 10_000;
/** Below this, a double has at least 15 significant digits to spare, so at most one four-decimal number is nearest to it. */
const EXACT = 1e15;
/** At most 15 digits before the point: one more leaves the range. Zeros in front do not count. */
const TEXT = /^(-?)0*(\d{1,15})\.(\d{1,4})$/;

export class Decimal extends Structured {
  readonly type = "decimal";

  constructor(readonly tenThousandths: Long) {
    super();
  }

  static parse(text: string): Decimal {
    const match = TEXT.exec(text);
    if (!match) throw new EvaluationFailure("the text is not a decimal");
    const [, sign = "", whole = "", fraction = ""] = match;
    return new Decimal(toLong(BigInt(`${sign}${whole}${fraction.padEnd(4, "0")}`)));
  }

  /**
   * The decimal that a JSON number is, by its canonical text (RFC 8785), which is what gets digested and approved; null when
   * that text has more than four decimals or leaves the range.
   */
  static fromNumber(number: number): Decimal | null {
    const scaled = Math.round(number * SCALE);
    if (Math.abs(scaled) <= EXACT && scaled / SCALE === number) return new Decimal(scaled + 0);
    const text = String(number);
    if (!/^-?\d{1,15}(\.\d{1,4})?$/.test(text)) return null;
    try {
      return Decimal.parse(text.includes(".") ? text : `${text}.0`);
    } catch {
      return null;
    }
  }

  identity(): string {
    return `decimal(${this.tenThousandths})`;
  }

  override toString(): string {
    const units = BigInt(this.tenThousandths);
    const digits = (units < 0n ? -units : units).toString().padStart(5, "0");
    return `${units < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  }
}
