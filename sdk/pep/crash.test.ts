import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { bundleContent } from "../testing/bundle-fixture.ts";
import { bundled } from "../testing/bundled.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";

const script = bundled("testing/calls-without-end.ts");

test("what a killed process has recorded is delivered after its restart, once and in order", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  const stateDir = temporaryDirectory();
  await (await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() })).close();
  // The first batch arrives and its answer is lost; what comes after is not taken.
  gateway.intercept(/events/, "lose");
  for (let count = 0; count < 50; count += 1) gateway.intercept(/events/, { status: 503, body: {} });
  const child = spawn(process.execPath, [script, gateway.url, stateDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let made = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    made = Number(line);
    if (made >= 1000 && gateway.records.intercepted > 0) break;
  }
  expect(made).toBeGreaterThanOrEqual(1000);
  child.kill("SIGKILL");
  await once(child, "exit");
  gateway.forgive();
  const point = await testPoint(gateway, { stateDir });
  expect(await point.flush()).toBe(true);
  const { records } = gateway;
  const numbers = records.calls().map((call): { number: number } => JSON.parse(call.argumentsText));
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index));
  expect(numbers.length).toBeGreaterThanOrEqual(made);
  expect(records.duplicates).toBeGreaterThan(0);
  expect(records.gaps()).toEqual([]);
}, 20_000);
