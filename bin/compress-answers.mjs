// Preloaded into the web server: compresses what it answers. A page comes in many small pieces, each of which would be
// compressed, sent off and waited for by itself; here those that come close together are one.
import { Server } from "node:http";
import { constants, createBrotliCompress, createGzip } from "node:zlib";

const COMPRESSIBLE = /^(?:text\/|image\/svg\+xml|application\/(?:json|javascript|manifest\+json|xml)\b)/;
const LEAST_BYTES = 1_024;
const BARE = new Set([204, 206, 304]);
/** So long a piece waits for the next; a page whose answers are there is complete by then. */
const TOGETHER_MS = 8;
/** What comes out of the packer at once: each piece is a way to another thread and back. */
const PIECE_BYTES = 65_536;
const TOGETHER_BYTES = 262_144;

const gzip = (level) => createGzip({ level, chunkSize: PIECE_BYTES });
const brotli = (quality) =>
  createBrotliCompress({
    chunkSize: PIECE_BYTES,
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 18 },
  });
/** In the order of choice. What is written once is compressed quickly; what browsers keep, well. */
const ENCODINGS = [
  { name: "br", once: () => brotli(1), kept: () => brotli(5) },
  { name: "gzip", once: () => gzip(1), kept: () => gzip(6) },
];

/** Codings that a request takes: named without a weight of nothing. */
function accepted(header = "") {
  return header.split(",").flatMap((part) => {
    const [name, ...parameters] = part.toLowerCase().split(";");
    return parameters.some((parameter) => /^\s*q=0(?:\.0*)?\s*$/.test(parameter)) ? [] : [name.trim()];
  });
}

function addVary(response) {
  const vary = [response.getHeader("vary") ?? []].flat().join(", ");
  if (!/accept-encoding|\*/i.test(vary))
    response.setHeader("Vary", vary ? `${vary}, Accept-Encoding` : "Accept-Encoding");
}

/** The stream that compresses an answer, by its headers; null for one that goes as it is. */
function packerFor(request, response) {
  const header = (name) => String(response.getHeader(name) ?? "");
  if (!COMPRESSIBLE.test(header("content-type")) || header("content-type").startsWith("text/event-stream")) return null;
  addVary(response);
  const length = response.getHeader("content-length");
  if (length !== undefined && Number(length) < LEAST_BYTES) return null;
  if (request.method === "HEAD" || BARE.has(response.statusCode)) return null;
  if (header("content-encoding") !== "" || /no-transform/.test(header("cache-control"))) return null;
  const names = accepted(request.headers["accept-encoding"]);
  const encoding = ENCODINGS.find(({ name }) => names.includes(name));
  if (!encoding) return null;
  response.removeHeader("content-length");
  response.setHeader("Content-Encoding", encoding.name);
  return /immutable/.test(header("cache-control")) ? encoding.kept() : encoding.once();
}

/** Compresses what will be written as the answer to a request, where both sides are better off. */
function compressAnswer(request, response) {
  const { write, end, writeHead } = response;
  let packer;
  let gathered = [];
  let bytes = 0;
  let timer = null;
  let ended = false;

  const pass = (flush) => {
    clearTimeout(timer);
    timer = null;
    if (bytes === 0 || packer.destroyed) return;
    packer.write(gathered.length === 1 ? gathered[0] : Buffer.concat(gathered, bytes));
    gathered = [];
    bytes = 0;
    if (flush) packer.flush();
  };
  const begin = () => {
    packer = packerFor(request, response);
    if (packer === null) return;
    packer.on("data", (piece) => write.call(response, piece) || packer.pause());
    packer.on("end", () => end.call(response));
    packer.on("error", () => response.destroy());
    packer.on("drain", () => response.emit("drain"));
    response.on("drain", () => packer.resume());
    response.once("close", () => {
      clearTimeout(timer);
      packer.destroy();
    });
  };
  response.writeHead = (status, ...rest) => {
    response.statusCode = status;
    const given = rest.at(-1);
    if (given && typeof given === "object" && !Array.isArray(given)) {
      for (const [name, value] of Object.entries(given)) response.setHeader(name, value);
      rest.pop();
    }
    if (packer === undefined) begin();
    return writeHead.call(response, status, ...rest);
  };
  response.write = (chunk, encoding, callback) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    if (!packer) return write.call(response, chunk, encoding, callback);
    if (ended) return false;
    const piece =
      typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8") : chunk;
    gathered.push(piece);
    bytes += piece.byteLength;
    if (bytes >= TOGETHER_BYTES) pass(false);
    else timer ??= setTimeout(pass, TOGETHER_MS, true);
    const done = typeof encoding === "function" ? encoding : callback;
    if (done) process.nextTick(done);
    return !packer.writableNeedDrain;
  };
  response.end = (chunk, encoding, callback) => {
    if (typeof chunk === "function") return response.end(undefined, undefined, chunk);
    const isSmall = !response.headersSent && (chunk?.length ?? 0) < LEAST_BYTES;
    if (packer === undefined && isSmall) packer = null;
    if (packer !== null && !response.headersSent) response.writeHead(response.statusCode);
    if (!packer) return end.call(response, chunk, encoding, callback);
    if (ended) return response;
    const done = typeof encoding === "function" ? encoding : callback;
    if (done) response.once("finish", done);
    if (chunk?.length) response.write(chunk, encoding);
    ended = true;
    pass(false);
    packer.end();
    return response;
  };
}

const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...args) {
  if (event === "request") compressAnswer(...args);
  return emit.call(this, event, ...args);
};
