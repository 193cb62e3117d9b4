/** The yardstick: server-sent events to all who listen, by node:http and nothing else. `POST /send` sends its body to everyone. */
import http from "node:http";

const listeners = new Set<http.ServerResponse>();

const server = http.createServer((request, response) => {
  if (request.method === "POST") {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      for (const listener of listeners) listener.write(bytes);
      response.end("{}");
    });
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("event: state\ndata: {}\n\n");
  listeners.add(response);
  response.on("close", () => listeners.delete(response));
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
