"use client";

import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { ProblemError } from "@/lib/client/call";

const problem = (code: string, title: string, detail: string) =>
  new ProblemError({ type: "about:blank", title, status: 0, code, detail });

/** What the browser or the key said no to, as a sentence that says what to do. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") {
    return problem("conflict", "Already added", "This passkey is one of yours already.");
  }
  if (error.name === "NotAllowedError" || error.name === "AbortError") {
    return problem("step_up_cancelled", "The passkey did not answer", "It was cancelled, or took too long. Try again.");
  }
  return problem(
    "step_up_refused",
    "The passkey cannot be used here",
    `${error.message} Try another passkey or browser.`,
  );
}

async function ask<T>(start: () => Promise<T>): Promise<T> {
  if (!browserSupportsWebAuthn()) {
    throw problem(
      "step_up_refused",
      "No passkeys here",
      "This browser knows no passkeys, or the page was not opened over https. Use another browser.",
    );
  }
  try {
    return await start();
  } catch (error) {
    throw explained(error);
  }
}

type Options = { challenge: string; [member: string]: unknown };

/** The server made the options; the library checks their shape when it hands them to the browser. */
export async function askToRegister(options: Options) {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const answer = await ask(() => startRegistration({ optionsJSON }));
  // What extensions say is read by nobody here; the contract takes it as unknown members.
  return { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } };
}

export async function askPasskey(options: Options) {
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const answer = await ask(() => startAuthentication({ optionsJSON }));
  return { ...answer, clientExtensionResults: { ...answer.clientExtensionResults } };
}
