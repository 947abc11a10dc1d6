interface Surroundings {
  /** People reach the page by https. */
  secure: boolean;
  production: boolean;
}

/** The policy of one page: its own scripts by their nonce and what those load, nothing inline, nothing from elsewhere. */
export function contentSecurityPolicy(nonce: string, { secure, production }: Surroundings): string {
  const more = production ? { script: "", connect: "", style: `'nonce-${nonce}'` } : DEVELOPMENT;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${more.script}`,
    `style-src 'self' ${more.style}`,
    // Widths and positions of bars and rows; an attribute can name no address that img-src and font-src do not allow.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${more.connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    // The preview of a report, which its own policy keeps from running anything.
    "frame-src 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

// Development compiles in the browser and reloads by a socket.
const DEVELOPMENT = { script: " 'unsafe-eval'", connect: " ws:", style: "'unsafe-inline'" };
