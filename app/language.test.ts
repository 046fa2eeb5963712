import { expect, test, vi } from "vitest";
import { text } from "#lib/texts/text";
import { askedLanguage, told } from "./language";

const asked = vi.hoisted(() => ({ cookie: "", accepted: "" }));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => ({ value: name === "language" ? asked.cookie : "" }),
  }),
  headers: async () => new Headers({ "accept-language": asked.accepted }),
}));

test.each([
  ["", "zh-CN,zh;q=0.9", "zh-CN", "概览"],
  ["", "en-GB", "en", "Overview"],
  ["en", "zh-CN,zh;q=0.9", "en", "Overview"],
  ["zh-CN", "en-GB", "zh-CN", "概览"],
])(
  "with the cookie '%s' a browser that asks for %s is answered in %s",
  async (cookie, accepted, language, title) => {
    Object.assign(asked, { cookie, accepted });
    expect(await askedLanguage()).toBe(language);
    expect(await told(text("Overview"))).toBe(title);
  },
);
