import * as oauth from "oauth4webapi";
import { query } from "@/lib/audit/query";
import { recordAudit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/ctx";
import { EgressError } from "@/lib/delivery/egress-client";
import { type SignOnCheck, testSignOnOp } from "./contract";
import { discover, goodAlgorithms, providerFetch, WrongIssuer } from "./provider";

/** A query by its kind: nothing of ours changes, and no transaction may be open while an outside party is waited for. */
export const testSignOn = query(testSignOnOp, async (ctx, { issuer }) => {
  const from = performance.now();
  const checks = await checksOf(issuer);
  const ms = Math.round(performance.now() - from);
  const ok = checks.every(({ level }) => level !== "failed");
  await transaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "signOn.tested",
      target: { kind: "signOn", id: ctx.orgId, name: issuer },
      detail: { issuer, ok },
    }),
  );
  return { ok, ms, checks };
});

async function checksOf(issuer: string): Promise<SignOnCheck[]> {
  let metadata: oauth.AuthorizationServer;
  try {
    metadata = await discover(issuer);
  } catch (error) {
    return [failureOf(issuer, error)];
  }
  return [
    { what: "issuer", level: "good", text: `It answers as ${issuer}.` },
    endpointsOf(metadata),
    algorithmsOf(metadata),
    await keysOf(metadata),
    pkceOf(metadata),
  ];
}

function failureOf(issuer: string, error: unknown): SignOnCheck {
  if (error instanceof WrongIssuer || (error as { code?: unknown }).code === oauth.JSON_ATTRIBUTE_COMPARISON) {
    const said = error instanceof WrongIssuer ? ` It calls itself ${error.said.slice(0, 500)}.` : "";
    return { what: "issuer", level: "failed", text: `What answers at ${issuer} calls itself something else.${said}` };
  }
  return { what: "discovery", level: "failed", text: `Its description cannot be read: ${wordsOf(error)}` };
}

/** The way out says it best where it refused; the library's words otherwise. */
function wordsOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof EgressError) return cause.message;
  }
  return error instanceof Error ? error.message.slice(0, 300) : "unknown";
}

function endpointsOf(as: oauth.AuthorizationServer): SignOnCheck {
  const missing = (["authorization_endpoint", "token_endpoint", "jwks_uri"] as const).filter(
    (name) => !URL.canParse(as[name] ?? ""),
  );
  return missing.length === 0
    ? { what: "endpoints", level: "good", text: "It names where to sign in, where to get tokens, and its keys." }
    : { what: "endpoints", level: "failed", text: `Its description lacks ${missing.join(", ")}.` };
}

function algorithmsOf(as: oauth.AuthorizationServer): SignOnCheck {
  const named = as.id_token_signing_alg_values_supported ?? ["RS256"];
  const good = named.filter((one) => goodAlgorithms.includes(one));
  return good.length > 0
    ? { what: "algorithms", level: "good", text: `It signs with ${good.join(", ")}.` }
    : { what: "algorithms", level: "failed", text: "It signs with no algorithm that is taken here." };
}

async function keysOf(as: oauth.AuthorizationServer): Promise<SignOnCheck> {
  try {
    const answer = await providerFetch(as.jwks_uri ?? "");
    const body: unknown = answer.status === 200 ? await answer.json() : null;
    const keys =
      typeof body === "object" && body !== null && "keys" in body && Array.isArray(body.keys) ? body.keys : [];
    const usable = keys.filter((key: { kty?: unknown }) => ["RSA", "EC", "OKP"].includes(String(key?.kty)));
    if (usable.length > 0) return { what: "keys", level: "good", text: `It publishes ${usable.length} usable keys.` };
    return { what: "keys", level: "failed", text: `Its keys cannot be used: status ${answer.status}, no public key.` };
  } catch (error) {
    return { what: "keys", level: "failed", text: `Its keys cannot be read: ${wordsOf(error)}` };
  }
}

const pkceOf = (as: oauth.AuthorizationServer): SignOnCheck =>
  as.code_challenge_methods_supported?.includes("S256")
    ? { what: "pkce", level: "good", text: "It checks PKCE (S256)." }
    : { what: "pkce", level: "warning", text: "It does not say that it checks PKCE (S256); it is sent all the same." };
