/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The server compresses pages itself, once it has held back their scripts.
  compress: false,
  devIndicators: false,
  // No remote image is ever fetched: the optimiser is an open door we do not need.
  images: { unoptimized: true },
  // Next would look for a lockfile upwards, and find that of a folder this clone lies in.
  turbopack: { root: import.meta.dirname },
  // Types are checked by `npm test`; a build on a user's machine need not repeat that.
  typescript: { ignoreBuildErrors: true },
};

export default config;
