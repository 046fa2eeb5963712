/** The two manifests of the article, as they stand there. */
export const articleJob = `apiVersion: batch/v1
kind: Job
metadata:
  name: echo
spec:
  template:
    spec:
      containers:
        - name: echo
          image: busybox
          command: ["sh", "-c", "echo this a job"]
      restartPolicy: Never
`;

export const articleCronJob = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: echo
spec:
  schedule: "*/1 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: echo
              image: busybox
              command: ["sh", "-c", "echo this a cronjob"]
          restartPolicy: OnFailure
`;

/** The article's, but due at three in the night, when no test looks. */
export const nightlyCronJob = articleCronJob
  .replace("name: echo", "name: nightly")
  .replace("*/1 * * * *", "0 3 * * *");
