import { type Message, text } from "#lib/texts/text";

/** Kinds within sentences, for one and for several. Where a kind stands alone it is the API's word. */
export const kinds = {
  cronjobs: { one: text("CronJob"), several: text("CronJobs") },
  jobs: { one: text("Job"), several: text("Jobs") },
  pods: { one: text("Pod"), several: text("Pods") },
} as const satisfies Readonly<Record<string, { one: Message; several: Message }>>;
