import { afterEach, describe, expect, it, vi } from "vitest";
import { checkWebhookUrl, mayCall } from "@/lib/notices/webhook-address";

process.env.DATABASE_URL ??= "postgres://nowhere";
afterEach(() => vi.unstubAllEnvs());

const check = (url: string, allowHttp = false) => {
  try {
    return checkWebhookUrl(url, { allowHttp });
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("the address of a webhook", () => {
  it.each([
    ["https://hooks.example.com/a?b=c#d", "https://hooks.example.com/a?b=c"],
    ["http://hooks.example.com/", "invalid"],
    ["https://user:word@hooks.example.com/", "invalid"],
    ["https://169.254.169.254/latest", "invalid"],
    ["https://[::1]/", "invalid"],
    ["https://[::ffff:10.0.0.1]/", "invalid"],
    ["https://0x7f.1/", "invalid"],
    ["ftp://hooks.example.com/", "invalid"],
    ["hooks.example.com", "invalid"],
  ])("%s is taken as %s", (url, expected) => expect(check(url)).toBe(expected));

  it("may be http where that was asked for", () => {
    expect(check("http://hooks.example.com/", true)).toBe("http://hooks.example.com/");
  });

  it("is a public one, or lies in a network that the installation allows", () => {
    for (const address of [
      "10.1.2.3",
      "127.0.0.1",
      "::1",
      "fd00::1",
      "100.64.0.1",
      "224.0.0.1",
      "::ffff:127.0.0.1",
      "0.0.0.0",
    ]) {
      expect([address, mayCall(address)]).toEqual([address, false]);
    }
    expect([mayCall("203.0.114.1"), mayCall("2600::1")]).toEqual([true, true]);
    vi.stubEnv("THREADLINE_WEBHOOK_NETWORKS", "10.1.0.0/16, ::1/128");
    expect(["10.1.2.3", "10.2.0.1", "::1"].map(mayCall)).toEqual([true, false, true]);
  });
});
