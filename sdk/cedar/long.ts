/**
 * Cedar's Long: a 64-bit signed integer.
 *
 * Kept as a number while that is exact and as a bigint beyond, so that `===` and `<` mean what they say for any two of them.
 */
import { EvaluationFailure } from "./failure.ts";

export type Long = number | bigint;

const MINIMUM = -(2n ** 63n);
const MAXIMUM = 2n ** 63n - 1n;
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

// A double result that is a safe integer is exact: rounding is monotonic, and the first unsafe integer is itself a double.

export function add(left: Long, right: Long): Long {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toLong(BigInt(left) + BigInt(right));
}

export function subtract(left: Long, right: Long): Long {
  if (typeof left === "number" && typeof right === "number") {
    const difference = left - right;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return toLong(BigInt(left) - BigInt(right));
}

export function multiply(left: Long, right: Long): Long {
  if (typeof left === "number" && typeof right === "number") {
    const product = left * right;
    // Adding zero turns -0, which no Long is, into 0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return toLong(BigInt(left) * BigInt(right));
}

/** Throws {@link EvaluationFailure} outside 64 bits, as every Cedar operator does on overflow. */
export function toLong(value: bigint): Long {
  if (value < MINIMUM || value > MAXIMUM) throw new EvaluationFailure("integer overflow");
  return value >= -SAFE && value <= SAFE ? Number(value) : value;
}
