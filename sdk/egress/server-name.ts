/** The host that a TLS client asks for in its first message, so that a tunnel to one host cannot be spoken as another. */

/** `undefined` while more bytes are needed; null when this is no TLS greeting, or one that names no host. */
export function serverNameOf(bytes: Buffer): string | null | undefined {
  if (bytes.length > 0 && bytes[0] !== 0x16) return null;
  if (bytes.length < 5) return undefined;
  const length = bytes.readUInt16BE(3);
  if (bytes[1] !== 3 || length > 16_384) return null;
  if (bytes.length < 5 + length) return undefined;
  try {
    return nameIn(bytes.subarray(5, 5 + length));
  } catch {
    return null;
  }
}

/** Reads beyond the end throw, and that is "no name". */
function nameIn(hello: Buffer): string | null {
  if (hello.readUInt8(0) !== 1) return null;
  let at = 4 + 2 + 32;
  at += 1 + hello.readUInt8(at);
  at += 2 + hello.readUInt16BE(at);
  at += 1 + hello.readUInt8(at);
  const end = at + 2 + hello.readUInt16BE(at);
  at += 2;
  while (at + 4 <= end) {
    const type = hello.readUInt16BE(at);
    const size = hello.readUInt16BE(at + 2);
    at += 4;
    // A list of one entry: two bytes of length, one of kind (0: a host), two of length, the name.
    if (type === 0) {
      if (hello.readUInt8(at + 2) !== 0) return null;
      const length = hello.readUInt16BE(at + 3);
      if (length + 5 !== size) return null;
      return hello
        .subarray(at + 5, at + 5 + length)
        .toString("latin1")
        .toLowerCase();
    }
    at += size;
  }
  return null;
}
