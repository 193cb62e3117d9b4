import { randomUUID } from "node:crypto";

/** UUID version 7: begins with the time, so that a database keeps neighbours together. */
export function eventId(now: number): string {
  const time = Math.floor(now).toString(16).padStart(12, "0");
  const random = randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${random.slice(15)}`;
}
