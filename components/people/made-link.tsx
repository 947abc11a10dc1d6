import { CopyButton } from "@/components/ui/copy-button";

/** A link that is told once. */
export function MadeLink({ link, mailed, whom }: { link: string; mailed: boolean; whom: string }) {
  return (
    <div role="status" className="grid gap-1.5 rounded-md border border-line bg-raise px-3 py-2">
      <p>
        {mailed ? `Sent to ${whom} by mail. ` : `Give this link to ${whom}. `}
        <span className="text-dim">It works once, and is not shown again.</span>
      </p>
      <p className="flex items-start gap-1.5">
        <code className="mono min-w-0 select-all break-all">{link}</code>
        <CopyButton text={link} what="the link" />
      </p>
    </div>
  );
}
