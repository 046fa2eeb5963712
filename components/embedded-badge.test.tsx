// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { EmbeddedBadge } from "#components/embedded-badge";

afterEach(cleanup);

it("tells by a press what the cluster is and how to look at one's own", async () => {
  render(<EmbeddedBadge />);
  fireEvent.click(screen.getByRole("button", { name: /Embedded demo cluster/ }));
  expect(await screen.findByRole("dialog", { name: "A cluster in memory" })).toBeTruthy();
  expect(screen.getByText(/ends with Batchboard/)).toBeTruthy();
  expect(screen.getByText("npm start -- --kubeconfig FILE")).toBeTruthy();
});
