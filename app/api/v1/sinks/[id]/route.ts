import { deleteSink } from "@/lib/delivery/delete-sink";
import { editSink } from "@/lib/delivery/edit-sink";
import { getSink } from "@/lib/delivery/get-sink";
import { route } from "@/lib/http/route";

export const GET = route(getSink);
export const PATCH = route(editSink);
export const DELETE = route(deleteSink);
