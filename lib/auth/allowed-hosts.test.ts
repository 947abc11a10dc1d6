import { describe, expect, it } from "vitest";
import { isAllowedHost, isOwnOrigin } from "@/lib/auth/allowed-hosts";

const served = {
  baseUrl: "https://Threadline.example.net",
  host: "0.0.0.0",
  port: 3000,
  allowedHosts: ["10.0.0.5:3000"],
};

describe("isAllowedHost", () => {
  it.each([
    ["threadline.example.net", true],
    ["THREADLINE.example.net:443", true],
    ["10.0.0.5:3000", true],
    ["127.0.0.1:3000", true],
    ["localhost:3000", true],
    ["[::1]:3000", true],
    ["localhost:3001", false],
    ["10.0.0.5", false],
    ["evil.example", false],
    ["threadline.example.net.evil.example", false],
    ["", false],
    [null, false],
  ])("%s: %s", (host, allowed) => expect(isAllowedHost(host, served)).toBe(allowed));
});

describe("isOwnOrigin", () => {
  it.each([
    ["https://threadline.example.net", "threadline.example.net", true],
    ["https://threadline.example.net", "127.0.0.1:3000", true],
    ["http://127.0.0.1:3000", "127.0.0.1:3000", true],
    ["http://localhost:3000", "127.0.0.1:3000", false],
    ["http://127.0.0.1:8080", "127.0.0.1:3000", false],
    ["https://evil.example", "threadline.example.net", false],
    ["null", "threadline.example.net", false],
    ["file://threadline.example.net", "threadline.example.net", false],
    [null, "threadline.example.net", true],
  ])("from %s at %s: %s", (origin, host, own) => expect(isOwnOrigin(origin, host, served)).toBe(own));
});
