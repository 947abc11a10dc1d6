import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

type Rules = Parameters<AxeBuilder["options"]>[0]["rules"];

/** The size of what is pressed (WCAG 2.2), which axe looks at when asked to. */
export const TARGET_SIZE = { "target-size": { enabled: true } };

/**
 * Axe over a page, whose frames are all of its own origin. Else it would put together what it found in a blank page of its
 * own, and would bring along each element that is as it should be.
 */
export function axeOf(page: Page, rules: Rules = {}): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"], rules });
}

/** The names of the rules that a page breaks. */
export async function brokenRules(axe: AxeBuilder): Promise<string[]> {
  return (await axe.analyze()).violations.map(({ id }) => id);
}
