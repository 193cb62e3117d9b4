import { confirmChange } from "@/lib/confirmations/confirm-change";
import { route } from "@/lib/http/route";

export const POST = route(confirmChange);
