const isProduction = process.env.NODE_ENV === "production";

/** The policy of one page: its own scripts by their nonce and what those load, nothing inline, nothing from elsewhere. */
export function contentSecurityPolicy(nonce: string, secure: boolean): string {
  // Development compiles in the browser and reloads by a socket.
  const development = isProduction ? { script: "", connect: "", style: `'nonce-${nonce}'` } : DEVELOPMENT;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development.script}`,
    `style-src 'self' ${development.style}`,
    // Widths and positions of bars and rows; an attribute can name no address that img-src and font-src do not allow.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development.connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

const DEVELOPMENT = { script: " 'unsafe-eval'", connect: " ws:", style: "'unsafe-inline'" };
