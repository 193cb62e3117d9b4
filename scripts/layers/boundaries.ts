/** Which part may import which. Each rule looks at one import and answers with what is wrong about it, or with nothing. */
import { BESIDE, order } from "./order";
import { type Edge, isTest, isTestSupport, withoutEnding } from "./project";

const domainOf = (file: string): string | undefined => /^lib\/([^/]+)\//.exec(file)?.[1];
const under = (folder: string, file: string): boolean => file.startsWith(`${folder}/`);
/** The environment and the log: at the top of lib, for all of it. */
const isBase = (file: string): boolean => ["lib/env", "lib/log"].includes(withoutEnding(file));
const isContractOrRules = (file: string): boolean =>
  /^lib\/[^/]+\/(?:(?:[a-z]+-)?contract|rules)$/.test(withoutEnding(file));
const isVocabulary = (file: string): boolean =>
  under("lib/shared", file) || isContractOrRules(file) || under("sdk/wire", file);

type Rule = (from: string, file: string) => string | undefined;

const libOrder: Rule = (from, file) => {
  const domain = domainOf(from);
  const target = domainOf(file);
  if (domain === undefined || target === undefined || domain === target) return undefined;
  if (domain === BESIDE)
    return isVocabulary(file) ? undefined : `lib/${BESIDE} may use shared words, contracts and rules`;
  if (target === BESIDE) return `lib/${BESIDE} is for the browser; only components and pages use it`;
  for (const name of [domain, target]) {
    if (!order.includes(name)) return `lib/${name} has no place in the order (scripts/layers/order.ts)`;
  }
  return order.indexOf(target) < order.indexOf(domain) ? undefined : `lib/${domain} stands before lib/${target}`;
};

const libReach: Rule = (from, file) => {
  if (!under("lib", from) || under("lib", file) || under("sdk", file)) return undefined;
  return "lib may import lib and sdk";
};

const base: Rule = (from, file) => {
  if (isBase(from) && under("lib", file) && !isBase(file)) return "lib/env and lib/log stand before all of lib";
  return undefined;
};

const components: Rule = (from, file) => {
  if (!under("components", from) || under("components", file) || under(`lib/${BESIDE}`, file) || isVocabulary(file)) {
    return undefined;
  }
  return "components may import components, lib/shared, lib/client, contracts, rules and sdk/wire";
};

const app: Rule = (from, file) => {
  if (!under("app", from) || ["app", "components", "lib", "sdk"].some((folder) => under(folder, file)))
    return undefined;
  return "app may import components, lib and sdk";
};

const sdk: Rule = (from, file) =>
  under("sdk", from) && !under("sdk", file) ? "sdk imports nothing outside itself" : undefined;

const rows: Rule = (from, file) => {
  const owner = /^(lib\/[^/]+)\/rows$/.exec(withoutEnding(file))?.[1];
  return owner && !under(owner, from) ? `rows are private to ${owner}; use a verb or its contract` : undefined;
};

const rules: Rule[] = [libOrder, libReach, base, components, app, sdk, rows];

export function boundaryErrors(edges: readonly Edge[]): string[] {
  return edges.flatMap((edge) => {
    const { from, file } = edge;
    if (file === undefined || isTest(from)) return [];
    const wrong = isTestSupport(file) ? ["product code does not use what exists for tests"] : [];
    for (const rule of rules) wrong.push(...[rule(from, file)].filter((text) => text !== undefined));
    return wrong.map((text) => `${from}:${edge.line} imports ${edge.specifier}: ${text}`);
  });
}
