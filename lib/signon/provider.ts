/**
 * All that is asked of an identity provider, through the one way out: addresses are judged and pinned, redirects are answers.
 * What the protocol demands of the answers is oauth4webapi's matter; which signatures count is ours.
 */
import * as oauth from "oauth4webapi";
import { EgressAgent, EgressError, exchange, targetOf } from "@/lib/delivery/egress-client";
import { type SignOnReason, SignOnRefused } from "./refusals";

/** Signatures by a key that only the provider has. None at all, or one by our shared secret, proves nothing to us. */
export const goodAlgorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
];

export type Place = {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  /** The claim that lists groups; null: none is asked for. */
  groupsClaim: string | null;
};
export type Flow = { state: string; nonce: string; verifier: string };
export type Claims = Record<string, unknown> & { sub: string };

type Init = { method?: string; headers?: HeadersInit; body?: unknown };

export async function providerFetch(address: string, init: Init = {}): Promise<Response> {
  const url = new URL(address);
  const agent = new EgressAgent(targetOf(url));
  try {
    const body = init.body instanceof URLSearchParams ? init.body.toString() : String(init.body ?? "");
    const {
      status,
      contentType,
      body: text,
    } = await exchange({
      url,
      agent,
      method: init.method === "POST" ? "POST" : "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      body,
    });
    const empty = status === 204 || status === 304;
    return new Response(empty ? null : text, { status, headers: contentType ? { "content-type": contentType } : {} });
  } finally {
    agent.destroy();
  }
}

/** Plain HTTP leaves only where the operator allowed the address; the way out sees to it. */
const options = (issuer: string) => ({
  [oauth.customFetch]: providerFetch,
  [oauth.allowInsecureRequests]: issuer.startsWith("http:"),
});

const KEPT_MS = 5 * 60_000;
const MOST_KEPT = 100;
const kept = new Map<string, { at: number; metadata: Promise<oauth.AuthorizationServer> }>();

/** The provider's own description; what was read less than five minutes ago serves again, so that strangers cannot make us ask. */
export function metadataOf(issuer: string): Promise<oauth.AuthorizationServer> {
  const known = kept.get(issuer);
  if (known && performance.now() - known.at < KEPT_MS) return known.metadata;
  const metadata = discover(issuer);
  metadata.catch(() => kept.delete(issuer));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(issuer, { at: performance.now(), metadata });
  return metadata;
}

/** Whoever changes the settings wants the provider asked anew. */
export const forgetMetadata = (issuer: string): boolean => kept.delete(issuer);

export async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const answer = await oauth.discoveryRequest(url, { ...options(issuer), algorithm: "oidc" });
  const metadata = await oauth.processDiscoveryResponse(url, answer);
  if (metadata.issuer !== issuer) throw new WrongIssuer(metadata.issuer);
  return metadata;
}

/** It calls itself something else than what it was asked as. */
export class WrongIssuer extends Error {
  readonly said: string;
  constructor(said: string) {
    super(`the provider calls itself ${said}`);
    this.said = said;
  }
}

/** Where to send the browser. */
export async function authorizationUrl(place: Place, flow: Flow, redirectUri: string): Promise<URL> {
  const { authorization_endpoint, scopes_supported } = await metadataOf(place.issuer).catch((error) => {
    throw toRefusal(error);
  });
  // Some providers name groups only to those who ask for them by this scope, and refuse it where they do not know it.
  const groups = place.groupsClaim !== null && scopes_supported?.includes("groups");
  const url = URL.canParse(authorization_endpoint ?? "") ? new URL(authorization_endpoint ?? "") : null;
  if (url?.protocol !== "https:" && !(url?.protocol === "http:" && place.issuer.startsWith("http:"))) {
    throw new SignOnRefused("protocol", { internal: "the provider has no usable authorization_endpoint" });
  }
  const asked = {
    response_type: "code",
    client_id: place.clientId,
    redirect_uri: redirectUri,
    scope: `openid email profile${groups ? " groups" : ""}`,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url;
}

/** Turns the browser's way back into what the provider says of a person, or refuses it with the reason. */
export async function claimsFrom(
  place: Place,
  flow: Flow,
  back: URLSearchParams,
  redirectUri: string,
): Promise<Claims> {
  try {
    const metadata = await metadataOf(place.issuer);
    const named = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
    const client: oauth.Client = { client_id: place.clientId };
    const as = {
      ...metadata,
      id_token_signing_alg_values_supported: named.filter((one) => goodAlgorithms.includes(one)),
    };
    const ways = options(place.issuer);
    const checked = oauth.validateAuthResponse(as, client, back, flow.state);
    const proof = clientProof(metadata, place.clientSecret);
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      proof,
      checked,
      redirectUri,
      flow.verifier,
      ways,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, {
      expectedNonce: flow.nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(as, answer, ways);
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    if (!claims) throw new SignOnRefused("protocol", { internal: "there is no ID token" });
    const wanted = ["email", ...(place.groupsClaim === null ? [] : [place.groupsClaim])];
    if (!as.userinfo_endpoint || wanted.every((claim) => Object.hasOwn(claims, claim))) return claims;
    const more = await oauth.userInfoRequest(as, client, tokens.access_token, ways);
    // What was signed wins over what was only fetched.
    return { ...(await oauth.processUserInfoResponse(as, client, claims.sub, more)), ...claims };
  } catch (error) {
    throw toRefusal(error);
  }
}

function clientProof(metadata: oauth.AuthorizationServer, secret: string | null): oauth.ClientAuth {
  if (secret === null) return oauth.None();
  const ways = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  return ways.includes("client_secret_basic") ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret);
}

/** Says which of our sentences a failure is; the library's own words stay in the log. */
export function toRefusal(error: unknown): SignOnRefused {
  if (error instanceof SignOnRefused) return error;
  const internal = error instanceof Error ? error.message : String(error);
  return new SignOnRefused(reasonOf(error), { internal, cause: error });
}

const byClaim: Record<string, SignOnReason> = { iss: "issuer", aud: "audience", azp: "audience", nonce: "nonce" };

function reasonOf(error: unknown): SignOnReason {
  if (error instanceof WrongIssuer) return "issuer";
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof EgressError) return "unreachable";
  }
  const { code, cause, message } = error as {
    code?: unknown;
    cause?: { claim?: unknown; attribute?: unknown };
    message?: unknown;
  };
  const text = typeof message === "string" ? message : "";
  switch (code) {
    case oauth.AUTHORIZATION_RESPONSE_ERROR:
      return "cancelled";
    case oauth.RESPONSE_BODY_ERROR:
      return /client$/.test(String((error as { error?: unknown }).error)) ? "client" : "protocol";
    case oauth.JWT_CLAIM_COMPARISON:
      return byClaim[String(cause?.claim)] ?? "protocol";
    case oauth.JWT_TIMESTAMP_CHECK:
      return "expired";
    case oauth.JSON_ATTRIBUTE_COMPARISON:
      return cause?.attribute === "issuer" ? "issuer" : "protocol";
    case oauth.KEY_SELECTION:
    case oauth.UNSUPPORTED_OPERATION:
      return "signature";
    default:
      if (/"state" response parameter/.test(text)) return "stale";
      if (/"iss" \(issuer\)/.test(text)) return "issuer";
      return /signature|"alg" header/.test(text) ? "signature" : "protocol";
  }
}
