/** The bare server that AuthZEN through the gateway is measured beside: no verbs, no keys, no database. */
import http from "node:http";

const [answer = ""] = process.argv.slice(2);
const bytes = Buffer.from(answer);
const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  JSON.parse(Buffer.concat(chunks).toString());
  response.writeHead(200, { "content-type": "application/json", "content-length": bytes.byteLength }).end(bytes);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
