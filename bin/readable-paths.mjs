// Preloaded into the web server. A path that cannot be decoded names no page: Next.js looks for a page that says so, finds none, and
// would answer that the server failed.
import { Server } from "node:http";

function isReadable(url) {
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch {
    return false;
  }
}

const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...args) {
  const [request, response] = args;
  if (event !== "request" || isReadable(request.url)) return emit.call(this, event, ...args);
  response.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
  response.end("That is no address of a page.\n");
  return true;
};
