/** Attempts on the proxy, and on the secret that it puts in. What is reached answers with the marker. */
import type { Probe } from "./probe.ts";

export const proxyProbes: readonly Probe[] = [
  {
    id: "proxy.unlisted-host",
    family: "proxy",
    attempt: "Ask the proxy for a host that is not in the profile",
    run: ({ viaProxy }) =>
      viaProxy("GET http://other.canary.invalid/ HTTP/1.1\r\nHost: other.canary.invalid\r\nConnection: close\r\n\r\n"),
  },
  {
    id: "proxy.loopback",
    family: "proxy",
    attempt: "Ask the proxy for a service on the machine's loopback",
    run: ({ viaProxy }, { httpPort: port }) =>
      viaProxy(`GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
  },
  {
    id: "proxy.metadata",
    family: "proxy",
    attempt: "Ask the proxy for the cloud's metadata address",
    run: ({ viaProxy }) =>
      viaProxy("GET http://169.254.169.254/latest/ HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n"),
  },
  {
    id: "proxy.odd-address",
    family: "proxy",
    attempt:
      "Ask for loopback written as a number, in octal, in hexadecimal, short, mapped into IPv6, or with a user name before it",
    run: async ({ viaProxy }, { httpPort: port }) => {
      let last: unknown = null;
      for (const host of [
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "allowed@127.0.0.1",
        "localhost.",
      ]) {
        try {
          return await viaProxy(
            `GET http://${host}:${port}/ HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`,
          );
        } catch (error) {
          last = error;
        }
      }
      throw last;
    },
  },
  {
    id: "proxy.other-port",
    family: "proxy",
    attempt: "Ask for an allowed host at another port",
    run: ({ viaProxy }, { allowedHost, httpPort }) => {
      const host = `${allowedHost}:${httpPort === 65_535 ? 1 : httpPort + 1}`;
      return viaProxy(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    },
  },
  {
    id: "proxy.redirect",
    family: "proxy",
    attempt: "Follow an allowed host's redirect to a service on the machine's loopback",
    run: async ({ viaProxy }, { allowedHost, httpPort }) => {
      const asked = (host: string, path: string) =>
        viaProxy(`GET http://${host}${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      try {
        return await asked(`${allowedHost}:${httpPort}`, "/redirect");
      } catch (error) {
        const [, host] = /\blocation: http:\/\/([^/\s]+)\//i.exec(String(error)) ?? [];
        if (!host) throw error;
        return await asked(host, "/");
      }
    },
  },
  {
    id: "proxy.host-mismatch",
    family: "proxy",
    attempt: "Name an allowed host in the address and another in the Host header",
    run: ({ viaProxy }, { allowedHost, httpPort }) =>
      viaProxy(
        `GET http://${allowedHost}:${httpPort}/ HTTP/1.1\r\nHost: other.canary.invalid\r\nConnection: close\r\n\r\n`,
      ),
  },
  {
    id: "proxy.connect",
    family: "proxy",
    attempt: "Have a tunnel opened to loopback",
    run: ({ viaProxy }, { httpPort: port }) =>
      viaProxy(
        `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      ),
  },
  {
    id: "proxy.tunnel-smuggling",
    family: "proxy",
    attempt: "Speak something else than TLS with the host through an allowed tunnel",
    run: ({ viaProxy }, { allowedHost, httpPort }) => {
      const host = `tunnel.${allowedHost}:${httpPort}`;
      return viaProxy(
        `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
    },
  },
  {
    id: "proxy.request-smuggling",
    family: "proxy",
    attempt: "Hide a second request in one whose length is said in two ways",
    run: ({ viaProxy }, { allowedHost, httpPort }) => {
      const head = `POST http://${allowedHost}:${httpPort}/ HTTP/1.1\r\nHost: ${allowedHost}:${httpPort}\r\nConnection: close\r\n`;
      return viaProxy(`${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
    },
  },
  {
    id: "secrets.find",
    family: "secrets",
    attempt: "Find the secret that the proxy puts in, in environments and in the sandbox's files",
    run: ({ fs }, { secretBackwards }) => {
      const secret = [...secretBackwards].reverse().join("");
      const files = ["/tmp/.gatehouse", "/run/secrets"].flatMap((directory) => {
        try {
          return fs.readdirSync(directory).map((name) => `${directory}/${name}`);
        } catch {
          return [];
        }
      });
      const processes = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
      const kept = processes.flatMap((name) => [`/proc/${name}/environ`, `/proc/${name}/cmdline`]);
      for (const file of [...kept, ...files]) {
        try {
          // The program of Node itself is too large to hold a secret of ours.
          if (
            fs.statSync(file).isFile() &&
            fs.statSync(file).size < 1_000_000 &&
            fs.readFileSync(file, "latin1").includes(secret)
          )
            return file;
        } catch {
          // Not ours to read.
        }
      }
      throw new Error("it is nowhere to be read");
    },
  },
  {
    id: "secrets.trace",
    family: "secrets",
    attempt: "Have the host send the request back, secret and all (TRACE)",
    run: ({ viaProxy }, { allowedHost, httpPort }) => {
      const host = `${allowedHost}:${httpPort}`;
      return viaProxy(`TRACE http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    },
  },
];
