import { expect, test } from "vitest";
import { authorityOf, hostOf } from "./host-name.ts";
import { pinAddress } from "./pin-address.ts";
import { isPublic } from "./public-address.ts";
import { serverNameOf } from "./server-name.ts";

test.each([
  "2130706433",
  "0177.0.0.1",
  "0x7f.0.0.1",
  "127.1",
  "1.2.3",
  "localhost.",
  "a..b",
  "-a.example",
  "a_b.example",
  "user@host",
  "[127.0.0.1]",
  "fe80::1%eth0",
  "xn--pple-43d.com",
  "аpple.com",
  "exa mple.com",
  "example.com\u0000",
  "",
])("%j is no host", (text) => expect(hostOf(text)).toBeNull());

test.each([
  ["API.Example.com", "api.example.com"],
  ["10.0.0.7", "10.0.0.7"],
  ["[::1]", "::1"],
  ["[0:0:0:0:0:0:0:1]", "::1"],
  ["[::ffff:127.0.0.1]", "127.0.0.1"],
  ["[::ffff:7f00:1]", "127.0.0.1"],
])("%s is read as %s", (text, host) => expect(hostOf(text)).toBe(host));

test.each(["a@b:80", "host:0", "host:080", "host:65536", "host:", "host:80:80", "host/x:80", "::1:80"])(
  "%s is no host with a port",
  (text) => expect(authorityOf(text, 80)).toBeNull(),
);

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.9.9.9",
  "169.254.169.254",
  "172.31.0.1",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "fe80::1",
  "fd00:ec2::254",
  "64:ff9b::7f00:1",
  "2001:db8::1",
  "2002:7f00:1::",
  "ff02::1",
])("%s is not of the public internet", (address) => expect(isPublic(address)).toBe(false));

test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111"])("%s is", (address) =>
  expect(isPublic(address)).toBe(true),
);

test("a name with one address outside the public internet is refused whole, unless its rule names that address", async () => {
  const resolve = async () => ["1.1.1.1", "10.0.0.7"];
  await expect(pinAddress("a.example", [], resolve)).rejects.toThrow(/10\.0\.0\.7.*not of the public internet/);
  await expect(pinAddress("a.example", ["10.0.0.8"], resolve)).rejects.toThrow(/10\.0\.0\.7/);
  expect(await pinAddress("a.example", ["10.0.0.7"], resolve)).toBe("1.1.1.1");
  await expect(pinAddress("a.example", [], async () => [])).rejects.toThrow(/no address/);
  await expect(pinAddress("a.example", [], async () => ["::ffff:127.0.0.1"])).rejects.toThrow(/127\.0\.0\.1/);
});

test("bytes that are no TLS greeting name no host, however they are cut", () => {
  expect(serverNameOf(Buffer.from("GET / HTTP/1.1\r\n"))).toBeNull();
  expect(serverNameOf(Buffer.from([0x16, 3, 1, 0, 100]))).toBeUndefined();
  expect(serverNameOf(Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0]))).toBeNull();
  expect(serverNameOf(Buffer.from([0x16, 3, 1, 0xff, 0xff]))).toBeNull();
});
