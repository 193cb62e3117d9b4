import { createServer, type IncomingMessage } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { generateSigningKey, privateKeyPem, verifyToken } from "../crypto.ts";
import { reporter, reportScorecard } from "./report-scorecard.ts";
import { sealScorecard } from "./seal-scorecard.ts";

const key = generateSigningKey();
const scorecard = sealScorecard({ against: "x", point: null, startedAt: 0, endedAt: 1, checks: [] });

type Heard = { path: string; token: string; body: unknown };

/** A gateway that notes what it is sent, and answers with this. */
async function gateway(status: number, answer: object): Promise<{ url: URL; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
      heard.push({ path: request.url ?? "", token, body });
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: new URL(`http://127.0.0.1:${port}`), heard };
}

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString());
}

const as = (url: URL) => reporter(url, "pep_1", privateKeyPem(key));

test("a refusal is told in the gateway's words, made printable", async () => {
  const { url } = await gateway(401, { detail: "The point was revoked.\u001b[31m" });
  const report = reportScorecard(as(url), scorecard);
  await expect(report).rejects.toThrow("The gateway did not take the scorecard: The point was revoked.");
  await expect(report).rejects.not.toThrow("\u001b");
});

test("a gateway that is not there is named", async () => {
  await expect(reportScorecard(as(new URL("http://127.0.0.1:9")), scorecard)).rejects.toThrow(
    /The gateway at http:\/\/127\.0\.0\.1:9 cannot be reached/,
  );
});

test("a key that is not an Ed25519 private key is no reporter", () => {
  expect(() => reporter(new URL("http://x"), "pep_1", key.publicKeyPem)).toThrow();
});

test("the scorecard goes out whole, under a short token signed by the point", async () => {
  const { url, heard } = await gateway(200, { accepted: true });
  await reportScorecard(as(url), scorecard);
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ path: "/v1/pep/scorecards", body: { scorecard } });
  const claims = verifyToken(heard[0]?.token ?? "", key.publicKeyPem, Date.now() / 1000);
  expect(claims?.iss).toBe("pep_1");
});
