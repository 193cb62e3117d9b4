/** What is typed about an application, and the terms that it comes to. Pure. */
import { type Application, ApplicationTerms } from "@/lib/applications/contract";

export type ApplicationDraft = {
  title: string;
  /** Names between commas or on lines of their own. */
  subjectTypes: string;
  resourceTypes: string;
  actions: string;
  anySubject: boolean;
  text: string;
  /** A JSON list. */
  data: string;
};

export const EMPTY: ApplicationDraft = {
  title: "",
  subjectTypes: "user",
  resourceTypes: "",
  actions: "",
  anySubject: false,
  text: "",
  data: "[]",
};

export const draftOf = (app: Application): ApplicationDraft => ({
  title: app.title,
  subjectTypes: app.subjectTypes.join(", "),
  resourceTypes: app.resourceTypes.join(", "),
  actions: app.actions.join(", "),
  anySubject: app.anySubject,
  text: app.text,
  data: JSON.stringify(app.entities, null, 2),
});

export type DraftErrors = { [field in keyof ApplicationDraft]?: string };
export type ReadDraft = { terms: ApplicationTerms; errors: null } | { terms: null; errors: DraftErrors };

export function readDraft(draft: ApplicationDraft): ReadDraft {
  const data = readData(draft.data);
  if ("error" in data) return { terms: null, errors: { data: data.error } };
  const parsed = ApplicationTerms.safeParse({
    title: draft.title,
    subjectTypes: namesIn(draft.subjectTypes),
    resourceTypes: namesIn(draft.resourceTypes),
    actions: namesIn(draft.actions),
    anySubject: draft.anySubject,
    text: draft.text,
    entities: data.list,
  });
  if (parsed.success) return { terms: parsed.data, errors: null };
  const errors: DraftErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const [field, place] = path;
    const name = field === "entities" ? "data" : (field as keyof ApplicationDraft);
    const where = field === "entities" && typeof place === "number" ? `Entity ${place + 1}: ` : "";
    if (name !== "anySubject") errors[name] ??= `${where}${message}`;
  }
  return { terms: null, errors };
}

const namesIn = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter(Boolean);

function readData(text: string): { list: unknown[] } | { error: string } {
  try {
    const value: unknown = JSON.parse(text.trim() || "[]");
    return Array.isArray(value) ? { list: value } : { error: "The data are a JSON list: [ { … }, … ]." };
  } catch (error) {
    return { error: `This is not JSON: ${error instanceof Error ? error.message : "unreadable"}.` };
  }
}
