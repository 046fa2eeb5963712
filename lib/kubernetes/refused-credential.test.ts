import { expect, test } from "vitest";
import { explainRefusal } from "#lib/kubernetes/refused-credential";
import { StatusError } from "#lib/kubernetes/status-error";

/** Self-signed for this test, valid from 2026-01-01 to 2026-01-02. */
const cert = `-----BEGIN CERTIFICATE-----
MIIBCzCBsgIBATAKBggqhkjOPQQDAjASMRAwDgYDVQQDDAdleHBpcmVkMB4XDTI2
MDEwMTAwMDAwMFoXDTI2MDEwMjAwMDAwMFowEjEQMA4GA1UEAwwHZXhwaXJlZDBZ
MBMGByqGSM49AgEGCCqGSM49AwEHA0IABJQ/yDbyjukr0nMrGix8MvwtB+/kspaE
grprZmVvgFQJ2McIKjr/R4xfm+4tp7SVPV3JYH6f0yU0YLbV3CvAMm4wCgYIKoZI
zj0EAwIDSAAwRQIgRPho4Ay288UHl8IvENZufYYj1RQGbmYmDhrE/pTKixECIQCd
ZJh/KnZfX5YqBz1eTK6XvBhXQLKT4DzdO40LHYkk+A==
-----END CERTIFICATE-----`;
const unauthorized = new StatusError(
  { code: 401, reason: "Unauthorized", message: "Unauthorized" },
  401,
);
const explained = (tls: { cert?: string }, now: string) =>
  explainRefusal(unauthorized, tls, Date.parse(now)).message;

test("an expired client certificate is named as what it is", () => {
  expect(explained({ cert }, "2026-03-01T00:00:00Z")).toMatch(
    /^Unauthorized: the client certificate of the kubeconfig expired at 2026-01-02T00:00:00Z/,
  );
});

test.each([
  ["a valid certificate", { cert }, "2026-01-01T12:00:00Z"],
  ["a token", {}, "2026-01-01T12:00:00Z"],
  ["nonsense instead of a certificate", { cert: "x" }, "2026-01-01T12:00:00Z"],
])("%s that is refused: log in again", (_, tls, now) => {
  expect(explained(tls, now)).toMatch(/^Unauthorized: .*log in again/);
});
