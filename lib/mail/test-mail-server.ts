import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface TestMailServer {
  /** What came, each as its text; lines that quoted-printable broke are joined again. */
  mails: string[];
  stop(): Promise<void>;
}

/** Starts a mail server that takes everything, and has mail sent to it until it is stopped. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: string[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"] },
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (part: Buffer) => {
        text += part.toString();
      });
      stream.on("end", () => {
        mails.push(text.replaceAll("=\r\n", "").replaceAll("=3D", "="));
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  process.env.THREADLINE_SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    mails,
    async stop() {
      delete process.env.THREADLINE_SMTP_URL;
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
