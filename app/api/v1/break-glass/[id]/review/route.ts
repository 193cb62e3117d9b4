import { reviewBreakGlass } from "@/lib/checkpoints/review-break-glass";
import { route } from "@/lib/http/route";

export const POST = route(reviewBreakGlass);
