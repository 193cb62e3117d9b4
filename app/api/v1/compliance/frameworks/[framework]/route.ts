import { getFramework } from "@/lib/compliance/get-framework";
import { route } from "@/lib/http/route";

export const GET = route(getFramework);
