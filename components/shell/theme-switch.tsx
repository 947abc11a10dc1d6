"use client";

import { useState } from "react";
import { THEME_COOKIE, THEMES, type Theme } from "@/components/shell/theme";

const NAMES: Record<Theme, string> = { system: "Auto", light: "Light", dark: "Dark" };
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Chooses the colours; the choice is a cookie, so that the server draws the next page in them at once. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  return (
    <fieldset className="flex overflow-hidden rounded-md border border-line">
      <legend className="sr-only">Colours</legend>
      {THEMES.map((name) => (
        <label
          key={name}
          className="cursor-pointer border-line border-r px-2 py-0.5 text-dim text-sm last:border-0 has-checked:bg-soft has-checked:text-text -outline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-flow"
        >
          <input
            type="radio"
            name="theme"
            value={name}
            checked={chosen === name}
            onChange={() => choose(name)}
            className="sr-only"
          />
          {NAMES[name]}
        </label>
      ))}
    </fieldset>
  );
}
