"use client";

import { useState } from "react";
import { THEME_COOKIE, THEMES, type Theme } from "@/components/shell/theme";
import { Segment, Segments } from "@/components/ui/segments";

const NAMES: Record<Theme, string> = { system: "Auto", light: "Light", dark: "Dark" };
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Puts the colours on the page and keeps them in a cookie, so that the server draws the next page in them at once. */
export function applyTheme(theme: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function ThemeSwitch({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  return (
    <Segments legend="Colours">
      {THEMES.map((name) => (
        <Segment
          key={name}
          name="theme"
          checked={chosen === name}
          onChoose={() => {
            setChosen(name);
            applyTheme(name);
          }}
        >
          {NAMES[name]}
        </Segment>
      ))}
    </Segments>
  );
}
