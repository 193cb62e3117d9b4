/** Private to this folder: reads an application's terms, all of them, and says everything that is wrong. */
import type { PolicyProblem } from "@/lib/policy/contract";
import { Refusal } from "@/lib/shared/errors";
import type { JsonObject } from "@/sdk/canonical";
import { compilePolicies, parsePolicies } from "./compile-policies";
import type { ApplicationTerms, DataProblem } from "./contract";
import type { LoadedApplication } from "./judge";
import { loadEntities } from "./load-entities";
import type { Kept } from "./rows";

type Checked = {
  problems: PolicyProblem[];
  dataProblems: DataProblem[];
  formatted: string | null;
  /** Null where something is wrong. */
  kept: Kept | null;
};

export function checkTerms(terms: ApplicationTerms): Checked {
  const { store, problems: dataProblems } = loadEntities(terms.entities);
  const { policies, problems, formatted } = parsePolicies(terms.text, terms, store);
  const wrong = dataProblems.length > 0 || problems.some(({ severity }) => severity === "error");
  return { problems, dataProblems, formatted, kept: wrong ? null : { terms, policies } };
}

export function checkedOrRefused(terms: ApplicationTerms): Kept {
  const { kept, problems, dataProblems } = checkTerms(terms);
  if (kept) return kept;
  const invalidParams = [
    ...problems.flatMap(({ severity, message }) => (severity === "error" ? [{ path: "text", message }] : [])),
    ...dataProblems,
  ];
  throw new Refusal("invalid_input", `The application is not valid: ${invalidParams[0]?.message ?? "unknown reason"}`, {
    invalidParams: invalidParams.slice(0, 20),
  });
}

/** Ready to answer. Throws where the policies are not what was checked before they were kept. */
export function loadApplication(id: string, version: number, terms: ApplicationTerms, policies: readonly JsonObject[]) {
  const { store } = loadEntities(terms.entities);
  const { title, subjectTypes, resourceTypes, actions, anySubject } = terms;
  const loaded: LoadedApplication = {
    id,
    title,
    version,
    subjectTypes,
    resourceTypes,
    actions,
    anySubject,
    policies: compilePolicies(policies, store),
    store,
  };
  return loaded;
}
