// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CommandLine } from "#components/command-line";
import { PageContextProvider } from "#components/page-context";
import { Link, useRouter } from "#components/ui/link";
import { PlainLink } from "#components/ui/plain-link";

const page = vi.hoisted(() => ({ search: "", push: vi.fn() }));
vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: page.push, back: () => {} }),
  useSearchParams: () => new URLSearchParams(page.search),
}));
const reload = vi.fn();

beforeEach(() => {
  page.push.mockReset();
  reload.mockReset();
  vi.stubGlobal("location", { ...window.location, reload });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Key() {
  const router = useRouter();
  return <button type="button" onClick={() => router.push("/jobs/web/x#log")} />;
}

function Page() {
  return (
    <PageContextProvider>
      <Link href="/pods?ns=web">one</Link>
      <PlainLink href="/pods">two</PlainLink>
      <Key />
      <CommandLine command="kubectl get pods -A" namespaces="*" defaultNamespace={null} />
    </PageContextProvider>
  );
}

const hrefs = () => screen.getAllByRole("link").map((link) => link.getAttribute("href"));

it("links, keys and commands of a page are of its context", () => {
  page.search = "context=a%2Fb";
  render(<Page />);
  expect(hrefs()).toEqual(["/pods?ns=web&context=a%2Fb", "/pods?context=a%2Fb"]);
  fireEvent.click(screen.getAllByRole("button")[0] as HTMLElement);
  fireEvent.click(screen.getByRole("link", { name: "two" }));
  expect(page.push.mock.calls.flat()).toEqual([
    "/jobs/web/x?context=a%2Fb#log",
    "/pods?context=a%2Fb",
  ]);
  expect(screen.getByRole("region").textContent).toContain("kubectl --context a/b get pods -A");
});

it("a page of the start has the addresses and commands it always had", () => {
  page.search = "ns=*";
  render(<Page />);
  expect(hrefs()).toEqual(["/pods?ns=web", "/pods"]);
  expect(screen.getByRole("region").textContent).toContain("kubectl get pods -A");
});

it("an address that comes to name another context is loaded anew, and mixes nothing", () => {
  page.search = "context=a";
  const { rerender } = render(<Page />);
  page.search = "context=a&q=x";
  rerender(<Page />);
  expect(reload).not.toHaveBeenCalled();
  page.search = "context=b";
  rerender(<Page />);
  expect(reload).toHaveBeenCalledOnce();
  expect(hrefs()[1]).toBe("/pods?context=a");
});
