import { unstable_doesMiddlewareMatch as doesProxyMatch } from "next/experimental/testing/server";
import { describe, expect, it } from "vitest";
import { config } from "@/proxy";

const stands = (url: string) => doesProxyMatch({ config, nextConfig: {}, url });

describe("the proxy", () => {
  it.each([
    "/",
    "/sign-in",
    "/cases/1?x=1",
    "/healthzz",
    "/healthz/x",
    "/icon.svg/x",
    "/iconxsvg",
    "/apix",
    "/_next/staticx",
  ])("stands before the page, or the page that is not there, of %s", (url) => expect(stands(url)).toBe(true));

  it.each([
    "/api/uploads",
    "/api/palette?q=1",
    "/healthz",
    "/icon.svg",
    "/icon.svg?1",
    "/_next/static/a.js",
    "/_next/image?url=x",
  ])("leaves %s to its own guard", (url) => expect(stands(url)).toBe(false));
});
