import { endSuppression } from "@/lib/detections/end-suppression";
import { route } from "@/lib/http/route";

export const POST = route(endSuppression);
