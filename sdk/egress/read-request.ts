/** Reads a request to the proxy in the only way in which it can be read. Whatever leaves room for a second reading is refused. */
import type http from "node:http";
import { sha256 } from "../canonical.ts";
import { type EgressMethod, isEgressMethod } from "./egress-tools.ts";
import { type Authority, authorityOf } from "./host-name.ts";
import { Refused } from "./refused.ts";

export type Asked = Authority & { method: EgressMethod; path: string; query: string };

const ONCE = ["host", "content-length", "transfer-encoding", "content-type", "authorization", "proxy-authorization"];

export function readTarget(request: http.IncomingMessage): Asked {
  const method = request.method ?? "";
  if (!isEgressMethod(method) || method === "CONNECT") throw new Refused(405, `${method} is not passed on.`);
  const [, authority = "", rest = ""] = /^http:\/\/([^/?#]*)([/?][\x21\x24-\x7e]*)?$/.exec(request.url ?? "") ?? [];
  if (authority === "") throw new Refused(400, "A request to the proxy names the whole address, as http://host/path.");
  const place = authorityOf(authority, 80);
  if (!place) throw new Refused(400, "The host is not written in a form that everyone reads alike.");
  for (const name of ONCE) if (count(request, name) > 1) throw new Refused(400, `The header ${name} is there twice.`);
  if (request.headers["content-length"] !== undefined && request.headers["transfer-encoding"] !== undefined)
    throw new Refused(400, "The length of the body is said in two ways.");
  if (request.headers.upgrade !== undefined) throw new Refused(400, "A change of protocol is not passed on.");
  const said = authorityOf(request.headers.host ?? "", 80);
  if (!said || said.host !== place.host || said.port !== place.port)
    throw new Refused(400, "The Host header names another host than the address.");
  return { ...place, method, ...pathOf(rest) };
}

/** A path that a server might walk up or decode into another one is refused: rules about paths would not hold. */
function pathOf(rest: string): { path: string; query: string } {
  const mark = rest.indexOf("?");
  const path = (mark === -1 ? rest : rest.slice(0, mark)) || "/";
  const query = mark === -1 ? "" : rest.slice(mark);
  if (/%(2e|2f|5c|25|00)|\\|\/\/|\/\.{1,2}(\/|;|$)/i.test(path))
    throw new Refused(400, "The path can be read in more than one way.");
  return { path, query };
}

function count({ rawHeaders }: http.IncomingMessage, name: string): number {
  let found = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) if (rawHeaders[index]?.toLowerCase() === name) found += 1;
  return found;
}

export const MOST_BODY = 8 * 1024 * 1024;

/** The whole body, so that what people approve is what is sent. */
export function readBody(request: http.IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BODY) return void chunks.push(chunk);
      request.pause();
      reject(new Refused(413, `The body is larger than ${MOST_BODY} bytes.`));
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("The agent gave up within its request.")));
  });
}

export const argumentsOf = ({ host, port, path, query }: Asked, body: Buffer) => ({
  host,
  port,
  path,
  query,
  bodyBytes: body.length,
  bodyDigest: sha256(body),
});
