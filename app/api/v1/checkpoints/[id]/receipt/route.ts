import { getReceipt } from "@/lib/checkpoints/get-receipt";
import { route } from "@/lib/http/route";

export const GET = route(getReceipt);
