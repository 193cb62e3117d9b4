import { createApplication } from "@/lib/applications/create-application";
import { listApplications } from "@/lib/applications/list-applications";
import { route } from "@/lib/http/route";

export const GET = route(listApplications);
export const POST = route(createApplication);
