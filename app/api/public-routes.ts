/**
 * Every address under /api that is not simply a verb with its permission check, and why. Whatever is not listed here is
 * `route(verb)`: the operation's permission decides, and `anonymous` is a holder like any other.
 */
export const publicRoutes: Record<string, string> = {
  "health/route.ts": "Says that the process lives, and nothing else: for supervisors and load balancers.",
  "ready/route.ts": "Says whether requests can be served, and nothing else: for supervisors and load balancers.",
  "v1/audit/tlog/[...path]/route.ts":
    "Checks the session or key, and the permission to read the audit log, itself: tiles are bytes and a verb answers JSON.",
  "live/route.ts": "Checks the browser's session itself, because an event stream is not a verb.",
  "sign-on/start/route.ts": "Sends strangers to their identity provider: signing in cannot ask for a session.",
  "sign-on/callback/route.ts":
    "Where the identity provider sends people back: takes only what the same browser began, and makes the session itself.",
  "auth/[...nextauth]/route.ts": "next-auth: signing in cannot ask for a session.",
};
