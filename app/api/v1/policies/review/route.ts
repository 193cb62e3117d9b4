import { route } from "@/lib/http/route";
import { reviewDraft } from "@/lib/policy/review-draft";

export const GET = route(reviewDraft);
