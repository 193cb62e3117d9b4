import { getDetection } from "@/lib/detections/get-detection";
import { setDetection } from "@/lib/detections/set-detection";
import { route } from "@/lib/http/route";

export const GET = route(getDetection);
export const PUT = route(setDetection);
