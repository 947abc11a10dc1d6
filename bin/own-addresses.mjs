// Preloaded into the web server. Whoever connects may write any X-Forwarded-For: without a proxy that is known to write it, it is
// dropped before anything reads it, and the server puts the connection's own address in its place.
import { Server } from "node:http";

if (!/^(1|true)$/.test(process.env.THREADLINE_TRUST_PROXY ?? "")) {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event, ...args) {
    if (event === "request" || event === "upgrade") delete args[0].headers["x-forwarded-for"];
    return emit.call(this, event, ...args);
  };
}
