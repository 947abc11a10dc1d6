import { test as base, expect, type Page } from "@playwright/test";

export { expect } from "@playwright/test";

/** Waits until React answers for every control of the page: what is done to one before is lost, as it is for a person. */
export async function untilReady(page: Page): Promise<void> {
  const isReady = () =>
    page
      .evaluate(() =>
        Array.from(document.querySelectorAll("a, button, input, select, summary, textarea"), (control) =>
          Object.keys(control).some((key) => key.startsWith("__reactProps$")),
        ).every(Boolean),
      )
      // The page led on to another one meanwhile.
      .catch(() => false);
  // Asked often: left to itself it would be asked less and less, and every page would be waited for after it is ready.
  await expect.poll(isReady, { intervals: [50] }).toBe(true);
}

/** Playwright's test, with pages that are ready once they were gone to. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const { goto, reload } = { goto: page.goto.bind(page), reload: page.reload.bind(page) };
    page.goto = async (...asked) => {
      const answer = await goto(...asked);
      await untilReady(page);
      return answer;
    };
    page.reload = async (...asked) => {
      const answer = await reload(...asked);
      await untilReady(page);
      return answer;
    };
    await use(page);
  },
});
