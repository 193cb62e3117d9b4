import { route } from "@/lib/http/route";
import { approveServerTools } from "@/lib/inventory/approve-server-tools";

export const POST = route(approveServerTools);
