import { suppressDetection } from "@/lib/detections/suppress-detection";
import { route } from "@/lib/http/route";

export const POST = route(suppressDetection);
