/**
 * Thrown when an expression has no value: a missing attribute, a wrong type, an overflow, an unreadable argument.
 *
 * Not an `Error`: it never leaves the evaluator, and capturing a stack costs more than the whole decision that it ends.
 */
export class EvaluationFailure {
  constructor(readonly message: string) {}
}

/** A policy that Cedar itself would not accept. The bundle that carries it is refused whole. */
export class MalformedPolicy extends Error {
  override name = "MalformedPolicy";
}

/** A part of Cedar that the compiler does not know; the policy is left to cedar-wasm. */
export class UnsupportedFeature extends Error {
  override name = "UnsupportedFeature";
  constructor(readonly feature: string) {
    super(`${feature} is not compiled`);
  }
}
