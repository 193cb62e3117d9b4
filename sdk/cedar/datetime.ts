/** Cedar's datetime and duration: milliseconds in 64 bits. */
import { EvaluationFailure } from "./failure.ts";
import { add, type Long, subtract, toLong } from "./long.ts";
import { Structured } from "./values.ts";

const SECOND = 1000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

const DATETIME = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(?:Z|([+-])(\d\d)(\d\d)))?$/;
const DURATION = /^(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
/** Far more than any duration in range needs; reading endless digits would only cost time. */
const MAX_DURATION_TEXT = 128;

export class Datetime extends Structured {
  readonly type = "datetime";

  constructor(readonly epoch: Long) {
    super();
  }

  static parse(text: string): Datetime {
    const match = DATETIME.exec(text);
    const epoch = match ? epochOf(match) : null;
    if (epoch === null) throw new EvaluationFailure("the text is not a datetime");
    return new Datetime(epoch);
  }

  offset(duration: Duration): Datetime {
    return new Datetime(add(this.epoch, duration.milliseconds));
  }

  durationSince(other: Datetime): Duration {
    return new Duration(subtract(this.epoch, other.epoch));
  }

  toDate(): Datetime {
    return new Datetime(subtract(this.epoch, this.timeOfDay()));
  }

  toTime(): Duration {
    return new Duration(this.timeOfDay());
  }

  identity(): string {
    return `datetime(${this.epoch})`;
  }

  private timeOfDay(): Long {
    return toLong(((BigInt(this.epoch) % DAY) + DAY) % DAY);
  }
}

export class Duration extends Structured {
  readonly type = "duration";

  constructor(readonly milliseconds: Long) {
    super();
  }

  static parse(text: string): Duration {
    const match = text.length <= MAX_DURATION_TEXT ? DURATION.exec(text) : null;
    if (!match || text === "" || text === "-") throw new EvaluationFailure("the text is not a duration");
    const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0", milliseconds = "0"] = match;
    const total =
      BigInt(days) * DAY +
      BigInt(hours) * HOUR +
      BigInt(minutes) * MINUTE +
      BigInt(seconds) * SECOND +
      BigInt(milliseconds);
    return new Duration(toLong(sign === "-" ? -total : total));
  }

  /** Whole units, rounded towards zero. */
  to(unit: "seconds" | "minutes" | "hours" | "days"): Long {
    const size = { seconds: SECOND, minutes: MINUTE, hours: HOUR, days: DAY }[unit];
    return toLong(BigInt(this.milliseconds) / size);
  }

  identity(): string {
    return `duration(${this.milliseconds})`;
  }
}

function epochOf(match: RegExpExecArray): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = match
    .slice(1, 8)
    .map((part) => Number(part ?? 0));
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return null;
  const date = new Date(0);
  // Unlike Date.UTC, this takes the years 0 to 99 as they are.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  date.setUTCHours(hour, minute, second, millisecond);
  const offset = (offsetHour * 60 + offsetMinute) * 60_000;
  return match[8] === "-" ? date.getTime() + offset : date.getTime() - offset;
}
