/** For integration tests: a gateway on a port of its own, with its own connection that listens. Several share one database. */
import type { AddressInfo } from "node:net";
import { clientFor } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { env } from "@/lib/env";
import { gatewayServer } from "./server";
import { StreamHub } from "./stream-hub";

export type TestGateway = { url: string; hub: StreamHub; stop: () => Promise<void> };

export async function startGateway(port = 0): Promise<TestGateway> {
  const db = clientFor(env.databaseUrl);
  const hub = new StreamHub(db);
  const server = gatewayServer(hub, { ready: async () => true });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  let stopListening = async () => {};
  await new Promise<void>((connected) => {
    const { onConnect, ...rest } = hub.listener;
    stopListening = listen({
      ...rest,
      onConnect: () => {
        onConnect();
        connected();
      },
    });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hub,
    stop: async () => {
      server.close();
      await hub.closeAll();
      server.closeAllConnections();
      await stopListening();
      await db.$disconnect();
    },
  };
}
