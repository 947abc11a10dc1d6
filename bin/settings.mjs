// The settings of an installation, from the environment: what the launcher needs before anything else runs.
import { resolve } from "node:path";
import { ROOT } from "./prepare.mjs";
import { StartError } from "./start-error.mjs";
import { webProcesses } from "./web-processes.mjs";

/**
 * On Node 20 the AWS SDK says that versions of it from January 2027 on ask for 22; which version runs here is the lockfile's
 * word. Its makers name this variable for those who stay (aws/aws-sdk-js-v3, announcement 7983).
 */
export const QUIET_SDK = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

/** @throws StartError when PORT is no port or BASE_URL no address */
export function readSettings(environment = process.env) {
  const port = environment.PORT === undefined || environment.PORT === "" ? 3000 : Number(environment.PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartError(`PORT is ${environment.PORT}, which is no port.`, "Set it to a number from 1 to 65535.");
  }
  const host = environment.HOST || "127.0.0.1";
  const baseUrl = environment.BASE_URL || null;
  if (baseUrl !== null && !/^https?:\/\/[^/]+\/?$/.test(baseUrl)) {
    throw new StartError(
      `BASE_URL is ${baseUrl}, which is no address of a site.`,
      "Write it as https://HOST, without a path.",
    );
  }
  // Refused here, before anything is built.
  webProcesses(environment);
  return {
    port,
    host,
    baseUrl,
    dataDir: resolve(ROOT, environment.THREADLINE_DATA_DIR || ".threadline"),
    databaseUrl: environment.DATABASE_URL || null,
    ownerUrl: environment.THREADLINE_OWNER_DATABASE_URL || null,
  };
}
