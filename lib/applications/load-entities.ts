/** An application's data, as a store that its policies are compiled against; or what is wrong with them, place by place. Pure. */
import { z } from "zod";
import { type Json, type JsonObject, MAX_DEPTH } from "@/sdk/canonical";
import { EntityStore } from "@/sdk/cedar/store";
import type { Entity } from "@/sdk/cedar/values";
import { JsonObject as JsonObjectSchema } from "@/sdk/wire/words";
import { type DataProblem, RESERVED_TYPES } from "./contract";
import { entityNamed, JsonRecord, toValue } from "./json-value";

/** Bounds what a few lines of data can make of themselves: groups in groups in groups. */
const DEEPEST_GROUPS = 32;
const MOST_MEMBERSHIPS = 500_000;
const MOST_PROBLEMS = 50;

const Uid = z.strictObject({
  type: z.string().regex(/^[A-Za-z_]\w*(::[A-Za-z_]\w*)*$/, "a type is named as Cedar names them: letters, digits, ::"),
  id: z.string().max(1000),
});
const EntityJson = z.strictObject({
  uid: Uid,
  attrs: JsonObjectSchema.default({}),
  parents: z.array(Uid).max(1000).default([]),
});
type EntityJson = z.output<typeof EntityJson>;

export class ApplicationStore extends EntityStore {
  constructor() {
    super({ agents: [], tools: [] });
  }

  /** Ids that the data hold of a type, for searches. */
  readonly ids = new Map<string, string[]>();

  private readonly held = new Set<Entity>();

  holds(type: string, id: string): boolean {
    const entity = this.find(type, id);
    return entity !== undefined && this.held.has(entity);
  }

  add({ uid, attrs }: EntityJson): void {
    const entity = this.entity(uid.type, uid.id);
    this.held.add(entity);
    entity.attributes = new JsonRecord(attrs, (type, id) => this.entity(type, id));
    const ids = this.ids.get(uid.type) ?? [];
    this.ids.set(uid.type, ids);
    ids.push(uid.id);
  }
}

export type LoadedEntities = { store: ApplicationStore; problems: DataProblem[] };

export function loadEntities(list: readonly JsonObject[]): LoadedEntities {
  const store = new ApplicationStore();
  const problems: DataProblem[] = [];
  const read: { path: string; json: EntityJson }[] = [];
  for (const [at, json] of list.entries()) {
    const path = `entities.${at}`;
    const parsed = EntityJson.safeParse(json);
    if (parsed.success) read.push({ path, json: parsed.data });
    else
      for (const issue of parsed.error.issues)
        problems.push({ path: [path, ...issue.path].join("."), message: issue.message });
  }
  const known = new Set<string>();
  for (const { path, json } of read) {
    const name = JSON.stringify([json.uid.type, json.uid.id]);
    const objection = known.has(name) ? "this entity is in the list already" : objectionToType(json.uid.type);
    known.add(name);
    if (objection) problems.push({ path: `${path}.uid`, message: objection });
    problems.push(...unreadable(json.attrs, `${path}.attrs`, 0));
    store.add(json);
  }
  problems.push(...enrol(store, read));
  return { store, problems: problems.slice(0, MOST_PROBLEMS) };
}

function objectionToType(type: string): string | null {
  if (RESERVED_TYPES.includes(type)) return "agents and tools are not an application's to describe";
  return /(^|::)Action$/.test(type) ? "actions are named among the actions, not in the data" : null;
}

/** What no policy could read; said when it is given rather than when somebody is denied for it. */
function unreadable(json: Json, path: string, depth: number): DataProblem[] {
  if (depth > MAX_DEPTH / 2) return [{ path, message: "it is nested too deeply" }];
  if (json === null) return [{ path, message: "Cedar has no null: leave it out" }];
  if (typeof json === "number" && toValue(json, null) === undefined)
    return [{ path, message: "this number has no exact form: integers up to 2^53, or at most four decimals" }];
  if (typeof json !== "object") return [];
  if (Array.isArray(json)) return json.flatMap((item, at) => unreadable(item, `${path}.${at}`, depth + 1));
  if (json.__extn !== undefined) return [{ path, message: "extension values are not taken: write a number or a text" }];
  if (json.__entity !== undefined && (!entityNamed(json.__entity) || Object.keys(json).length > 1))
    return [{ path, message: 'an entity is named by {"__entity": {"type": …, "id": …}} and nothing beside it' }];
  return Object.entries(json).flatMap(([name, member]) =>
    name === "__entity" ? [] : unreadable(member, `${path}.${name}`, depth + 1),
  );
}

/** Makes each entity a member of its parents, and of theirs. */
function enrol(store: ApplicationStore, read: readonly { path: string; json: EntityJson }[]): DataProblem[] {
  const parents = new Map<Entity, { path: string; of: Entity[] }>();
  for (const { path, json } of read) {
    const of = json.parents.map(({ type, id }) => store.entity(type, id));
    parents.set(store.entity(json.uid.type, json.uid.id), { path: `${path}.parents`, of });
  }
  const problems: DataProblem[] = [];
  const done = new Set<Entity>();
  let memberships = 0;
  const visit = (entity: Entity, line: readonly Entity[]): void => {
    const mine = parents.get(entity);
    if (!mine || done.has(entity) || problems.length > 0) return;
    if (line.includes(entity)) return void problems.push({ path: mine.path, message: "it is a member of itself" });
    if (line.length > DEEPEST_GROUPS)
      return void problems.push({ path: mine.path, message: `groups are nested deeper than ${DEEPEST_GROUPS} levels` });
    for (const parent of mine.of) {
      visit(parent, [...line, entity]);
      entity.ancestors.add(parent);
      for (const ancestor of parent.ancestors) entity.ancestors.add(ancestor);
    }
    memberships += entity.ancestors.size;
    if (memberships > MOST_MEMBERSHIPS)
      problems.push({ path: mine.path, message: `there are more than ${MOST_MEMBERSHIPS} memberships in all` });
    done.add(entity);
  };
  for (const entity of parents.keys()) visit(entity, []);
  return problems;
}
