import type { Metadata } from "next";
import Link from "next/link";
import { ownPath } from "@/app/_guard/own-path";
import { finishSignInAction } from "@/app/(entrance)/actions";
import { EntranceForm } from "@/components/entrance/entrance-form";

export const metadata: Metadata = { title: "Second step" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SecondFactorPage({ searchParams }: Props) {
  const { to } = await searchParams;
  return (
    <EntranceForm
      title="Second step"
      note="Your password was right. What does your app show?"
      button="Sign in"
      fields={[
        {
          name: "code",
          label: "Code",
          type: "text",
          autoComplete: "one-time-code",
          hint: "Six digits, or one of your recovery codes.",
        },
      ]}
      extra={{ to: ownPath(typeof to === "string" ? to : undefined) }}
      send={finishSignInAction}
    >
      <p>
        <Link href="/sign-in" className="text-flow underline">
          Begin again
        </Link>
      </p>
    </EntranceForm>
  );
}
