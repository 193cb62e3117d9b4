import { listDetections } from "@/lib/detections/list-detections";
import { route } from "@/lib/http/route";

export const GET = route(listDetections);
