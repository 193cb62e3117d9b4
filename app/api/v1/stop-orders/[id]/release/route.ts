import { releaseOrder } from "@/lib/enforcement/release-order";
import { route } from "@/lib/http/route";

export const POST = route(releaseOrder);
