/** An operation is declared once; the route, the client, the OpenAPI document and the refusal tests derive from it. */
import { z } from "zod";
import type { ErrorCode } from "./errors";
import type { Permission } from "./permissions";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export type Operation<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> = {
  /** `domain.verbObject` */
  id: string;
  /** Method and path, `{param}` for path members: `POST /v1/agents/{id}/kill`. The console serves it below `/api`. */
  http: `${Method} /v1/${string}` | `${Method} /access/v1/${string}` | `${Method} /scim/v2/${string}`;
  /**
   * Which process serves it: people's calls live in the console, machines' in the gateway. `authzen` is served by the console
   * as well, at its root and in the manner of that standard.
   */
  serve: "console" | "gateway" | "authzen" | "scim";
  permission: Permission;
  summary: string;
  input: In;
  output: Out;
  /** Refusals beyond those that every operation has. */
  errors: readonly ErrorCode[];
  /**
   * How people whose roles are limited to a unit may call it. `scoped`: it leaves out other units by itself. `named`: only with
   * the id of something of an agent in the input. Null: as lib/audit/units.ts can tell, and else not at all.
   */
  units: "scoped" | "named" | null;
  /** Largest body in bytes. */
  maxBody: number;
  /** Answers 201: something new exists afterwards. */
  creates: boolean;
  /** The member that a body of application/x-ndjson fills, a line for each item. Null: only JSON is taken. */
  lines: string | null;
  /**
   * Members of the input, by path, in which a NUL or half a character is no reason to refuse the whole: machines report what
   * agents say, and an agent must not be able to make that unrecordable. The verb makes them storable, or does not store them.
   */
  verbatim: readonly string[];
};

type Declared<In extends z.ZodType, Out extends z.ZodType> = Omit<
  Operation<In, Out>,
  "serve" | "errors" | "units" | "maxBody" | "creates" | "lines" | "verbatim"
> &
  Partial<Pick<Operation<In, Out>, "serve" | "errors" | "units" | "maxBody" | "creates" | "lines" | "verbatim">>;

export function operation<In extends z.ZodType, Out extends z.ZodType>(
  declared: Declared<In, Out>,
): Operation<In, Out> {
  const usual = { errors: [], units: null, maxBody: 256 * 1024, creates: false, lines: null, verbatim: [] };
  return { serve: "console", ...usual, ...declared };
}

export const method = (op: Operation): Method => op.http.slice(0, op.http.indexOf(" ")) as Method;

/** `/v1/…` with `{param}` members. */
export const path = (op: Operation): string => op.http.slice(op.http.indexOf(" ") + 1);

/** Names in the path, in order. */
export const pathParams = (op: Operation): string[] =>
  [...path(op).matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

/** Input of operations that take none. */
export const Nothing = z.strictObject({});

/** A page of a list: pass `nextCursor` back as `cursor`; null means the end. */
export const pageInput = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int().nonnegative().optional() });
