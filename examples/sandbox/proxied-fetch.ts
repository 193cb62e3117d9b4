/** `fetch` through the sandbox's proxy, for Node 20 and older, whose own does not look at HTTP_PROXY. Newer ones need none of this. */
import http from "node:http";
import { Readable } from "node:stream";

export const proxiedFetch: typeof fetch = async (input, init) => {
  const asked = new Request(input, init);
  const proxy = new URL(process.env.HTTP_PROXY ?? "");
  const { host } = new URL(asked.url);
  const body = asked.body ? Buffer.from(await asked.arrayBuffer()) : null;
  const headers = { ...Object.fromEntries(asked.headers), host };
  const options = { host: proxy.hostname, port: proxy.port, method: asked.method, path: asked.url, headers };
  return new Promise((resolve, reject) => {
    const request = http.request({ ...options, signal: asked.signal }, (answer) => {
      const status = answer.statusCode ?? 502;
      const said = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const empty = status === 204 || status === 304 || asked.method === "HEAD";
      resolve(new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers: said }));
    });
    request.on("error", reject);
    request.end(body);
  });
};
