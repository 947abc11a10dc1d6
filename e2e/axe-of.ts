import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

type Rules = Parameters<AxeBuilder["options"]>[0]["rules"];

/** The size of what is pressed (WCAG 2.2), which axe looks at when asked to. */
export const TARGET_SIZE = { "target-size": { enabled: true } };

/**
 * Axe over a page, whose frames are all of its own origin. Else it would put together what it found in a blank page of its
 * own, and would bring along each element that is as it should be.
 */
export function axeOf(page: Page, rules: Rules = {}): AxeBuilder {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"], rules });
  const analyze = axe.analyze.bind(axe);
  // A page that a link led to has its title a moment after it shows.
  axe.analyze = async () => {
    await expect(page).toHaveTitle(/./);
    return analyze();
  };
  return axe;
}

/** The names of the rules that a page breaks. */
export async function brokenRules(axe: AxeBuilder): Promise<string[]> {
  return (await axe.analyze()).violations.map(({ id }) => id);
}
