/** Said where a URL asks for an address that is none. */
export function MistypedAddress({ asked, shown }: { asked: string; shown: string | null }) {
  return (
    <p role="status" className="break-words rounded-lg border border-warn/40 bg-warn/8 px-3.5 py-2 text-warn">
      “{asked.slice(0, 64)}” is not an IP address.{" "}
      {shown === null ? "This case has no flagged address to show instead." : `This page is about ${shown} instead.`}
    </p>
  );
}
