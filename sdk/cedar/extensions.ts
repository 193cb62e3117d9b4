/** The functions and methods of Cedar's extension types. The receiver of a method is its first argument. */
import { Datetime, Duration } from "./datetime.ts";
import { Decimal } from "./decimal.ts";
import { IpAddress } from "./ip-address.ts";
import { asString, mismatch, type Value } from "./values.ts";

export type ExtensionFunction =
  | { readonly arity: 1; readonly call: (operand: Value) => Value }
  | { readonly arity: 2; readonly call: (left: Value, right: Value) => Value };

export const EXTENSIONS: ReadonlyMap<string, ExtensionFunction> = new Map<string, ExtensionFunction>([
  ["decimal", unary((text) => Decimal.parse(asString(text)))],
  ["lessThan", decimals((left, right) => left.tenThousandths < right.tenThousandths)],
  ["lessThanOrEqual", decimals((left, right) => left.tenThousandths <= right.tenThousandths)],
  ["greaterThan", decimals((left, right) => left.tenThousandths > right.tenThousandths)],
  ["greaterThanOrEqual", decimals((left, right) => left.tenThousandths >= right.tenThousandths)],

  ["ip", unary((text) => IpAddress.parse(asString(text)))],
  ["isIpv4", unary((address) => asIpAddress(address).version === 4)],
  ["isIpv6", unary((address) => asIpAddress(address).version === 6)],
  ["isLoopback", unary((address) => asIpAddress(address).isLoopback())],
  ["isMulticast", unary((address) => asIpAddress(address).isMulticast())],
  ["isInRange", binary((address, range) => asIpAddress(address).isInRange(asIpAddress(range)))],

  ["datetime", unary((text) => Datetime.parse(asString(text)))],
  ["duration", unary((text) => Duration.parse(asString(text)))],
  ["offset", binary((datetime, duration) => asDatetime(datetime).offset(asDuration(duration)))],
  ["durationSince", binary((later, earlier) => asDatetime(later).durationSince(asDatetime(earlier)))],
  ["toDate", unary((datetime) => asDatetime(datetime).toDate())],
  ["toTime", unary((datetime) => asDatetime(datetime).toTime())],
  ["toMilliseconds", unary((duration) => asDuration(duration).milliseconds)],
  ["toSeconds", unary((duration) => asDuration(duration).to("seconds"))],
  ["toMinutes", unary((duration) => asDuration(duration).to("minutes"))],
  ["toHours", unary((duration) => asDuration(duration).to("hours"))],
  ["toDays", unary((duration) => asDuration(duration).to("days"))],
]);

function unary(call: (operand: Value) => Value): ExtensionFunction {
  return { arity: 1, call };
}

function binary(call: (left: Value, right: Value) => Value): ExtensionFunction {
  return { arity: 2, call };
}

function decimals(compare: (left: Decimal, right: Decimal) => boolean): ExtensionFunction {
  return binary((left, right) => compare(asDecimal(left), asDecimal(right)));
}

function asDecimal(value: Value): Decimal {
  if (value instanceof Decimal) return value;
  throw mismatch("a decimal", value);
}

function asIpAddress(value: Value): IpAddress {
  if (value instanceof IpAddress) return value;
  throw mismatch("an ipaddr", value);
}

function asDatetime(value: Value): Datetime {
  if (value instanceof Datetime) return value;
  throw mismatch("a datetime", value);
}

function asDuration(value: Value): Duration {
  if (value instanceof Duration) return value;
  throw mismatch("a duration", value);
}
