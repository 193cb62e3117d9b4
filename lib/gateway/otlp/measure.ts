/**
 * How much a body would become, before anything is built of it: a message of two bytes becomes an object of a hundred. The
 * library bounds depth; it does not bound how many messages there are.
 */
import protobuf from "protobufjs/light.js";
import { Refusal } from "@/lib/shared/errors";

const DELIMITED = 2;
/** Deeper values are refused: the library's own bound, stated here because this walk comes first. */
const MAX_DEPTH = protobuf.Reader.recursionLimit;

/** Throws when the bytes hold more than `most` messages, are nested too deep, or end early. */
export function measure(type: protobuf.Type, bytes: Uint8Array, most: number): void {
  const reader = protobuf.Reader.create(bytes);
  let left = most;
  const walk = (of: protobuf.Type, end: number, depth: number): void => {
    if (--left < 0) throw new Refusal("payload_too_large", `The body holds more than ${most} messages.`);
    if (depth > MAX_DEPTH) throw new Refusal("malformed_body", `The body is nested deeper than ${MAX_DEPTH} levels.`);
    while (reader.pos < end) {
      const tag = reader.uint32();
      const below = of.fieldsById[tag >>> 3]?.resolvedType;
      if ((tag & 7) !== DELIMITED || !(below instanceof protobuf.Type)) {
        reader.skipType(tag & 7, depth, tag >>> 3);
        continue;
      }
      const length = reader.uint32();
      if (reader.pos + length > end) throw new RangeError("a message is longer than what holds it");
      walk(below, reader.pos + length, depth + 1);
    }
    if (reader.pos !== end) throw new RangeError("a message ends in the middle of a field");
  };
  walk(type, reader.len, 0);
}
