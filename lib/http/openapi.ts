/** The OpenAPI 3.1 document, derived from the operations. */
import { z } from "zod";
import { REQUESTS_PATH } from "@/lib/authzen/request-contract";
import { streamPath } from "@/lib/enforcement/contract";
import { schemaIds } from "@/lib/scim/contract";
import { method, type Operation, path, pathParams } from "@/lib/shared/operation";
import { StreamEvent } from "@/sdk/wire/protocol";
import { authzenOperations, operations, scimOperations } from "./operations";
import { problems } from "./problem";

type Schema = Record<string, unknown>;
const alwaysPossible = [
  "unauthenticated",
  "forbidden",
  "invalid_input",
  "rate_limited",
  "unavailable",
  "internal",
] as const;

const schemaOf = (type: z.ZodType, io: "input" | "output"): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: "any",
    target: "draft-2020-12",
  }) as Schema;
  return schema;
};

/** Path and query members are taken out of the input; what is left is the body. */
function split(op: Operation) {
  const input = schemaOf(op.input, "input");
  const properties = (input.properties ?? {}) as Record<string, Schema>;
  const required = (input.required ?? []) as string[];
  const inPath = pathParams(op);
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameters = inPath.map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? {} }));
  if (method(op) === "GET") {
    const query = rest.map((name) => ({
      name,
      in: "query",
      required: required.includes(name),
      schema: properties[name] ?? {},
    }));
    return { parameters: [...parameters, ...query], body: null };
  }
  const body = {
    ...input,
    properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
    required: required.filter((name) => rest.includes(name)),
  };
  return { parameters, body: rest.length > 0 ? body : null };
}

/** Lines are said in words: OpenAPI 3.1 has no schema for one line of many. */
const contentOf = (op: Operation, schema: Schema): Schema => ({
  [op.serve === "scim" ? "application/scim+json" : "application/json"]: { schema },
  ...(op.lines === null
    ? {}
    : {
        "application/x-ndjson": { schema: { type: "string", description: `An item of \`${op.lines}\` on each line` } },
      }),
});

/** AuthZEN's errors are one sentence, SCIM's its own documents; everything else answers with a problem document. */
function refusedWith(op: Operation): Schema {
  if (op.serve === "scim") return { "application/scim+json": { schema: { $ref: "#/components/schemas/ScimError" } } };
  return op.serve === "authzen" && !path(op).startsWith(REQUESTS_PATH)
    ? { "text/plain": { schema: { type: "string" } } }
    : { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
}

/** SCIM answers without a body where there is nothing to say. */
function doneWith(op: Operation): Schema {
  const schema = schemaOf(op.output, "output");
  const silent = op.serve === "scim" && Object.keys((schema.properties ?? {}) as Schema).length === 0;
  if (silent) return { "204": { description: "Done" } };
  return {
    [op.creates ? "201" : "200"]: {
      description: "Done",
      content: { [op.serve === "scim" ? "application/scim+json" : "application/json"]: { schema } },
    },
  };
}

const securityOf = {
  console: [{ apiKey: [] }, { session: [] }],
  gateway: [{ point: [] }],
  authzen: [{ apiKey: [] }],
  scim: [{ directory: [] }],
};

function describe(op: Operation): Schema {
  const { parameters, body } = split(op);
  const codes = [...new Set([...alwaysPossible, ...op.errors])];
  const byStatus = new Map<number, string[]>();
  for (const code of codes) byStatus.set(problems[code].status, [...(byStatus.get(problems[code].status) ?? []), code]);
  const refusals = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, list]) => [
      String(status),
      {
        description: list.join(", "),
        content: refusedWith(op),
      },
    ]);
  return {
    operationId: op.id,
    summary: op.summary,
    tags: [op.id.split(".")[0]],
    "x-permission": op.permission,
    security: securityOf[op.serve],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: contentOf(op, body) } } : {}),
    responses: {
      ...doneWith(op),
      ...Object.fromEntries(refusals),
    },
  };
}

const stream: Schema = {
  operationId: "enforcement.stream",
  summary:
    "Server-sent events: `id` is the sequence of the control log, `event` the member `type`, `data` one JSON object. `state` comes first and is complete; resume with Last-Event-ID",
  tags: ["enforcement"],
  security: [{ point: [] }],
  responses: {
    "200": {
      description: "Events",
      content: { "text/event-stream": { schema: { $ref: "#/components/schemas/StreamEvent" } } },
    },
  },
};

const servers = {
  console: [{ url: "http://localhost:3000/api" }],
  gateway: [{ url: "http://localhost:3001" }],
  authzen: [{ url: "http://localhost:3000" }],
  scim: [{ url: "http://localhost:3000" }],
};

export function openApiDocument(): Schema {
  const paths: Record<string, Schema> = {};
  for (const op of [...operations, ...authzenOperations, ...scimOperations]) {
    paths[path(op)] = { servers: servers[op.serve], ...paths[path(op)], [method(op).toLowerCase()]: describe(op) };
  }
  paths[streamPath] = { servers: servers.gateway, get: stream };
  return {
    openapi: "3.1.0",
    info: {
      title: "Gatehouse",
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "The console's management API and the gateway's enforcement protocol, from the same operations that the code runs.",
    },
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key of the console" },
        session: { type: "apiKey", in: "cookie", name: "gatehouse.session" },
        directory: {
          type: "http",
          scheme: "bearer",
          description: "The token of a SCIM connection, good for SCIM alone",
        },
        point: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            "EdDSA JWT that an enrolled point signs with its own key: iss is its id, aud is gatehouse, at most five minutes",
        },
      },
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "title", "status", "code", "detail"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            code: { enum: Object.keys(problems) },
            detail: { type: "string" },
            requestId: { type: "string" },
            invalidParams: {
              type: "array",
              items: { type: "object", properties: { path: { type: "string" }, message: { type: "string" } } },
            },
            change: {
              description: "Of second_person: the change that was proposed instead, and who can confirm it",
              type: "object",
              properties: {
                id: { type: "string" },
                digest: { type: "string" },
                confirmers: { type: "array", items: { type: "string" } },
              },
            },
          },
        },
        ScimError: {
          type: "object",
          required: ["schemas", "status", "detail"],
          properties: {
            schemas: { type: "array", items: { const: schemaIds.error } },
            status: { type: "string" },
            scimType: { type: "string" },
            detail: { type: "string" },
          },
        },
        StreamEvent: schemaOf(StreamEvent, "output"),
      },
    },
  };
}
