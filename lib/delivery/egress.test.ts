/** What must never be reached from a form in the console, and what must be. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judge, parseAllow } from "./egress-address";
import { dial, EgressAgent, EgressError, exchange, resolveTarget, targetOf } from "./egress-client";
import { testCertificate } from "./testing/certificate";
import { type HttpPlace, httpPlace } from "./testing/places";

const nothing = parseAllow("");
const loopback = { allow: parseAllow("127.0.0.1") };
const tls = {};

describe("an address is refused", () => {
  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "0:0:0:0:0:ffff:0a00:0001",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "not an address",
    "",
  ])("%s", (address) => {
    expect(judge(address, nothing)).toBe("refused");
  });
});

test.each(["93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:93.184.216.34"])(
  "the public address %s is not refused",
  (address) => {
    expect(judge(address, nothing)).toBe("public");
  },
);

test("the operator allows a range and nothing beside it", () => {
  const allow = parseAllow("10.20.0.0/16, fd12::/16");
  expect(judge("10.20.255.1", allow)).toBe("allowed");
  expect(judge("::ffff:10.20.0.1", allow)).toBe("allowed");
  expect(judge("10.21.0.1", allow)).toBe("refused");
  expect(judge("fd12::1", allow)).toBe("allowed");
  expect(judge("fd13::1", allow)).toBe("refused");
});

test("the addresses where clouds hand out credentials are refused whatever is allowed", () => {
  const everything = parseAllow("0.0.0.0/0,::/0");
  for (const address of ["169.254.169.254", "::ffff:a9fe:a9fe", "fd00:ec2::254"]) {
    expect(judge(address, everything)).toBe("refused");
  }
});

test.each(["10.0.0.0/33", "10.0.0.0/", "internal", "10.0.0.0/-1"])(
  "a setting with %s is not half understood",
  (text) => {
    expect(() => parseAllow(`127.0.0.1,${text}`)).toThrow(/not an address range/);
  },
);

describe("a host is refused however it is spelt", () => {
  test.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "１２７.０.０.１",
    "127.0.0.1.",
    "0",
    "169.254.169.254",
    "[fd00:ec2::254]",
  ])("%s", async (host) => {
    const never = () => Promise.reject(new Error("nothing is looked up"));
    await expect(resolveTarget({ host, port: 443, tls }, { allow: nothing, lookup: never })).rejects.toThrow(
      /not a public address/,
    );
  });
});

test("a name is refused when any one of its addresses is", async () => {
  const lookup = async () => [{ address: "93.184.216.34" }, { address: "10.0.0.1" }];
  await expect(resolveTarget({ host: "siem.test", port: 443, tls }, { allow: nothing, lookup })).rejects.toThrow(
    /10\.0\.0\.1/,
  );
});

test("a name without an address is refused", async () => {
  const target = { host: "siem.test", port: 443, tls };
  await expect(resolveTarget(target, { lookup: async () => [] })).rejects.toThrow(/cannot be resolved/);
});

test("the public internet is reached by TLS only", async () => {
  const lookup = async () => [{ address: "93.184.216.34" }];
  await expect(resolveTarget({ host: "siem.test", port: 514, tls: null }, { allow: nothing, lookup })).rejects.toThrow(
    /TLS only/,
  );
});

test.each(["ftp://x.test/", "file:///etc/passwd", "gopher://x.test/"])("%s is not spoken", (url) => {
  expect(() => targetOf(new URL(url))).toThrow(EgressError);
});

test("a password in the address is refused", () => {
  expect(() => targetOf(new URL("https://a:b@x.test/"))).toThrow(/password/);
});

describe("with a place on this machine", () => {
  let place: HttpPlace;
  let secure: HttpPlace;
  beforeEach(async () => {
    place = await httpPlace();
    secure = await httpPlace(testCertificate);
  });
  afterEach(async () => {
    await place.close();
    await secure.close();
  });

  const send = (url: string, options: object = {}, more: { ca?: string; timeoutMs?: number } = {}) => {
    const { ca, ...rest } = more;
    const agent = new EgressAgent(targetOf(new URL(url), ca), { ...loopback, ...options });
    return exchange({ url: new URL(url), agent, headers: {}, body: "hello", ...rest }).finally(() => agent.destroy());
  };

  test("the connection goes to the address that was judged, though the name changes its mind", async () => {
    let asked = 0;
    const lookup = async () => {
      asked++;
      return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1" }];
    };
    const { status } = await send(`http://rebind.test:${place.port}/in`, { lookup });
    expect({ status, asked }).toEqual({ status: 200, asked: 1 });
    expect(place.got[0]?.headers.host).toBe(`rebind.test:${place.port}`);
  });

  test("a name that turns private after a first connection is refused at the next", async () => {
    let private_ = false;
    const lookup = async () => [{ address: private_ ? "10.0.0.1" : "127.0.0.1" }];
    expect((await send(`http://rebind.test:${place.port}/in`, { lookup })).status).toBe(200);
    private_ = true;
    await expect(send(`http://rebind.test:${place.port}/in`, { lookup })).rejects.toThrow(/not a public address/);
  });

  test("a redirect is an answer, and is not followed", async () => {
    place.behave({ status: 302, headers: { location: secure.url } });
    expect((await send(place.url)).status).toBe(302);
    expect(secure.got).toEqual([]);
  });

  test("a place that never answers is given up at the limit", async () => {
    place.behave("hang");
    await expect(send(place.url, {}, { timeoutMs: 60 })).rejects.toThrow(/No answer within/);
  });

  test("an endless answer is cut off", async () => {
    place.behave({ status: 200, body: "x".repeat(70_000) });
    await expect(send(place.url)).rejects.toThrow(/larger than 64 KiB/);
  });

  test("a certificate that nobody vouches for is refused, and taken with its CA", async () => {
    await expect(send(secure.url)).rejects.toThrow(/self.signed/);
    expect((await send(secure.url, {}, { ca: testCertificate.cert })).status).toBe(200);
  });

  test("a certificate for another name is refused, also with its CA", async () => {
    const target = { host: "other.test", port: secure.port, tls: { ca: testCertificate.cert } };
    const lookup = async () => [{ address: "127.0.0.1" }];
    await expect(dial(target, { ...loopback, lookup })).rejects.toThrow(/does not match/);
    const socket = await dial({ ...target, host: "siem.test" }, { ...loopback, lookup });
    socket.destroy();
  });
});
