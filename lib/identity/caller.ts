import type { Caller } from "./open-session";

/** The last hop is the one that a reverse proxy in front of us added; earlier ones are whatever the client wrote. */
export function callerOf(headers: Headers): Caller {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) || null;
  return { address, userAgent: headers.get("user-agent") };
}
