/** Attempts on the network without the proxy. */
import type { Probe } from "./probe.ts";

export const networkProbes: readonly Probe[] = [
  {
    id: "network.unix-socket",
    family: "network",
    attempt: "Connect to a unix socket of the machine",
    run: ({ greeting }, { unixSocket }) => greeting({ path: unixSocket }),
  },
  {
    id: "network.abstract-socket",
    family: "network",
    attempt: "Connect to an abstract unix socket, which no file stands for",
    run: ({ greeting }, { abstractSocket }) => greeting({ path: `\0${abstractSocket}` }),
  },
  {
    id: "network.loopback",
    family: "network",
    attempt: "Connect to a service on the machine's loopback",
    run: ({ greeting }, { tcpPort }) => greeting({ host: "127.0.0.1", port: tcpPort }),
  },
  {
    id: "network.tcp",
    family: "network",
    attempt: "Connect by TCP to an address of the network, past the proxy",
    run: ({ greeting }, { hostAddress, tcpPort }) => {
      if (hostAddress === null) throw new Error("this machine has no address of a network");
      return greeting({ host: hostAddress, port: tcpPort });
    },
  },
  {
    id: "network.udp",
    family: "network",
    attempt: "Send by UDP, and get an answer",
    run: ({ dgram }, { hostAddress, udpPort }) =>
      new Promise((resolve, reject) => {
        const socket = dgram.createSocket("udp4");
        socket.on("error", reject);
        socket.on("message", (bytes) => {
          socket.close();
          resolve(bytes.toString("latin1"));
        });
        socket.send("hello", udpPort, hostAddress ?? "127.0.0.1", (error) => error && reject(error));
      }),
  },
  {
    id: "network.dns",
    family: "network",
    attempt: "Carry data out in the name of a DNS question",
    run: async ({ dns }, { hostAddress, dnsPort }) => {
      const resolver = new dns.promises.Resolver({ timeout: 500, tries: 1 });
      resolver.setServers([`${hostAddress ?? "127.0.0.1"}:${dnsPort}`]);
      return (await resolver.resolve4("data-of-the-agent.canary.invalid")).join();
    },
  },
  {
    id: "network.raw-packets",
    family: "network",
    attempt: "Open a socket for raw packets",
    run: ({ perl }) => perl(`socket(my $s, 17, 3, 0x0300) or die "$!\\n"; print "opened"`),
  },
];
