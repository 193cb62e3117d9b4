import { previewPack } from "@/lib/compliance/preview-pack";
import { route } from "@/lib/http/route";

export const GET = route(previewPack);
