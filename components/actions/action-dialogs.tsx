"use client";

import type { ReactNode } from "react";
import { CreateDialog } from "#components/actions/create-dialog";
import { DeleteDialog } from "#components/actions/delete-dialog";
import { JobDialog } from "#components/actions/job-dialog";
import { useQuestion } from "#components/actions/question";
import { ResumeDialog } from "#components/actions/resume-dialog";
import { SuspendDialog } from "#components/actions/suspend-dialog";

/** The question that is asked, each with a dialog of its own. */
export function ActionDialogs(): ReactNode {
  const question = useQuestion();
  switch (question?.verb) {
    case "delete":
      return <DeleteDialog question={question} />;
    case "suspend":
      return <SuspendDialog question={question} />;
    case "resume":
      return <ResumeDialog question={question} />;
    case "trigger":
    case "rerun":
      return <JobDialog question={question} />;
    case "create":
      return <CreateDialog question={question} />;
    default:
      return null;
  }
}
