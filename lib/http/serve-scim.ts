/** SCIM as its standard wants it served: its media type, its error documents, and no caller but a directory's own token. */
import { type AnyVerb, callWith } from "@/lib/audit/verb";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { schemaIds } from "@/lib/scim/contract";
import { createGroup } from "@/lib/scim/create-group";
import { createUser } from "@/lib/scim/create-user";
import { deleteGroup } from "@/lib/scim/delete-group";
import { deleteUser } from "@/lib/scim/delete-user";
import { listOf, resourceTypes, schemas, serviceProviderConfig } from "@/lib/scim/documents";
import { getGroup } from "@/lib/scim/get-group";
import { getUser } from "@/lib/scim/get-user";
import { listGroups } from "@/lib/scim/list-groups";
import { listUsers } from "@/lib/scim/list-users";
import { patchGroup } from "@/lib/scim/patch-group";
import { patchUser } from "@/lib/scim/patch-user";
import { ScimRefusal, type ScimType } from "@/lib/scim/refusal";
import { replaceGroup } from "@/lib/scim/replace-group";
import { replaceUser } from "@/lib/scim/replace-user";
import { resolveScimToken } from "@/lib/scim/resolve-token";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { readJson } from "./body";
import { problems, refusalOf } from "./problem";
import { limitRate } from "./rate-limit";

type RouteContext = { params: Promise<{ path: string[] }> };

type Served = { ofAll: Map<string, AnyVerb>; ofOne: Map<string, AnyVerb> };
const served = new Map<string, Served>([
  [
    "Users",
    {
      ofAll: new Map<string, AnyVerb>([
        ["GET", listUsers],
        ["POST", createUser],
      ]),
      ofOne: new Map<string, AnyVerb>([
        ["GET", getUser],
        ["PUT", replaceUser],
        ["PATCH", patchUser],
        ["DELETE", deleteUser],
      ]),
    },
  ],
  [
    "Groups",
    {
      ofAll: new Map<string, AnyVerb>([
        ["GET", listGroups],
        ["POST", createGroup],
      ]),
      ofOne: new Map<string, AnyVerb>([
        ["GET", getGroup],
        ["PUT", replaceGroup],
        ["PATCH", patchGroup],
        ["DELETE", deleteGroup],
      ]),
    },
  ],
]);

export async function serveScim(request: Request, { params }: RouteContext): Promise<Response> {
  try {
    const [kind, id, ...rest] = (await params).path;
    const ctx = await authenticateDirectory(request);
    if (rest.length > 0) throw notHere();
    const resource = served.get(kind ?? "");
    if (resource) return await serveResource(ctx, request, resource, id);
    if (request.method !== "GET") throw new Refusal("method_not_allowed", "This can only be read.");
    return answer(documentOf(kind, id), 200);
  } catch (error) {
    return errorDocument(refusalOf(error, newId("request")));
  }
}

const notHere = () => new Refusal("not_found", "There is no such SCIM resource here.");

async function serveResource(
  ctx: Ctx,
  request: Request,
  { ofAll, ofOne }: Served,
  id: string | undefined,
): Promise<Response> {
  const verb = (id === undefined ? ofAll : ofOne).get(request.method);
  if (!verb) throw new Refusal("method_not_allowed", `${request.method} is not for this SCIM resource.`);
  const given =
    request.method === "GET"
      ? Object.fromEntries(new URL(request.url).searchParams)
      : await readJson({ headers: asJson(request.headers), body: request.body }, verb.operation);
  const output = await callWith(verb, ctx, { ...given, ...(id === undefined ? {} : { id }) });
  if (Object.keys(output as object).length === 0)
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  const { meta } = output as { meta?: { location?: string } };
  return answer(output, verb.operation.creates ? 201 : 200, meta?.location);
}

/** Its own media type is JSON by another name. */
const asJson = (headers: Headers) => ({
  get: (name: string) => {
    const value = headers.get(name);
    return name === "content-type" ? (value?.replace(/^application\/scim\+json/i, "application/json") ?? null) : value;
  },
});

function documentOf(kind: string | undefined, id: string | undefined): object {
  if (kind === "ServiceProviderConfig" && id === undefined) return serviceProviderConfig();
  const all = kind === "ResourceTypes" ? resourceTypes() : kind === "Schemas" ? schemas() : null;
  if (!all) throw notHere();
  if (id === undefined) return listOf(all);
  const one = all.find((each) => each.id === id);
  if (!one) throw notHere();
  return one;
}

/** A browser's session and API keys are not looked at: this is for directories alone, and their tokens are for nothing else. */
async function authenticateDirectory(request: Request): Promise<Ctx> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const found = bearer === undefined ? null : await resolveScimToken(bearer);
  if (!found) throw new Refusal("unauthenticated", "Send the token of a SCIM connection as `Authorization: Bearer`.");
  limitRate(found.actor.id);
  return contextFor(found.actor, found.orgId);
}

const headersOf = (more: Record<string, string>) => ({
  "content-type": "application/scim+json",
  "cache-control": "no-store",
  ...more,
});

const answer = (body: unknown, status: number, location?: string): Response =>
  new Response(JSON.stringify(body), { status, headers: headersOf(location ? { location } : {}) });

const usualType: Partial<Record<ErrorCode, ScimType>> = {
  conflict: "mutability",
  invalid_input: "invalidValue",
  malformed_body: "invalidSyntax",
};

function errorDocument(refusal: Refusal): Response {
  const { status } = problems[refusal.code];
  const scimType = refusal instanceof ScimRefusal ? refusal.scimType : usualType[refusal.code];
  const body = {
    schemas: [schemaIds.error],
    status: String(status),
    ...(scimType ? { scimType } : {}),
    detail: refusal.message,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: headersOf({
      ...(refusal.code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
      ...(refusal.retryAfterSeconds ? { "retry-after": String(refusal.retryAfterSeconds) } : {}),
    }),
  });
}
