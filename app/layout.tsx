import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentPerson } from "@/app/_guard/require-person";
import { signOutAction } from "@/app/(entrance)/actions";
import { Shell } from "@/components/shell/shell";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { ZoneProvider } from "@/components/shell/zone";
import { parseZone, ZONE_COOKIE } from "@/components/shell/zone-cookie";
import { countUnread } from "@/lib/timeline/people/list-notices";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Threadline", template: "%s · Threadline" },
  description: "What an instance sent, resolved and did, on one timeline.",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, person] = await Promise.all([cookies(), currentPerson()]);
  const unread = person === null || person.mustSetUp ? 0 : await countUnread(person);
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <ZoneProvider initial={parseZone(jar.get(ZONE_COOKIE)?.value)}>
          <Shell theme={theme} person={person} unread={unread} signOut={signOutAction.bind(null, undefined)}>
            {children}
          </Shell>
        </ZoneProvider>
      </body>
    </html>
  );
}
