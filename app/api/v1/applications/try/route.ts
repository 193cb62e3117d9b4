import { tryApplication } from "@/lib/applications/try-application";
import { route } from "@/lib/http/route";

export const POST = route(tryApplication);
