/** Why somebody does not come in through the provider: a closed list, so that an address can name a sentence and not hold one. */
import { Refusal } from "@/lib/shared/errors";

export const signOnRefusals = {
  off: "Single sign-on is not set up here any more. Sign in with your password, or ask an admin.",
  unreachable: "The identity provider could not be reached. Try again; if it stays so, ask an admin.",
  stale: "This sign-in was begun in another browser or too long ago. Begin again.",
  changed: "The settings of single sign-on were changed while you signed in. Begin again.",
  cancelled: "The identity provider did not let you in, or you cancelled there.",
  issuer: "The answer came from another identity provider than the one that was asked. Nobody was signed in.",
  client: "The identity provider does not accept this application's client id or secret. Tell an admin.",
  audience: "The identity provider's answer was meant for another application. Nobody was signed in.",
  nonce: "The identity provider's answer belongs to another sign-in. Nobody was signed in.",
  expired: "The identity provider's answer had expired. If it happens again, a clock is wrong: tell an admin.",
  signature: "The identity provider's answer is not signed with one of its keys. Nobody was signed in.",
  protocol: "The identity provider's answer does not keep to OpenID Connect. Nobody was signed in; tell an admin.",
  noAddress: "The identity provider named no usable e-mail address for you. Nobody was signed in; tell an admin.",
  unverified: "The identity provider has not verified your e-mail address. Verify it there, then sign in again.",
  domain: "E-mail addresses at your domain are not taken here. Ask an admin.",
  unknown: "You have no account here yet. Ask an admin for an invitation.",
  lookAlike: "Another account here has nearly the same e-mail address. Nobody was signed in; ask an admin.",
  otherSubject: "The account with your e-mail address belongs to another identity at the provider. Ask an admin.",
  disabled: "Your account here is disabled. Ask an admin.",
  tooManyGroups: "The identity provider left your groups out because they are too many. Ask an admin.",
  busy: "Too many sign-ins from here. Wait a moment, then begin again.",
  broken: "Something broke here and was logged. Nobody was signed in; try again, or tell an admin.",
  noRole: "None of your groups gives you a role here. Ask an admin.",
} as const;
export type SignOnReason = keyof typeof signOnRefusals;

export const isSignOnReason = (text: unknown): text is SignOnReason =>
  typeof text === "string" && Object.hasOwn(signOnRefusals, text);

export class SignOnRefused extends Refusal {
  readonly reason: SignOnReason;
  constructor(reason: SignOnReason, more: { internal?: string; cause?: unknown } = {}) {
    super("unauthenticated", signOnRefusals[reason], more);
    this.reason = reason;
  }
}
