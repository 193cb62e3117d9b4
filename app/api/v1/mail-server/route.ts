import { route } from "@/lib/http/route";
import { getMailServer } from "@/lib/mail/get-mail-server";
import { removeMailServer } from "@/lib/mail/remove-mail-server";
import { setMailServer } from "@/lib/mail/set-mail-server";

export const GET = route(getMailServer);
export const PUT = route(setMailServer);
export const DELETE = route(removeMailServer);
