/** `gatehouse policy pull | test | diff | push | status`: policies and their cases as files of a repository. */
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";

const ACTS = {
  pull: async () => (await import("./policy/pull.ts")).pull,
  test: async () => (await import("./policy/test-offline.ts")).testOffline,
  diff: async () => (await import("./policy/diff.ts")).diff,
  push: async () => (await import("./policy/push.ts")).push,
  status: async () => (await import("./policy/status.ts")).status,
};

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions({
    args: argv,
    allowPositionals: true,
    options: {
      dir: { type: "string", default: "policies" },
      console: { type: "string" },
      repository: { type: "string" },
      commit: { type: "string" },
      base: { type: "string" },
      reason: { type: "string", default: "" },
      note: { type: "string", default: "" },
      adopt: { type: "boolean", default: false },
      draft: { type: "boolean", default: false },
      rings: { type: "boolean", default: false },
    },
  });
  const [name, ...more] = positionals;
  if (name === undefined || !isAct(name) || more.length > 0)
    throw new Misused("Say what is to be done: gatehouse policy pull, test, diff, push or status.");
  if (values.rings && (name !== "push" || values.draft))
    throw new Misused(
      "--rings is for a push that publishes: it brings the publication to one ring of points after the other.",
    );
  const act = await ACTS[name]();
  const { console, repository, commit, base, ...rest } = values;
  return act({ console, repository, commit, base, ...rest });
}

const isAct = (name: string): name is keyof typeof ACTS => Object.hasOwn(ACTS, name);
