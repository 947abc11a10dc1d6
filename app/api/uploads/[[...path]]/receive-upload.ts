import { AsyncLocalStorage } from "node:async_hooks";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { z } from "zod";
import type { Person } from "@/lib/auth/person";
import { beginUpload } from "@/lib/cases/begin-upload";
import { checkOwnUpload, finishUpload, forgetUpload } from "@/lib/cases/own-upload";
import { AppError } from "@/lib/core/app-error";
import { SharedLocks } from "@/lib/db/shared-locks";
import { env } from "@/lib/env";
import { logFault } from "@/lib/log/log";
import { isUploadId, uploadFolder } from "@/lib/sources/upload-store";

const PATH = "/api/uploads";
const STATUS: Partial<Record<AppError["code"], number>> = { "not-found": 404, "no-space": 507, forbidden: 403 };

const asking = new AsyncLocalStorage<Person>();
let shared: Server | null = null;

/** The protocol's own server (tus 1.0): it keeps offsets and writes bytes as they come; who may do what is asked of us. */
function server(): Server {
  shared ??= new Server({
    path: PATH,
    relativeLocation: true,
    // A browser that lost its connection may come back to another process while this one still reads from the old one.
    locker: new SharedLocks(),
    datastore: new FileStore({ directory: uploadFolder() }),
    maxSize: () => env().maxUploadBytes,
    allowedOrigins: [],
    async onIncomingRequest(request, id) {
      if (request.method === "POST") return;
      await words(async () => {
        if (!isUploadId(id)) throw new AppError("not-found", "There is no such upload.");
        await checkOwnUpload(id, person());
      });
      if (request.method === "DELETE") await forgetUpload(id);
    },
    async onUploadCreate(_request, upload) {
      const { caseId, name } = upload.metadata ?? {};
      await words(() =>
        beginUpload({ id: upload.id, caseId: caseId ?? "", name: name ?? "", size: upload.size ?? -1 }, person()),
      );
      return {};
    },
    async onUploadFinish(_request, upload) {
      await finishUpload(upload.id);
      return {};
    },
    onResponseError(_request, error) {
      if ("status_code" in error) return error;
      return { status_code: 500, body: `The upload failed; incident ${logFault(error, "upload")}.\n` };
    },
  });
  return shared;
}

function person(): Person {
  const found = asking.getStore();
  if (!found) throw new Error("an upload without a person");
  return found;
}

/** Runs a verb; what it refuses becomes the protocol's answer. */
async function words(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof AppError) throw { status_code: STATUS[error.code] ?? 400, body: `${error.message}\n` };
    if (error instanceof z.ZodError) {
      throw { status_code: 400, body: `${error.issues.map(({ message }) => message).join(" ")}\n` };
    }
    throw error;
  }
}

/** Answers one request of the upload protocol for a person. */
export function receiveUpload(request: Request, who: Person): Promise<Response> {
  return asking.run(who, () => server().handleWeb(request));
}
