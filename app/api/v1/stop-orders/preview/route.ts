import { previewStop } from "@/lib/enforcement/preview-stop";
import { route } from "@/lib/http/route";

export const POST = route(previewStop);
