/** How a check ends when it does not pass. */

/** The point did not do what the protocol asks; the message says what was seen instead. */
export class CheckFailed extends Error {
  override name = "CheckFailed";
}

/** The check does not apply to this point, or could not be made; the message says why. */
export class CheckSkipped extends Error {
  override name = "CheckSkipped";
}

export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailed(otherwise);
}
