/** A small OpenID provider on loopback that tells the truth unless a test makes it lie. Its keys are its own. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Lie = {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: KeyObject;
  unsigned?: boolean;
  metadata?: Record<string, unknown>;
  userinfo?: Record<string, unknown>;
};
export type LyingProvider = {
  issuer: string;
  lie: Lie;
  /** What the browser would bring back, had it followed `to` and signed in there. */
  signIn: (to: URL, claims: Record<string, unknown>) => URLSearchParams;
  close: () => Promise<void>;
};

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const plain = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
export const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

export async function lyingProvider(client: { id: string; secret: string }): Promise<LyingProvider> {
  const { privateKey, publicKey } = newKey();
  const codes = new Map<string, { claims: Record<string, unknown>; challenge: string; nonce: string }>();
  const provider = { lie: {} as Lie, issuer: "" };
  let subject: unknown = "";
  const token = (claims: Record<string, unknown>, nonce: string) => {
    const now = Math.floor(Date.now() / 1000);
    const { lie } = provider;
    const head = part({ alg: "RS256", kid: "1", ...lie.header });
    const base = { iss: provider.issuer, aud: client.id, iat: now, exp: now + 300, nonce };
    const signed = `${head}.${part({ ...base, ...claims, ...lie.claims })}`;
    const by = lie.unsigned ? "" : sign("sha256", Buffer.from(signed), lie.key ?? privateKey).toString("base64url");
    return `${signed}.${by}`;
  };
  const exchange = async (request: IncomingMessage): Promise<[number, unknown]> => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const known = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    // RFC 6749 has both parts encoded as in a form.
    const [, basic = ""] = /^Basic (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    const [id, secret] = Buffer.from(basic, "base64").toString().split(":").map(plain);
    if (id !== client.id || secret !== client.secret) return [401, { error: "invalid_client" }];
    if (!known || known.challenge !== challenge) return [400, { error: "invalid_grant" }];
    subject = known.claims.sub;
    return [200, { access_token: "a", token_type: "Bearer", id_token: token(known.claims, known.nonce) }];
  };
  const server = createServer(async (request, response) => {
    const answer = async (): Promise<[number, unknown]> => {
      switch (request.url) {
        case "/.well-known/openid-configuration":
          return [200, { ...metadata(provider.issuer), ...provider.lie.metadata }];
        case "/jwks":
          return [200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] }];
        case "/token":
          return exchange(request);
        case "/me":
          return [200, provider.lie.userinfo ?? { sub: subject }];
        default:
          return [404, {}];
      }
    };
    const [status, body] = await answer();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(provider, {
    signIn: (to: URL, claims: Record<string, unknown>) => {
      const code = createHash("sha256").update(to.href).digest("hex");
      const asked = (name: string) => to.searchParams.get(name) ?? "";
      codes.set(code, { claims, challenge: asked("code_challenge"), nonce: asked("nonce") });
      return new URLSearchParams({ code, state: asked("state"), iss: provider.issuer });
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  });
}

const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  userinfo_endpoint: `${issuer}/me`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["client_secret_basic"],
});
