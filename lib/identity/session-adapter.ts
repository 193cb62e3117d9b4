import type { Adapter } from "next-auth/adapters";
import { findSession } from "./find-session";
import { signOut } from "./sign-out";

/** next-auth demands these of every adapter, although a password sign-in never calls them. */
function never(): never {
  throw new Error("people and sessions are made by Gatehouse's own verbs, not by next-auth");
}

/** How next-auth reads and ends our sessions. */
export const sessionAdapter: Adapter = {
  getSessionAndUser: (token) => findSession(token),
  // A session's end is fixed when it begins, so there is nothing to move.
  updateSession: () => null,
  deleteSession: (token) => signOut(token),
  createSession: never,
  createUser: never,
  getUser: never,
  getUserByEmail: never,
  getUserByAccount: never,
  updateUser: never,
  linkAccount: never,
};
