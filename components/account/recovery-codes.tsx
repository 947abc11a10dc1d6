import { CopyButton } from "@/components/ui/copy-button";

/** Codes that are told once, each good for one sign-in without the app. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <section aria-label="Recovery codes" className="grid gap-1.5 rounded-md border border-line bg-raise px-3 py-2">
      <p>
        Keep these recovery codes where you find them without the app: each lets you in once.{" "}
        <span className="text-dim">They are not shown again.</span>{" "}
        <CopyButton text={codes.join("\n")} what="the codes" />
      </p>
      <ul className="mono grid grid-cols-[repeat(auto-fill,minmax(110px,1fr))] gap-x-4">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
    </section>
  );
}
