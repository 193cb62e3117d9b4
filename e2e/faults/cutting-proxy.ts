/** A line to Postgres that can lose the reply to a COMMIT: the server has committed, and whoever asked will never know. */
import net from "node:net";

export type CuttingProxy = {
  /** The database's address through this line. */
  url: string;
  /** Resolves when a transaction was committed and its connection cut before the reply went through. */
  cutNextCommit: () => Promise<void>;
  close: () => void;
};

/** The simple query and the Parse message both hold the statement's text. */
const COMMIT = /\bCOMMIT\b/;

export async function cuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let waiting: (() => void) | null = null;

  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    let cut: (() => void) | null = null;
    near.on("data", (data) => {
      if (waiting && !cut && COMMIT.test(data.toString("latin1"))) {
        cut = waiting;
        waiting = null;
      }
      far.write(data);
    });
    far.on("data", (data) => {
      if (!cut) return void near.write(data);
      near.destroy();
      far.destroy();
      cut();
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the line has no port");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(address.port);
  return {
    url: url.href,
    cutNextCommit: () =>
      new Promise((resolve) => {
        waiting = resolve;
      }),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
