import { env } from "@/lib/env";

/** `__Host-` binds the cookie to this very host, whole path and TLS; a browser takes it over https only. */
export const sessionCookieName = (): string =>
  env.appUrl.startsWith("https:") ? "__Host-gatehouse.session" : "gatehouse.session";
