/** Private to this folder: what answers questions that are not about agents and tools. */
import type { LoadedApplication } from "@/lib/applications/judge";
import { answering, loadedApplications } from "@/lib/applications/loaded-applications";
import type { Ctx } from "@/lib/db/ctx";
import { RESOURCE, SUBJECT } from "./question";

type Kinds = { subject: { type: string }; resource: { type: string } };
export type Applications = { answering: (subjectType: string, resourceType: string) => LoadedApplication | null };

/** Read only where somebody asks about something else: calls of agents wait for nothing that they do not need. */
export async function applicationsFor(ctx: Ctx, asked: readonly Kinds[]): Promise<Applications> {
  const others = asked.some(({ subject, resource }) => subject.type !== SUBJECT && resource.type !== RESOURCE);
  const applications = others ? await loadedApplications(ctx) : [];
  return { answering: (subjectType, resourceType) => answering(applications, subjectType, resourceType) };
}
