import { getFramework } from "@/lib/compliance/get-framework";
import { removeFramework } from "@/lib/compliance/remove-framework";
import { route } from "@/lib/http/route";

export const GET = route(getFramework);
export const DELETE = route(removeFramework);
