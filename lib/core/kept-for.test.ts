import { expect, it } from "vitest";
import { keptFor } from "@/lib/core/kept-for";

it("makes an answer once for an object and what else it depends on, and anew for another", () => {
  let made = 0;
  const twice = keptFor(({ value }: { value: number }, times: number) => {
    made++;
    return value * times;
  });
  const [one, other] = [{ value: 1 }, { value: 1 }];
  expect([twice(one, 2), twice(one, 2), made]).toEqual([2, 2, 1]);
  expect([twice(other, 2), made]).toEqual([2, 2]);
  expect([twice(one, 3), twice(other, 2), made]).toEqual([3, 2, 3]);
});
