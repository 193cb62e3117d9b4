import { createServer } from "node:http";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { bundled } from "../testing/bundled.ts";
import { cli, runCli } from "../testing/run-cli.ts";
import { CommandSubject } from "./command-subject.ts";
import { families } from "./families.ts";
import { runConformance } from "./run-conformance.ts";
import { type CheckResult, Scorecard } from "./scorecard.ts";
import { isConformant, isSealed, sealScorecard } from "./seal-scorecard.ts";
import { barePoint } from "./testing/broken-point.ts";
import { UrlSubject } from "./url-subject.ts";

vi.setConfig({ testTimeout: 180_000 });

const sdkPoint = bundled("conformance/points/sdk-point.ts");
const mcpPoint = bundled("conformance/points/mcp-point.ts");
const node = process.execPath;

const told = (checks: readonly CheckResult[], status: string) =>
  checks.filter((check) => check.status === status).map(({ id, reason }) => `${id}: ${reason}`);

/** What somebody writes who puts a point before the kit by HTTP. Gone when the test is over, which beside others says so itself. */
async function overHttp(made: () => CommandSubject, atEnd: typeof onTestFinished): Promise<URL> {
  let point = made();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { id, start, stop, ...call } = JSON.parse(Buffer.concat(chunks).toString());
    if (start) {
      point = made();
      await point.start(start);
    } else if (stop) await point.stop();
    const answer = start || stop ? {} : await point.call(call);
    response.setHeader("content-type", "application/json").end(JSON.stringify({ ...answer, id }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => void server.close());
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/check`);
}

describe("points that keep to the protocol", () => {
  test.concurrent("the SDK passes every check", async ({ expect }) => {
    const scorecard = await runConformance(new CommandSubject([node, sdkPoint]), { against: "sdk" });
    expect(told(scorecard.checks, "failed")).toEqual([]);
    expect(told(scorecard.checks, "skipped")).toEqual([]);
    expect(scorecard).toMatchObject({ conformant: true, point: { kind: "sdk" } });
    expect(isSealed(Scorecard.parse(scorecard))).toBe(true);
  });

  test.concurrent("the MCP proxy passes every check that can be put to it", async ({ expect }) => {
    const scorecard = await runConformance(new CommandSubject([node, mcpPoint, cli]), { against: "mcp" });
    expect(told(scorecard.checks, "failed")).toEqual([]);
    const skipped = scorecard.checks.filter(({ status }) => status === "skipped").map(({ id }) => id);
    expect(skipped).toEqual([
      "delegate.signed",
      "delegate.unsigned",
      "delegate.ended",
      "delegate.action",
      "delegate.circle",
      "delegate.forbidden",
      "delegate.stopped",
      "revoke.credential",
      "revoke.delegation",
    ]);
    expect(scorecard).toMatchObject({ conformant: true, point: { kind: "mcp-proxy" } });
  });

  test.concurrent("the SDK passes every check by HTTP as well", async ({ expect, onTestFinished: atEnd }) => {
    const subject = new UrlSubject(await overHttp(() => new CommandSubject([node, sdkPoint]), atEnd));
    const scorecard = await runConformance(subject, { against: "url" });
    expect(told(scorecard.checks, "failed")).toEqual([]);
    expect(told(scorecard.checks, "skipped")).toEqual([]);
    expect(scorecard).toMatchObject({ conformant: true, point: { kind: "sdk" } });
  });

  test.concurrent("a point without the SDK passes every mandatory check", async ({ expect }) => {
    const subject = new CommandSubject([node, path.join(barePoint, "point.mjs")]);
    const scorecard = await runConformance(subject, { against: "bare" });
    expect(
      told(
        scorecard.checks.filter(({ mandatory }) => mandatory),
        "failed",
      ),
    ).toEqual([]);
    expect(scorecard.conformant).toBe(true);
  });
});

describe("a run that proves nothing", () => {
  test("a command that does not exist, ends at once or says nothing of use is not conformant", async () => {
    for (const command of [["/nonexistent"], [node, "-e", "0"], [node, "-e", "console.log('{}')"]]) {
      const scorecard = await runConformance(new CommandSubject(command), { against: "none", only: ["enrol.key"] });
      expect(scorecard).toMatchObject({ conformant: false, failed: 1, point: null });
    }
  });

  test("an address that answers, but not as a point does, is not conformant", async () => {
    const server = createServer((_, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const subject = new UrlSubject(new URL(`http://127.0.0.1:${port}`));
    const scorecard = await runConformance(subject, { against: "url", only: ["enrol.key"] });
    expect(scorecard).toMatchObject({ conformant: false, failed: 1 });
    expect(scorecard.checks[0]?.reason).toMatch(/does not answer in JSON/);
  });

  test("what was skipped or never checked does not make a point conformant", () => {
    const check = { id: "a.b", proves: "", mandatory: true, reason: null, seen: null, ms: 0 } as const;
    expect(isConformant([])).toBe(false);
    expect(isConformant([{ ...check, status: "skipped" }])).toBe(false);
    expect(isConformant([{ ...check, mandatory: false, status: "passed" }])).toBe(false);
    expect(
      isConformant([
        { ...check, status: "passed" },
        { ...check, status: "failed" },
      ]),
    ).toBe(false);
    expect(
      isConformant([
        { ...check, status: "passed" },
        { ...check, mandatory: false, status: "failed" },
      ]),
    ).toBe(true);
  });

  test("a scorecard that was edited is not sealed", () => {
    const check = { id: "a.b", proves: "", mandatory: true, status: "failed", reason: "", seen: null, ms: 0 } as const;
    const card = sealScorecard({ against: "x", point: null, startedAt: 0, endedAt: 1, checks: [check] });
    expect(isSealed(card)).toBe(true);
    expect(isSealed({ ...card, conformant: true })).toBe(false);
    expect(isSealed({ ...card, checks: [{ ...check, status: "passed" }] })).toBe(false);
  });
});

test("every check has a name of its own in its family's words", () => {
  const ids = families.flatMap(({ checks }) => checks.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+\.[a-z-]+$/);
});

describe("the command", () => {
  test("a wrong use is told from a failed check", async () => {
    const none = await runCli(["conformance"]);
    expect(none).toMatchObject({ code: 2 });
    expect(none.stderr).toMatch(/Say what is to be checked/);
    expect(await runCli(["conformance", "--against", "x", "--", "y"])).toMatchObject({ code: 2 });
    expect(await runCli(["conformance", "--against", "x", "--report"])).toMatchObject({ code: 2 });
    const partial = await runCli(["conformance", "--only", "stop", "--report", "--state", "x", "--against", "y"]);
    expect(partial).toMatchObject({ code: 2 });
    expect(partial.stderr).toMatch(/leave out --only to report/);
    const failed = await runCli(["conformance", "--only", "enrol.key", "--", node, "-e", "0"]);
    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stdout).toMatch(/FAIL {2}enrol\.key[\s\S]*NOT conformant/);
  });

  test("--json gives a scorecard that can be checked, and --vectors the shared cases", async () => {
    const point = ["--", node, sdkPoint];
    const answer = await runCli(["conformance", "--json", "--only", "enrol", ...point]);
    expect(answer.code).toBe(0);
    expect(isSealed(Scorecard.parse(JSON.parse(answer.stdout)))).toBe(true);
    const vectors: unknown = JSON.parse((await runCli(["conformance", "--vectors"])).stdout);
    expect(Array.isArray(vectors) && vectors.length > 50).toBe(true);
  });
});
