import { route } from "@/lib/http/route";
import { removePasskey } from "@/lib/identity/remove-passkey";

export const DELETE = route(removePasskey);
