// A plain HTTP proxy with CONNECT, which lets everything through: says its port, and serves until it is ended.
import { Server } from "proxy-chain";

const server = new Server({ host: "127.0.0.1", port: 0 });
await server.listen();
process.send({ port: server.port });
