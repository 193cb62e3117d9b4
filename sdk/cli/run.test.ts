import { writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { digestOf } from "../canonical.ts";
import { egressTools } from "../egress/egress-tools.ts";
import { RUN_TOOL, runPin } from "../sandbox/run-tool.ts";
import { bundleContent, bundlePolicy, bundleTool } from "../testing/bundle-fixture.ts";
import { certificate } from "../testing/certificate.ts";
import type { FakeGateway } from "../testing/fake-gateway.ts";
import { finished, runCli, startCli } from "../testing/run-cli.ts";
import { agentPlace, sandboxing } from "../testing/sandboxing.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway } from "../testing/test-point.ts";
import { watched } from "../testing/watched.ts";

const tools = [
  bundleTool(RUN_TOOL, { operationClass: "code.execute", pin: runPin }),
  ...egressTools.map(({ name, definition }) => bundleTool(`egress/${name}`, { pin: digestOf(definition) })),
];

async function service(): Promise<{ port: number; keys: unknown[] }> {
  const keys: unknown[] = [];
  const server = http.createServer((request, response) => {
    keys.push(request.headers["x-key"]);
    response.end("served\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, keys };
}

function profileFile(more: object): string {
  const file = path.join(temporaryDirectory(), "profile.json");
  writeFileSync(file, JSON.stringify({ format: 1, name: "test", ...more }));
  return file;
}

const own = (gateway: FakeGateway): string[] => [
  ...["--agent", "agent-1", "--url", gateway.url, "--enroll", gateway.enrolToken()],
  ...["--state", path.join(temporaryDirectory(), "state")],
];

test("where nothing can be isolated, nothing is run", async () => {
  const gateway = await testGateway();
  const { code, stdout, stderr } = await runCli(["run", ...own(gateway), "--", "echo", "ran"], {
    GATEHOUSE_BWRAP: "/none",
  });
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/Nothing was run, because it would not be isolated: bubblewrap/);
});

test("a profile that contradicts itself is refused before anything is run", async () => {
  const gateway = await testGateway();
  const profile = profileFile({ read: ["/srv"], write: ["/srv"] });
  const { code, stderr } = await runCli(["run", ...own(gateway), "--profile", profile, "--", "echo", "ran"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/read only, and to be written/);
});

test("canaries of a machine that cannot sandbox are reported void, signed, and exit with a code of their own", async () => {
  const gateway = await testGateway();
  const { code, stdout } = await runCli(["canary", ...own(gateway)], { GATEHOUSE_BWRAP: "/none" });
  expect(stdout).toMatch(/^VOID: Nothing is proven: bubblewrap is not installed/m);
  expect(stdout).not.toMatch(/^contained/m);
  expect(code).toBe(3);
  expect(gateway.records.canaries).toHaveLength(1);
  expect(gateway.records.canaries[0]).toMatchObject({ statement: { agentId: "agent-1", result: "void" } });
});

test("canaries on a schedule run again as soon as their profile is another, and report under which one", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  const profile = profileFile({});
  startCli(["canary", ...own(gateway), "--profile", profile, "--every", "500"], { GATEHOUSE_BWRAP: "/none" });
  const { canaries } = gateway.records;
  await gateway.records.until("the first run", () => canaries.length === 1);
  writeFileSync(profile, JSON.stringify({ format: 1, name: "test", set: { A: "1" } }));
  await gateway.records.until("the second run", () => canaries.length === 2);
  const [first, second] = canaries.map(({ statement }) => statement.profileDigest);
  expect(second).not.toBe(first);
});

test("a profile that cannot be read when canaries are due is told, and they are made again once it can", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  const profile = profileFile({});
  const args = ["canary", ...own(gateway), "--profile", profile, "--every", "0.0003"];
  const child = startCli(args, { GATEHOUSE_BWRAP: "/none" });
  const { canaries } = gateway.records;
  const told = new Promise<void>((resolve) => {
    child.stderr.on("data", (bytes) => {
      if (/cannot be read.*made all the same/s.test(String(bytes))) resolve();
    });
  });
  await gateway.records.until("the first run", () => canaries.length > 0);
  writeFileSync(profile, "{");
  await told;
  const before = canaries.length;
  writeFileSync(profile, JSON.stringify({ format: 1, name: "test" }));
  await gateway.records.until("a further run", () => canaries.length > before);
});

describe.skipIf(!sandboxing)("in a sandbox (skipped where the machine cannot make one)", () => {
  test("a run that policy does not know is refused, and reported for approval", async () => {
    const gateway = await testGateway();
    gateway.publish(bundleContent());
    const { code, stdout, stderr } = await runCli(["run", ...own(gateway), "--", "echo", "ran"]);
    expect(code).toBe(126);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/"sandbox\/run" is not in the policy bundle/);
    expect(gateway.records.tools.map(({ server }) => server).sort()).toEqual(["egress", "sandbox"]);
  });

  test("the agent reaches the allowed host only through the proxy, with a secret that it cannot read, and policy holds", async () => {
    const gateway = await testGateway();
    const { port, keys } = await service();
    const policies = [bundlePolicy("permit", null), bundlePolicy("forbid", "egress/delete")];
    gateway.publish(bundleContent({ tools, policies }));
    const secret = { name: "key", from: "SERVICE_KEY", header: "x-key" };
    const egress = [{ host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"], secret }];
    const at = `http://127.0.0.1:${port}/`;
    const script = `
      const http = require("node:http");
      const ask = (method, url) => new Promise((resolve) => {
        const request = http.request({ host: "127.0.0.1", port: 3128, method, path: url, headers: { host: new URL(url).host } }, (answer) => {
          let said = ""; answer.on("data", (bytes) => said += bytes); answer.on("end", () => resolve(answer.statusCode + " " + said));
        });
        request.end();
      });
      (async () => {
        console.log("proxy", await ask("GET", "${at}"));
        console.log("policy", await ask("DELETE", "${at}"));
        console.log("profile", await ask("GET", "http://other.example/"));
        http.get("${at}").on("error", (error) => console.log("direct", error.code));
        console.log("env", JSON.stringify(process.env).includes("s3cret"));
      })();`;
    const args = ["run", ...own(gateway), "--profile", profileFile({ egress }), "--", "node", "-e", script];
    const { code, stdout, stderr } = await runCli(args, { SERVICE_KEY: "s3cret" });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/s3cret/) });
    expect(stdout).toMatch(/^proxy 200 served/m);
    expect(stdout).toMatch(/^policy 403 .*Forbidden by/m);
    expect(stdout).toMatch(/^profile 403 .*not in the profile/m);
    expect(stdout).toMatch(/^direct ECONNREFUSED/m);
    expect(stdout).toMatch(/^env false/m);
    expect(keys).toEqual(["s3cret"]);
    const calls = gateway.records.calls().map(({ tool, effect }) => `${tool} ${effect}`);
    expect(calls).toEqual(["sandbox/run allow", "egress/get allow", "egress/delete deny", "egress/get deny"]);
  });

  test("a host whose certificate is trusted, and for another name, is not asked", async () => {
    const gateway = await testGateway();
    gateway.publish(bundleContent({ tools }));
    const { file, ...pair } = certificate("localhost");
    const asked: unknown[] = [];
    const server = https.createServer(pair, (request, response) => {
      asked.push(request.headers.host);
      response.end("over TLS");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close().closeAllConnections());
    const { port } = server.address() as AddressInfo;
    const rule = { port, as: "https", addresses: ["127.0.0.1", "::1"] };
    const egress = ["localhost", "127.0.0.1"].map((host) => ({ ...rule, host }));
    const script = `
      const http = require("node:http");
      const ask = (host) => new Promise((resolve) => http.get(
        { host: "127.0.0.1", port: 3128, path: "http://" + host + ":${port}/", headers: { host: host + ":${port}" } },
        (answer) => { let said = ""; answer.on("data", (bytes) => said += bytes); answer.on("end", () => resolve(answer.statusCode + " " + said)); }));
      (async () => console.log(await ask("localhost"), await ask("127.0.0.1")))();`;
    const args = ["run", ...own(gateway), "--profile", profileFile({ egress }), "--", "node", "-e", script];
    const { stdout, stderr } = await runCli(args, { NODE_EXTRA_CA_CERTS: file });
    expect(stdout, stderr).toMatch(/^200 over TLS 502 .*127\.0\.0\.1 cannot be reached .*(altnames|IP)/);
    expect(asked).toEqual([`localhost:${port}`]);
  });

  test("a held request waits for people, and is sent once they agree", async () => {
    const gateway = await testGateway();
    const { port, keys } = await service();
    const rules = [{ id: "two-eyes", title: "Another pair of eyes", expiresInSeconds: 900 }];
    const policies = [bundlePolicy("permit", null), bundlePolicy("forbid", "egress/get", "two-eyes")];
    gateway.publish(bundleContent({ tools, policies, rules }));
    const egress = [{ host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"] }];
    const script = `require("node:http").get({ host: "127.0.0.1", port: 3128, path: "http://127.0.0.1:${port}/", headers: { host: "127.0.0.1:${port}" } }, (answer) => { answer.resume(); console.log(answer.statusCode); })`;
    const running = runCli(["run", ...own(gateway), "--profile", profileFile({ egress }), "--", "node", "-e", script]);
    const id = await gateway.held();
    expect(keys).toEqual([]);
    gateway.approve(id);
    expect((await running).stdout).toBe("200\n");
    expect(gateway.records.redeemed).toHaveLength(1);
  });

  test("a stop order ends the whole tree while it runs, and the run is not taken for finished", async () => {
    const gateway = await testGateway();
    gateway.publish(bundleContent({ tools }));
    const work = agentPlace();
    const child = startCli([
      "run",
      ...own(gateway),
      "--profile",
      profileFile({ write: [work] }),
      "--",
      "sh",
      "-c",
      "echo up; sleep 60",
    ]);
    const ended = finished(child);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const before = Date.now();
    gateway.order("agent-1", "killed");
    const { code, stderr } = await ended;
    expect(code).toBe(126);
    expect(stderr).toMatch(/agent-1 is killed.*Nothing of it runs any more/);
    expect(Date.now() - before).toBeLessThan(5000);
    expect(gateway.records.outcomes().at(-1)).toMatchObject({ outcome: "unknown" });
  });

  test("a suspension halts the program where it stands and says so; its release lets it go on", async () => {
    const gateway = await testGateway();
    gateway.publish(bundleContent({ tools }));
    const work = agentPlace();
    const script = "echo up; until [ -e go ]; do sleep 0.02; done; echo went on";
    const profile = profileFile({ write: [work] });
    const child = startCli(["run", ...own(gateway), "--profile", profile, "--", "sh", "-c", script]);
    const ended = finished(child);
    const states = () => gateway.records.sandboxes.map(({ state }) => state);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const order = gateway.order("agent-1", "suspended");
    await gateway.records.until("it is frozen", () => states().includes("frozen"));
    await gateway.records.until("it is confirmed", () => gateway.records.acks.some((ack) => ack.kind === "order"));
    expect(gateway.records.acks.find((ack) => ack.kind === "order")).toMatchObject({
      orderId: order,
      cancelled: 0,
      frozen: 1,
    });
    writeFileSync(path.join(work, "go"), "");
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
    });
    await watched();
    expect(said).toBe("");
    gateway.order("agent-1", "active");
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: "up\nwent on\n" });
    expect(stderr).toMatch(/suspended: nothing of it moves/);
    expect(states()).toEqual(["running", "frozen", "running", "ended"]);
  });

  test("the console's profile is taken by name, its rules reach a running sandbox at once, and the console is told which version runs", async () => {
    const gateway = await testGateway();
    const { port } = await service();
    const work = agentPlace();
    const rule = { host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"] };
    const pushed = (version: number, egress: (typeof rule)[]) => ({
      name: "support",
      version,
      profile: { format: 1, name: "support", write: [work], egress },
    });
    gateway.publish(bundleContent({ tools, sandboxProfiles: [pushed(1, [])] }));
    const script = `
      const http = require("node:http");
      const { existsSync } = require("node:fs");
      const ask = () => new Promise((resolve) => http.get(
        { host: "127.0.0.1", port: 3128, path: "http://127.0.0.1:${port}/", headers: { host: "127.0.0.1:${port}" } },
        (answer) => { answer.resume(); resolve(answer.statusCode); }));
      (async () => {
        console.log("before", await ask());
        while (!existsSync("opened")) await new Promise((go) => setTimeout(go, 20));
        console.log("opened", await ask());
        while (!existsSync("gone")) await new Promise((go) => setTimeout(go, 20));
        console.log("gone", await ask());
      })();`;
    const child = startCli(["run", ...own(gateway), "--profile", "support", "--", "node", "-e", script]);
    const ended = finished(child);
    const reported = (version: number | null) =>
      gateway.records.until(`version ${version}`, () =>
        gateway.records.sandboxes.some(({ profile }) => profile.egressVersion === version),
      );
    await new Promise((resolve) => child.stdout.once("data", resolve));
    gateway.publish(bundleContent({ tools, sandboxProfiles: [pushed(2, [rule])] }));
    await reported(2);
    writeFileSync(path.join(work, "opened"), "");
    await new Promise((resolve) => child.stdout.once("data", resolve));
    gateway.publish(bundleContent({ tools }));
    await reported(null);
    writeFileSync(path.join(work, "gone"), "");
    const { stdout, stderr } = await ended;
    expect(stdout, stderr).toBe("before 403\nopened 200\ngone 403\n");
    expect(stderr).not.toMatch(/not reviewed/);
    expect(gateway.records.sandboxes.at(-1)).toMatchObject({
      state: "ended",
      profile: { name: "support", source: "console", version: 1, egressVersion: null },
    });
  });

  test("a learning run gets no more than its profile gives, and hands in what it would have needed", async () => {
    const gateway = await testGateway();
    const { port, keys } = await service();
    gateway.publish(bundleContent({ tools }));
    const script = `require("node:http").get({ host: "127.0.0.1", port: 3128, path: "http://127.0.0.1:${port}/v1", headers: { host: "127.0.0.1:${port}" } }, (answer) => { answer.resume(); console.log(answer.statusCode); })`;
    const egress = [{ host: "other.example", port: 443, as: "https" }];
    const args = ["run", ...own(gateway), "--learn", "--profile", profileFile({ egress }), "--", "node", "-e", script];
    const { stdout, stderr } = await runCli(args);
    expect(stdout, stderr).toBe("403\n");
    expect(keys).toEqual([]);
    expect(gateway.records.sandboxes[0]).toMatchObject({ learning: true });
    expect(gateway.records.proposals).toMatchObject([
      {
        runId: gateway.records.sandboxes[0]?.runId,
        profile: { egress: [{ host: "127.0.0.1", port, as: "http", methods: ["GET"], paths: ["/v1"], addresses: [] }] },
      },
    ]);
    const unnamed = await runCli(["run", ...own(gateway), "--learn", "--", "true"]);
    expect(unnamed).toMatchObject({ code: 2, stderr: expect.stringMatching(/which profile is to be learnt/) });
  });

  test("a local profile runs, and says that nobody reviewed it; a name that nobody knows does not", async () => {
    const gateway = await testGateway();
    gateway.publish(bundleContent({ tools }));
    const local = await runCli(["run", ...own(gateway), "--profile", profileFile({}), "--", "echo", "ran"]);
    expect(local).toMatchObject({ code: 0, stdout: "ran\n", stderr: expect.stringMatching(/local, not reviewed/) });
    expect(gateway.records.sandboxes[0]).toMatchObject({ profile: { source: "local", version: null } });
    const unknown = await runCli(["run", ...own(gateway), "--profile", "nobody-made-it", "--", "echo", "ran"]);
    expect(unknown).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/no profile nobody-made-it/) });
  });

  test("canaries pass, and their outcome is signed and bound to profile and revision", async () => {
    const gateway = await testGateway();
    gateway.publish(bundleContent({ tools }));
    const { code, stdout } = await runCli(["canary", ...own(gateway)]);
    expect(stdout).toMatch(/^PASSED: /m);
    expect(code).toBe(0);
    const [input] = gateway.records.canaries;
    expect(input).toMatchObject({
      statement: { result: "passed", revision: 1, profileDigest: expect.stringMatching(/^sha256:/) },
    });
  });
});
