/** Starts the gateway. */
import { database } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { LEASE_EVERY_SECONDS } from "@/lib/enforcement/rules";
import { env } from "@/lib/env";
import { errorFields, log } from "@/lib/log";
import { gatewayServer } from "./server";
import { StreamHub } from "./stream-hub";

const hub = new StreamHub();
const ready = () => database().$queryRaw`SELECT 1`.then(() => true).catch(() => false);
const server = gatewayServer(hub, { ready });

const stopListening = listen(hub.listener);
const leases = setInterval(() => {
  hub.renewLeases();
  // A lost notice is made good here at the latest.
  hub.readAll();
}, LEASE_EVERY_SECONDS * 1000);

server.on("error", (error: NodeJS.ErrnoException) => {
  const mend =
    error.code === "EADDRINUSE" ? `Port ${env.gatewayPort} is taken. Set GATEWAY_PORT to a free one.` : error.message;
  log.error(`the gateway cannot listen: ${mend}`);
  process.exit(1);
});
// After a restart, a whole fleet comes back at once.
server.listen({ port: env.gatewayPort, host: env.host, backlog: 4096 }, () =>
  log.info("gateway listening", { url: env.gatewayUrl, port: env.gatewayPort }),
);

async function stop(): Promise<void> {
  clearInterval(leases);
  server.close();
  await hub.closeAll();
  await stopListening();
  await database().$disconnect();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
process.on("unhandledRejection", (error) => log.error("unhandled rejection", errorFields(error)));
