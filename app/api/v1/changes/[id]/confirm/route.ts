import { confirmChange } from "@/lib/enforcement/confirm-change";
import { route } from "@/lib/http/route";

export const POST = route(confirmChange);
