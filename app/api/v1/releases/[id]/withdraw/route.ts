import { withdrawRelease } from "@/lib/enforcement/withdraw-release";
import { route } from "@/lib/http/route";

export const POST = route(withdrawRelease);
