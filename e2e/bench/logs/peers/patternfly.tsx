import { LogViewer } from "@patternfly/react-log-viewer";
import "@patternfly/react-core/dist/styles/base.css";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { asked, followLines } from "./log-lines.ts";

const { url, follow } = asked();

/** A followed log as in its demo: the lines so far are its `data`, and it is told to go to their end. */
function Followed(): ReactNode {
  const [lines, setLines] = useState<string[]>([]);
  const viewer = useRef<{ scrollToBottom(): void }>(null);
  useEffect(() => {
    void followLines(url, (more) => setLines((before) => [...before, ...more]));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time there are more lines
  useEffect(() => viewer.current?.scrollToBottom(), [lines]);
  return <LogViewer ref={viewer} data={lines} height="100vh" isTextWrapped={false} />;
}

/** A whole log as in its first example: its text is its `data`. */
function Opened(): ReactNode {
  const [text, setText] = useState<string>();
  useEffect(() => {
    const open = async () => setText(await (await fetch(url)).text());
    void open();
  }, []);
  return text && <LogViewer data={text} height="100vh" isTextWrapped={false} />;
}

const root = document.getElementById("root");
if (root) createRoot(root).render(follow ? <Followed /> : <Opened />);
