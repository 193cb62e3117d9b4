/** The entities of a bundle, one object for each name. */
import type { BundleAgent, BundleContent, BundleTool } from "../wire/bundle.ts";
import { ACTION, AGENT, AGENT_ATTRIBUTES, AGENT_GROUPS, SERVER } from "./model.ts";
import { Entity, PlainRecord, SetValue, type Value } from "./values.ts";

const NO_ATTRIBUTES = new PlainRecord(new Map());

export class EntityStore {
  private readonly byType = new Map<string, Map<string, Entity>>();

  constructor(content: Pick<BundleContent, "agents" | "tools">) {
    for (const agent of content.agents) this.addAgent(agent);
    for (const tool of content.tools) this.addTool(tool);
  }

  /** The entity of that name; made on first mention, then without attributes or ancestors. */
  entity(type: string, id: string): Entity {
    const ids = this.byType.get(type) ?? new Map<string, Entity>();
    const entity = ids.get(id) ?? new Entity(type, id);
    this.byType.set(type, ids);
    ids.set(id, entity);
    return entity;
  }

  /** The entity of that name where somebody mentioned it already: what callers name must not grow the store. */
  find(type: string, id: string): Entity | undefined {
    return this.byType.get(type)?.get(id);
  }

  /** Entities that the bundle declares, without those that policies only name. */
  *declared(): Generator<Entity> {
    for (const ids of this.byType.values()) {
      for (const entity of ids.values()) if (entity.attributes) yield entity;
    }
  }

  /** Gives an agent these attributes and groups instead of those that it has. */
  restate(agent: BundleAgent): void {
    this.entity(AGENT, agent.id).ancestors.clear();
    this.addAgent(agent);
  }

  private addAgent(agent: BundleAgent): void {
    const attributes = new Map<string, Value>();
    for (const name of Object.keys(AGENT_ATTRIBUTES) as (keyof typeof AGENT_ATTRIBUTES)[]) {
      const value = agent[name];
      attributes.set(name, typeof value === "string" ? value : new SetValue(value));
    }
    const entity = this.declare(AGENT, agent.id, new PlainRecord(attributes));
    for (const [type, attribute] of Object.entries(AGENT_GROUPS)) {
      entity.ancestors.add(this.declare(type, agent[attribute], NO_ATTRIBUTES));
    }
  }

  private addTool(tool: BundleTool): void {
    const action = this.declare(ACTION, tool.id, NO_ATTRIBUTES);
    action.ancestors.add(this.declare(ACTION, tool.operationClass, NO_ATTRIBUTES));
    this.declare(SERVER, tool.server, new PlainRecord(new Map([["name", tool.server]])));
  }

  private declare(type: string, id: string, attributes: PlainRecord): Entity {
    const entity = this.entity(type, id);
    entity.attributes = attributes;
    return entity;
  }
}
