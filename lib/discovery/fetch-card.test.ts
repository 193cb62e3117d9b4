/** Agent cards from places that nobody vouches for: what is fetched, what is refused, and what a signature shows. */
import { generateKeyPairSync, sign } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseAllow } from "@/lib/delivery/egress-address";
import { type HttpPlace, httpPlace } from "@/lib/delivery/testing/places";
import { canonicalJson, type JsonObject } from "@/sdk/canonical";
import { cardConnector, lookAgain } from "./card-connector";
import { fetchCard } from "./fetch-card";

const options = { allow: parseAllow("127.0.0.1") };
let place: HttpPlace;
let origin = "";
beforeEach(async () => {
  place = await httpPlace();
  origin = new URL(place.url).origin;
});
afterEach(() => place.close());

const card = {
  name: "Claims",
  description: "Settles claims",
  version: "2.0.0",
  supportedInterfaces: [{ url: "https://claims.example.test/a2a", protocolBinding: "JSONRPC", protocolVersion: "1.0" }],
  capabilities: { streaming: true },
  defaultInputModes: ["text/plain"],
  defaultOutputModes: [],
  skills: [{ id: "s", name: "settle", description: "", tags: ["claims"] }],
};
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1" } as { [name: string]: string };
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });

function signed(content: JsonObject, header: object = { alg: "ES256", kid: "k1" }): JsonObject {
  const text = Buffer.from(JSON.stringify(header)).toString("base64url");
  const bytes = Buffer.from(`${text}.${Buffer.from(canonicalJson(content)).toString("base64url")}`);
  const signature = sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url");
  return { ...content, signatures: [{ protected: text, signature }] };
}
const serve = (files: Record<string, unknown>) =>
  place.behave(({ path }) => (path in files ? { status: 200, body: JSON.stringify(files[path]) } : 404));
const WELL_KNOWN = "/.well-known/agent-card.json";
const stateOf = async (keys: { kid: string; jwk: object }[] = []) =>
  (await fetchCard(origin, keys as never, options)).checked.state;

describe("refused", () => {
  test("an address that is not public, unless the operator allowed it; and what is no web address", async () => {
    serve({ [WELL_KNOWN]: card });
    await expect(fetchCard(origin, [])).rejects.toThrow(/not a public address/);
    await expect(fetchCard("http://169.254.169.254/", [], options)).rejects.toThrow(/not a public address/);
    await expect(fetchCard("file:///etc/passwd", [], options)).rejects.toThrow(/http/);
    expect(place.got).toEqual([]);
  });

  test("a redirect, an error, what is no JSON, what is no card, and what is too large", async () => {
    for (const [answer, why] of [
      [{ status: 302, headers: { location: "http://169.254.169.254/" } }, /Redirects are not followed/],
      [500, /answered 500/],
      [{ status: 200, body: "<html>" }, /not JSON/],
      [{ status: 200, body: '{"name":"x"}' }, /no agent card/],
      [{ status: 200, body: "[]" }, /no agent card/],
      [{ status: 200, body: JSON.stringify({ ...card, description: "x".repeat(70_000) }) }, /64 KiB/],
      ["slam", /cannot be fetched/],
    ] as const) {
      place.behave(answer);
      await expect(fetchCard(`${origin}/card.json`, [], options)).rejects.toThrow(why);
    }
  });
});

describe("a card", () => {
  test("is read at the well-known place, or at the one before it", async () => {
    serve({ [WELL_KNOWN]: card });
    expect(await fetchCard(origin, [], options)).toMatchObject({
      url: `${origin}${WELL_KNOWN}`,
      card: { name: "Claims" },
    });
    const { supportedInterfaces: _, ...old } = card;
    serve({ "/.well-known/agent.json": { ...old, url: "https://old.example.test/", protocolVersion: "0.3.0" } });
    const { origin: found, seen } = await cardConnector.look({ url: origin, keys: [], options });
    expect(found).toBe(`${origin}/.well-known/agent.json`);
    expect(seen).toMatchObject([
      {
        name: "Claims",
        facts: { card: { protocol: "0.3.0", endpoint: "https://old.example.test/", signature: "none" } },
        endpoints: [found, "https://old.example.test"],
      },
    ]);
  });

  test("that is there no longer is gone; that nobody answers is not", async () => {
    serve({});
    const there = { url: `${origin}${WELL_KNOWN}`, keys: [], options };
    expect(await lookAgain(there)).toEqual({ origin: there.url, complete: true, seen: [] });
    place.behave(503);
    await expect(lookAgain(there)).rejects.toThrow(/answered 503/);
  });
});

describe("a signature", () => {
  test("of no key that is known shows nothing, and says so", async () => {
    serve({ [WELL_KNOWN]: signed(card) });
    expect(await stateOf()).toBe("unchecked");
    expect(await stateOf([{ kid: "another", jwk: stranger }])).toBe("unchecked");
  });

  test("by a key that was given is trusted, also where the signer left out what is empty", async () => {
    const keys = [{ kid: "k1", jwk }];
    serve({ [WELL_KNOWN]: signed(card) });
    expect(await stateOf(keys)).toBe("trusted");
    const { defaultOutputModes: _, ...filled } = card;
    const skills = [{ id: "s", name: "settle", tags: ["claims"] }];
    serve({ [WELL_KNOWN]: { ...card, signatures: signed({ ...filled, skills }).signatures } });
    expect(await stateOf(keys)).toBe("trusted");
  });

  test("of another card, or under a known key's name by somebody else, has failed", async () => {
    serve({ [WELL_KNOWN]: { ...signed(card), name: "Claims of somebody else" } });
    expect(await stateOf([{ kid: "k1", jwk }])).toBe("failed");
    serve({ [WELL_KNOWN]: signed(card) });
    expect(await stateOf([{ kid: "k1", jwk: stranger }])).toBe("failed");
  });

  test("by a key of the card's own host says no more than that; keys from elsewhere are not fetched", async () => {
    const header = { alg: "ES256", kid: "k1", jku: `${origin}/keys.json` };
    serve({ [WELL_KNOWN]: signed(card, header), "/keys.json": { keys: [jwk] } });
    expect(await stateOf()).toBe("host");
    const other = await httpPlace();
    other.behave({ status: 200, body: JSON.stringify({ keys: [jwk] }) });
    serve({ [WELL_KNOWN]: signed(card, { ...header, jku: other.url }) });
    expect(await stateOf()).toBe("unchecked");
    expect(other.got).toEqual([]);
    await other.close();
  });

  test("by none, by a shared secret, or with a demand that is not understood is never taken", async () => {
    for (const header of [
      { alg: "none", kid: "k1" },
      { alg: "HS256", kid: "k1" },
    ]) {
      serve({ [WELL_KNOWN]: signed(card, header) });
      expect(await stateOf([{ kid: "k1", jwk }])).toBe("unchecked");
    }
    serve({ [WELL_KNOWN]: signed(card, { alg: "ES256", kid: "k1", crit: ["b64"], b64: false }) });
    expect(await stateOf([{ kid: "k1", jwk }])).toBe("failed");
  });
});
