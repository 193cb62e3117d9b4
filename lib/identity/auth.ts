/**
 * All of next-auth: a password proves who someone is, and the session is a row of ours that can be ended at once.
 *
 * The credentials provider makes no database session by itself. `startSession` has made one by then, so what would be
 * encoded as a token is replaced by that session's own; an adapter makes next-auth read it from the database afterwards.
 * The strategy stays unnamed: naming "database" without another provider is refused, inferring it from the adapter is not.
 */
import { cookies } from "next/headers";
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { derivedKey, env, tellNextAuthItsAddress } from "@/lib/env";
import { errorFields, log } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import { callerOf } from "./caller";
import { SESSION_ABSOLUTE_MS } from "./rules";
import { sessionAdapter } from "./session-adapter";
import { sessionCookieName } from "./session-cookie";
import { signOut } from "./sign-out";
import { startSession } from "./start-session";

declare module "next-auth" {
  interface User {
    /** The new session's token, on its way from `authorize` into the cookie. */
    sessionToken?: string;
  }
}

/** A refusal on its way through next-auth, which passes on only errors of its own. */
class SignInRefused extends CredentialsSignin {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
    this.code = refusal.code;
  }
}

const passwords = Credentials({
  credentials: { email: { type: "email" }, password: { type: "password" } },
  async authorize(credentials, request) {
    try {
      const started = await startSession(credentials, callerOf(request.headers));
      return { id: started.userId, name: started.name, email: started.email, sessionToken: started.token };
    } catch (error) {
      throw error instanceof Refusal ? new SignInRefused(error) : error;
    }
  },
});

const maxAge = SESSION_ABSOLUTE_MS / 1000;

function config(): NextAuthConfig {
  const secure = env.appUrl.startsWith("https:");
  tellNextAuthItsAddress();
  return {
    providers: [passwords],
    adapter: sessionAdapter,
    secret: derivedKey("auth").toString("base64"),
    trustHost: true,
    useSecureCookies: secure,
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { maxAge, updateAge: maxAge },
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    callbacks: {
      jwt: ({ token, user }) => (user?.sessionToken ? { sessionToken: user.sessionToken } : token),
      session: ({ session }) => ({ user: session.user, expires: session.expires }),
    },
    logger: {
      error: (error) => {
        // A refused sign-in is already in the audit log, and is no fault of ours.
        if (!(error instanceof SignInRefused)) log.error("next-auth failed", errorFields(error));
      },
      warn: (code) => log.warn("next-auth warns", { code }),
      debug: () => undefined,
    },
    jwt: {
      encode: async ({ token }) => {
        if (typeof token?.sessionToken !== "string") throw new Error("there is no session to put into the cookie");
        return token.sessionToken;
      },
      decode: async () => null,
    },
  };
}

const { handlers, signIn, signOut: clearCookie } = NextAuth(config);

export { handlers };

const sessionCookie = async () => (await cookies()).get(sessionCookieName())?.value;

/** Signs in and sets the cookie; answers with the refusal instead of throwing it, for the page to say. */
export async function signInWithPassword(email: string, password: string): Promise<Refusal | null> {
  const before = await sessionCookie();
  try {
    await signIn("credentials", { email, password, redirect: false, redirectTo: "/" });
    // next-auth answers its own faults with an address rather than an error, so only a new cookie is proof.
    const after = await sessionCookie();
    if (!after || after === before) throw new Error("next-auth set no session");
    return null;
  } catch (error) {
    if (error instanceof SignInRefused) return error.refusal;
    throw error instanceof AuthError && error.cause?.err ? error.cause.err : error;
  }
}

/** Ends the browser's session in the database, then in the browser. Throws when the first could not be done. */
export async function signOutHere(): Promise<void> {
  const token = await sessionCookie();
  // By ourselves first: next-auth would only log it if this failed, and the page would say what is not so.
  if (token) await signOut(token);
  await clearCookie({ redirect: false });
}
