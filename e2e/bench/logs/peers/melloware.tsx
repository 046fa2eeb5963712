import { LazyLog, ScrollFollow } from "@melloware/react-logviewer";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { asked } from "./log-lines.ts";

const { url, follow } = asked();

/** As its documentation says: `stream` within a `ScrollFollow` for what grows, neither for what is whole. */
function Page(): ReactNode {
  return (
    <div style={{ height: "100vh" }}>
      {follow ? (
        <ScrollFollow
          startFollowing={true}
          render={({ follow, onScroll }) => (
            <LazyLog url={url} stream={true} follow={follow} onScroll={onScroll} />
          )}
        />
      ) : (
        <LazyLog url={url} />
      )}
    </div>
  );
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<Page />);
