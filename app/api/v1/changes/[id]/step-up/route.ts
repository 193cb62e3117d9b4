import { beginConfirmation } from "@/lib/changes/begin-confirmation";
import { route } from "@/lib/http/route";

export const POST = route(beginConfirmation);
