import { confirmRelease } from "@/lib/enforcement/confirm-release";
import { route } from "@/lib/http/route";

export const POST = route(confirmRelease);
