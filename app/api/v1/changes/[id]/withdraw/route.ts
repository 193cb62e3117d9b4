import { withdrawChange } from "@/lib/changes/withdraw-change";
import { route } from "@/lib/http/route";

export const POST = route(withdrawChange);
