/** Asks as a directory does, through the route itself: for integration tests. */
import { serveScim } from "./serve-scim";

export type ScimAnswer = { status: number; body: Record<string, unknown> };

export async function askScim(
  method: string,
  where: string,
  body: unknown,
  bearer: string | null,
): Promise<ScimAnswer> {
  const url = new URL(`http://localhost/scim/v2/${where}`);
  const request = new Request(url, {
    method,
    headers: {
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const path = url.pathname.slice("/scim/v2/".length).split("/").map(decodeURIComponent);
  const response = await serveScim(request, { params: Promise.resolve({ path }) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
}

export const patchOf = (...Operations: object[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});
