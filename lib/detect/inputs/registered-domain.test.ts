import { expect, it } from "vitest";
import { domainsOf } from "@/lib/detect/inputs/registered-domain";

it.each([
  ["a.b.example.com", "example.com", "example.com", "a.b"],
  ["shop.example.co.uk", "example.co.uk", "example.co.uk", "shop"],
  ["bucket.s3.amazonaws.com", "amazonaws.com", "bucket.s3.amazonaws.com", ""],
  ["d1.cloudfront.net", "cloudfront.net", "d1.cloudfront.net", ""],
  ["host.site.example", "site.example", "site.example", "host"],
  ["host.ec2.internal", null, undefined, undefined],
  ["localhost", null, undefined, undefined],
  ["192.0.2.1", null, undefined, undefined],
])("%s is part of the registry's %s and registered as %s", (name, registry, domain, below) => {
  const of = domainsOf(name);
  expect([of.registry, of.registered?.domain, of.registered?.below]).toEqual([registry, domain, below]);
});
