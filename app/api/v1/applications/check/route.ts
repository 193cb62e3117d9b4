import { checkApplication } from "@/lib/applications/check-application";
import { route } from "@/lib/http/route";

export const POST = route(checkApplication);
