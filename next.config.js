/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // bin/compress-answers.mjs does.
  compress: false,
  serverExternalPackages: ["pg", "graphile-worker", "pino", "pdfkit"],
  turbopack: { root: import.meta.dirname },
  // `npm test` checks the types of the whole project, once; a build of what was checked need not do it again.
  typescript: { ignoreBuildErrors: true },
  // What the loader of a page does is logged by us; the framework's own lines would repeat addresses of cases.
  logging: false,
  // A pasted finding has up to a megabyte, and its quotes are escaped on the way.
  experimental: { serverActions: { bodySizeLimit: "3mb" } },
  async headers() {
    return [
      {
        source: "/:path*",
        // The content security policy is each page's own: see proxy.ts.
        headers: [
          { key: "X-Frame-Options", value: "DENY" },
          { key: "X-Content-Type-Options", value: "nosniff" },
          // To nobody else; without any, a form of ours would not say that it is ours.
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        ],
      },
      // Shown in a frame of its own page; its policy allows nobody else's.
      {
        source: "/api/cases/:caseId/report",
        headers: [{ key: "X-Frame-Options", value: "SAMEORIGIN" }],
      },
    ];
  },
};
