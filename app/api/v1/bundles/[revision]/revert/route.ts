import { route } from "@/lib/http/route";
import { revertBundle } from "@/lib/policy/revert-bundle";

export const POST = route(revertBundle);
