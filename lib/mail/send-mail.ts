import { env } from "@/lib/env";
import { logFault } from "@/lib/log/log";

export interface Mail {
  to: string;
  subject: string;
  /** Plain text. */
  text: string;
}

/** How long a mail server may take to answer, in milliseconds. */
const PATIENCE_MS = 10_000;

export function isMailConfigured(): boolean {
  return env().smtpUrl !== null;
}

/**
 * Hands a mail to the configured server. False where none is configured or it did not take the mail; why stands in the
 * server's log.
 */
export async function sendMail({ to, subject, text }: Mail): Promise<boolean> {
  const { smtpUrl, mailFrom } = env();
  if (smtpUrl === null) return false;
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url: smtpUrl,
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    // A mail is made of our own text: nothing in it may name a file or an address to read from.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    await transport.sendMail({ from: mailFrom, to: { name: "", address: to }, subject, text });
    return true;
  } catch (error) {
    logFault(error, "mail");
    return false;
  } finally {
    transport.close();
  }
}
