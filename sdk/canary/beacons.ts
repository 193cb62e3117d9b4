/** Services of the machine that an agent in a sandbox must not reach. Each gives away the marker to whoever does. */
import dgram from "node:dgram";
import http from "node:http";
import net from "node:net";
import { networkInterfaces } from "node:os";

export type Beacons = {
  tcpPort: number;
  httpPort: number;
  udpPort: number;
  dnsPort: number;
  /** A proxy without rules, which takes every request to a beacon: the control of the attempts on the proxy. */
  openProxyPort: number;
  hostAddress: string | null;
  close(): void;
};

type Closes = { close(): unknown };

export async function lightBeacons(marker: string, sockets: { path: string; abstract: string }): Promise<Beacons> {
  const closing: Closes[] = [];
  const greet = (socket: net.Socket): void => {
    socket.on("error", () => socket.destroy());
    socket.end(`${marker}\n`);
  };
  const greeter = async (at: net.ListenOptions): Promise<number> => {
    const server = net.createServer(greet);
    closing.push(server);
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(at, resolve));
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  };
  const tcpPort = await greeter({ host: "0.0.0.0", port: 0 });
  await greeter({ path: sockets.path });
  await greeter({ path: `\0${sockets.abstract}` });
  const httpPort = await web(closing, {}, ({ url, socket }, response) => {
    if (url !== "/redirect") return void response.end(`${marker}\n`);
    response.writeHead(302, { location: `http://127.0.0.1:${socket.localPort}/` }).end();
  });
  const openProxyPort = await openProxy(closing, marker);
  const udpPort = await datagrams(closing, () => Buffer.from(marker));
  const dnsPort = await datagrams(closing, answerQuestion);
  const hostAddress =
    Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === "IPv4" && !one.internal)?.address ?? null;
  const close = (): void => {
    for (const one of closing) one.close();
  };
  return { tcpPort, httpPort, udpPort, dnsPort, openProxyPort, hostAddress, close };
}

async function web(closing: Closes[], options: http.ServerOptions, answer: http.RequestListener): Promise<number> {
  const server = http.createServer(options, answer);
  closing.push({ close: () => server.close().closeAllConnections() });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** It reads as little as it can, and asks nothing. */
async function openProxy(closing: Closes[], marker: string): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${marker}\n`));
  });
  closing.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function datagrams(closing: Closes[], answer: (question: Buffer) => Buffer): Promise<number> {
  const socket = dgram.createSocket("udp4");
  closing.push(socket);
  socket.on("message", (bytes, from) => socket.send(answer(bytes), from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, "0.0.0.0", resolve));
  return socket.address().port;
}

/** One address for whatever was asked: the question as it came, and an A record that points back to it. */
function answerQuestion(question: Buffer): Buffer {
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 6);
  header.fill(0, 8, 12);
  let end = 12;
  while (end < question.length && question[end] !== 0) end += 1 + (question[end] ?? 0);
  const record = Buffer.from("c00c00010001000000000004c0000201", "hex");
  return Buffer.concat([header, question.subarray(12, end + 5), record]);
}
