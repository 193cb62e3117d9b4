import { onTestFinished, vi } from "vitest";
import { connect } from "../pep/connect.ts";
import type { ConnectOptions } from "../pep/connect-options.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { FakeGateway } from "./fake-gateway.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

// Real sockets and real files take their time on a busy machine; nothing waits for longer than it has to.
vi.setConfig({ testTimeout: 20_000 });

/** A gateway that is gone when the test is over. */
export async function testGateway(): Promise<FakeGateway> {
  const gateway = await FakeGateway.start();
  onTestFinished(() => gateway.down());
  return gateway;
}

/** A point of the gateway, newly enrolled unless `stateDir` names one that was, and closed when the test is over. */
export async function testPoint(gateway: FakeGateway, more: Partial<ConnectOptions> = {}): Promise<EnforcementPoint> {
  const stateDir = more.stateDir ?? temporaryDirectory();
  const enrolToken = more.stateDir === undefined ? gateway.enrolToken() : undefined;
  const point = await connect({ url: gateway.url, kind: "sdk", stateDir, enrolToken, ...more });
  onTestFinished(() => point.close());
  return point;
}
