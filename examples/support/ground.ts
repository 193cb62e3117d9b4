/** What every example is tried against: a gateway on loopback that speaks the whole protocol, and a point of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type EnforcementPoint } from "gatehouse";
import { onTestFinished } from "vitest";
import { bundleAgent, bundleContent, bundlePolicy, bundleTool } from "../../sdk/testing/bundle-fixture.ts";
import { FakeGateway } from "../../sdk/testing/fake-gateway.ts";

export const AGENT = "agt_support";

/** An agent may read invoices, may refund when a second person agrees, and may never delete a customer. */
export const content = (server: string, agent = AGENT) =>
  bundleContent({
    agents: [bundleAgent(agent)],
    tools: [
      bundleTool(`${server}/read_invoice`),
      bundleTool(`${server}/refund`, { operationClass: "money.move" }),
      bundleTool(`${server}/delete_customer`, { operationClass: "data.write", reversibility: "irreversible" }),
    ],
    policies: [
      bundlePolicy("permit", null),
      bundlePolicy("forbid", `${server}/refund`, "two-eyes"),
      bundlePolicy("forbid", `${server}/delete_customer`),
    ],
    rules: [{ id: "two-eyes", title: "Another pair of eyes", expiresInSeconds: 900 }],
  });

export type Ground = {
  gateway: FakeGateway;
  point: EnforcementPoint;
  /** What the tools have really done. */
  done: string[];
  /** Ends the point as the end of its process would, and begins another one with what is on its disk. */
  restart(): Promise<EnforcementPoint>;
};

export async function ground(server = "billing", agent = AGENT): Promise<Ground> {
  const gateway = await startGateway(server, agent);
  const stateDir = temporaryDirectory();
  const begin = async (enrolToken?: string): Promise<EnforcementPoint> => {
    const point = await connect({ url: gateway.url, kind: "sdk", stateDir, agent, enrolToken });
    onTestFinished(() => point.close());
    return point;
  };
  const point = await begin(gateway.enrolToken());
  const restart = async (): Promise<EnforcementPoint> => {
    await point.close();
    return begin();
  };
  return { gateway, point, done: [], restart };
}

export async function startGateway(server: string, agent = AGENT): Promise<FakeGateway> {
  const gateway = await FakeGateway.start();
  onTestFinished(() => gateway.down());
  gateway.publish(content(server, agent));
  return gateway;
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "gatehouse-example-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Resolves when the newest request has been withdrawn. */
export const withdrawn = ({ gateway }: Ground, id: string): Promise<void> =>
  gateway.records.until("the withdrawal", () => gateway.checkpoints.get(id)?.status === "cancelled");
